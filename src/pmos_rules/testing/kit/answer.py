"""What a checker said, in whatever shape → an answer: a verdict, the rules that it thinks are broken, or neither."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pmos_rules.findings import Outcome, Text, Verdict

Reason = Literal["crashed", "timed_out", "nonsense", "unreachable"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that the checker found wrong: its own code or our rule's id, and where, if it says so."""

    code: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A checker's answer: ``verdict`` is None where it says none, ``claims`` is None where it names no rules."""

    verdict: Verdict | None
    claims: tuple[Claim, ...] | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why there is no answer to one dossier."""

    reason: Reason
    text: Text


def answer_of(said: Any) -> Answer | NoAnswer:
    """The answer in what was said: a word, yes or no, rules one after another, findings, a mapping, or a report.

    >>> answer_of("accept").verdict, answer_of(False).verdict
    (<Verdict.ACCEPT: 'accept'>, <Verdict.REJECT: 'reject'>)
    >>> answer_of({"verdict": "reject", "rules": ["E12"]}).claims
    (Claim(code='E12', path=None),)
    """
    try:
        return _answer(said)
    except _Nonsense as error:
        return nonsense(str(error))


class _Nonsense(Exception):
    """What was found in the place of an answer."""


def nonsense(what: str) -> NoAnswer:
    """An answer that is none, told by what it is: its text may be long, and strange."""
    return NoAnswer(
        "nonsense",
        Text(
            f"答复不可用：{what}，应为 accept、reject 或规则列表",
            f"{what} is no answer, expected accept, reject or rules",
        ),
    )


def _answer(said: Any) -> Answer:
    if isinstance(said, bool):
        return Answer(Verdict.ACCEPT if said else Verdict.REJECT)
    if isinstance(said, str):
        return Answer(_verdict(said))
    verdict, findings = _parts(said)
    if findings is None:
        if verdict is None:
            raise _Nonsense(f"`{type(said).__name__}`" if not isinstance(said, Mapping) else "`{}`")
        return Answer(verdict)
    claims = tuple(_claims(findings))
    # Who rejects and names nothing has not said that no rule is broken.
    return Answer(verdict, None if verdict is Verdict.REJECT and not claims else claims)


def _parts(said: Any) -> tuple[Verdict | None, Any]:
    """The verdict and the findings of a mapping, of a report, or of findings alone."""
    if isinstance(said, Mapping):
        given = said.get("verdict")
        return None if given is None else _verdict(given), said.get("findings", said.get("rules"))
    if hasattr(said, "verdict"):
        return _verdict(said.verdict), getattr(said, "findings", None)
    return None, said if isinstance(said, Iterable) else None


def _verdict(said: Any) -> Verdict:
    try:
        return Verdict(said)
    except ValueError:
        raise _Nonsense(f"`{said}`"[:60]) from None


def _claims(findings: Any) -> Iterator[Claim]:
    if isinstance(findings, str | Mapping) or not isinstance(findings, Iterable):
        raise _Nonsense(f"`{type(findings).__name__}`")
    for found in findings:
        claim = _claim(found)
        if claim is not None:
            yield claim


def _claim(found: Any) -> Claim | None:
    """What is wrong by one finding; None where it says that nothing is, or that it cannot tell."""
    if isinstance(found, str):
        return Claim(found)
    rule, path, outcome = (_of(found, name) for name in ("rule", "path", "outcome"))
    if not isinstance(rule, str) or not isinstance(path, str | None):
        raise _Nonsense(f"`{type(found).__name__}`")
    return Claim(str(rule), path) if outcome in (None, Outcome.FAIL) else None


def _of(found: Any, name: str) -> Any:
    return found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)
