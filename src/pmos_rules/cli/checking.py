"""Turns inputs into reports, and what prevents a report into a sentence and a code."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pmos_rules.cli.complaints import Complaint, complaint_of
from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.inputs import Input, read_input
from pmos_rules.cli.settings import Settings
from pmos_rules.errors import InputError, PmosRulesError
from pmos_rules.findings import Report
from pmos_rules.source import suggest

if TYPE_CHECKING:
    from pmos_rules.cli.second_opinion import SecondOpinions


class Checking:
    """One run over several inputs: each ruleset is loaded once and compiled once for a day.

    `reports` and `errors` keep the order of the inputs; an error is that of one input, the others go on.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        ruleset: str | None,
        as_of: date | None,
        reference: Mapping[str, Any] | None,
        show_personal: bool,
        engine: str = "compiled",
    ) -> None:
        self.settings = settings
        self.ruleset = ruleset
        self.as_of = as_of
        self.reference = reference
        self.show_personal = show_personal
        self.second = _second_opinions(reference) if engine == "durable" else None
        self.reports: list[tuple[str, Report]] = []
        self.errors: list[tuple[str, Complaint]] = []
        self._rulesets: dict[str, Any] = {}

    @property
    def codes(self) -> list[ExitCode]:
        """The codes of the inputs without a report, and of those of which the engines do not say the same."""
        return [*(complaint.code for _, complaint in self.errors), *(self.second.codes if self.second else ())]

    def check(self, path: str) -> Report | None:
        """The report on one input; where there is none, has said why on stderr and kept the code."""
        try:
            report = self._report(read_input(path))
        except PmosRulesError as error:
            self._fail(path, complaint_of(error))
            return None
        self.reports.append((path, report))
        return report

    def _report(self, given: Input) -> Report:
        ruleset = self._load(self.ruleset or _market(given))
        evaluator = ruleset.at(self.as_of or given.as_of or self._today(given.name))
        report: Report = evaluator.evaluate(
            given.given,
            reference=self.reference,
            problems=given.problems,
            show_personal=self.show_personal,
        )
        if self.second is not None:
            self.second.ask(given.name, evaluator, given.given)
        return report

    def _load(self, name: str) -> Any:
        """The ruleset; one that could not be loaded is not tried again."""
        from pmos_rules.api import load_ruleset

        if name not in self._rulesets:
            try:
                self._rulesets[name] = load_ruleset(name)
            except PmosRulesError as error:
                self._rulesets[name] = error
        if isinstance(self._rulesets[name], PmosRulesError):
            raise self._rulesets[name]
        return self._rulesets[name]

    def _today(self, name: str) -> date:
        """Today; besides `checklist`, the only place where the clock is read."""
        today = date.today()
        self.settings.say(
            f"{name} 未写明 as_of（评估日期），按今天 {today} 有效的规定审查",
            f"`{name}` names no `as_of`, so the law of today, {today}, is asked",
        )
        return today

    def _fail(self, path: str, complaint: Complaint) -> None:
        """The same complaint, as of a bad ruleset, is told once."""
        if complaint not in (told for _, told in self.errors):
            self.settings.say(complaint.zh, complaint.en)
        self.errors.append((path, complaint))


def _second_opinions(reference: Mapping[str, Any] | None) -> "SecondOpinions":
    """The second engine, which nobody else has to load."""
    from pmos_rules.cli.second_opinion import SecondOpinions

    return SecondOpinions(reference)


def _market(given: Input) -> str:
    """The market that the dossier names; raises `InputError` where there are no rules for it."""
    from pmos_rules.api import installed_markets

    known = list(installed_markets())
    if given.market is None:
        raise InputError(
            f"{given.name} 未写明 market（交易中心），应为 {'、'.join(known)} 之一，或用 --ruleset 指定",
            f"`{given.name}` names no `market`, expected one of {', '.join(known)}; or give --ruleset",
            given.name,
        )
    if given.market in known:
        return given.market
    meant = suggest(given.market, known)
    raise InputError(
        f"{given.name} 的 market（交易中心）为“{given.market}”，应为 {meant or '、'.join(known)}",
        f"there are no rules for the market `{given.market}` of `{given.name}`, "
        + (f"did you mean `{meant}`?" if meant else f"expected one of {', '.join(known)}"),
        given.name,
    )
