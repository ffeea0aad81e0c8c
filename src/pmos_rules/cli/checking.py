"""Turns inputs into reports, and what prevents a report into a sentence and a code."""

from datetime import date
from typing import Any

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.inputs import Input, read_input
from pmos_rules.cli.settings import Settings
from pmos_rules.errors import InputError
from pmos_rules.findings import Report
from pmos_rules.source import RulesetError, suggest


class Checking:
    """One run over several inputs: each ruleset is loaded once and compiled once for a day.

    `reports` and `errors` keep the order of the inputs; an error is that of one input, the others go on.
    """

    def __init__(self, settings: Settings, ruleset: str | None, as_of: date | None) -> None:
        self.settings = settings
        self.ruleset = ruleset
        self.as_of = as_of
        self.reports: list[tuple[str, Report]] = []
        self.errors: list[tuple[str, InputError]] = []
        self.codes: list[ExitCode] = []
        self._evaluators: dict[tuple[str, date], Any] = {}
        self._broken: dict[str, RulesetError] = {}

    def check(self, path: str) -> Report | None:
        """The report on one input; where there is none, has said why on stderr and kept the code."""
        try:
            report = self._report(read_input(path))
        except InputError as error:
            self._fail(path, error, ExitCode.UNUSABLE_INPUT)
        except RulesetError as error:
            self._fail(path, self._told(error), ExitCode.BAD_RULESET)
        else:
            self.reports.append((path, report))
            return report
        return None

    def _report(self, given: Input) -> Report:
        name = self.ruleset or _market(given)
        day = self.as_of or given.as_of or self._today(given.name)
        if (name, day) not in self._evaluators:
            self._evaluators[name, day] = self._load(name).at(day)
        report: Report = self._evaluators[name, day].evaluate(given.given, problems=given.problems)
        return report

    def _load(self, name: str) -> Any:
        from pmos_rules.api import load_ruleset

        if name in self._broken:
            raise self._broken[name]
        try:
            return load_ruleset(name)
        except RulesetError as error:
            self._broken[name] = error
            click.echo(f"{error}\n", err=True)
            raise

    def _today(self, name: str) -> date:
        """The only place where the clock is read."""
        today = date.today()
        self.settings.say(
            f"{name} 未写明 as_of（评估日期），按今天 {today} 有效的规定审查",
            f"`{name}` names no `as_of`, so the law of today, {today}, is asked",
        )
        return today

    def _told(self, error: RulesetError) -> InputError:
        count = len(error.diagnostics)
        return InputError(
            f"规则集有 {count} 处问题，未审查", f"the ruleset has {count} problems, nothing was checked"
        )

    def _fail(self, path: str, error: InputError, code: ExitCode) -> None:
        self.errors.append((path, error))
        self.codes.append(code)
        self.settings.say(error.zh, error.en)


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
