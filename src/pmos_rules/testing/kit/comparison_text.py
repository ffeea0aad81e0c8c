"""Turns what became of a kit into a table and, for each disagreement, the smallest dossier that shows it."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from pmos_rules.findings import Outcome, Text
from pmos_rules.rendering.layout import clean, width_of, wrap
from pmos_rules.rendering.phrases import Language
from pmos_rules.testing.kit.comparison import Comparison, Disagreement, Row
from pmos_rules.testing.kit.entry import KitEntry

_COLUMNS: Final = (
    ("agreed", Text("一致", "agreed")),
    ("missed", Text("漏判", "missed")),
    ("invented", Text("误判", "invented")),
    ("elsewhere", Text("位置不同", "elsewhere")),
    ("unanswered", Text("无答复", "no answer")),
)
_HOW: Final = {
    "missed": Text("漏判", "missed"),
    "invented": Text("误判", "invented"),
    "elsewhere": Text("位置不同", "found elsewhere"),
}
_OUTCOMES: Final = {
    Outcome.PASS: Text("符合", "passes"),
    Outcome.NOT_APPLICABLE: Text("不适用", "does not apply"),
}
_RULE: Final = Text("规则", "rule")
_VERDICT: Final = Text("（仅结论）", "(verdict only)")
_MOST_NAMED: Final = 3
_GAP: Final = "  "


def comparison_text(comparison: Comparison, *, language: Language = "zh", width: int = 80, table: bool = True) -> str:
    """The comparison as lines that end in a line break; without the ``table``, only what is amiss."""
    return "\n".join(_Text(comparison, language, width).lines(table)) + "\n"


class _Text:
    def __init__(self, comparison: Comparison, language: Language, width: int) -> None:
        self.comparison, self.zh, self.width = comparison, language == "zh", width

    def lines(self, table: bool) -> Iterator[str]:
        if table and self.comparison.rows:
            yield from self.table(self.comparison.rows)
            yield ""
        for found in self.comparison.disagreements:
            yield from self.disagreement(found)
            yield ""
        yield from self.unanswered()
        yield from self.unknown()
        yield from self.summary()

    def pick(self, text: Text) -> str:
        return text.zh if self.zh else text.en

    def say(self, zh: str, en: str, *, deep: int = 0) -> list[str]:
        return wrap(zh if self.zh else en, self.width, first=_GAP * deep)

    def table(self, rows: Sequence[Row]) -> Iterator[str]:
        """A line for each rule; a column in which nothing stands is left out."""
        columns = [(name, head) for name, head in _COLUMNS if name == "agreed" or any(getattr(r, name) for r in rows)]
        cells = [[self.pick(_RULE), *(self.pick(head) for _, head in columns)]]
        for row in rows:
            counts = (getattr(row, name) for name, _ in columns)
            cells.append([row.rule or self.pick(_VERDICT), *(str(number or "-") for number in counts)])
        widths = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
        for first, *others in cells:
            padded = (" " * (wide - width_of(cell)) + cell for cell, wide in zip(others, widths[1:], strict=True))
            yield _GAP.join([first + " " * (widths[0] - width_of(first)), *padded])

    def disagreement(self, found: Disagreement) -> Iterator[str]:
        """Which rule and how, what we say and by which clause, on which entries, and the smallest dossier."""
        how = self.pick(_HOW[found.how])
        title = self.title(found)
        yield from self.say(f"{how}：{title}", f"{how}: {title}")
        yield from self.why(found)
        names = self.names(found.entries)
        yield from self.say(f"见于 {names}", f"seen on {names}", deep=1)
        tried = found.minimal.tried
        if not tried:
            yield from self.say("未缩减，档案：", "the dossier, not made smaller:", deep=1)
        elif found.minimal.is_minimal:
            yield from self.say(f"最小档案（试了 {tried} 份）：", f"smallest dossier ({tried} tried):", deep=1)
        else:
            zh, en = f"缩减后的档案（试了 {tried} 份后止）：", f"smaller dossier (given up after {tried}):"
            yield from self.say(zh, en, deep=1)
        data = json.dumps(found.minimal.dossier, ensure_ascii=False, indent=2, default=str)
        yield from (_GAP * 2 + clean(line) for line in data.split("\n"))

    def names(self, entries: Sequence[KitEntry]) -> str:
        """The first of the entries by name, and how many they are."""
        first, more = [entry.name for entry in entries[:_MOST_NAMED]], len(entries) - _MOST_NAMED
        if self.zh:
            return "、".join(first) + (f" 等 {len(entries)} 份" if more > 0 else "")
        return ", ".join(first) + (f" and {more} more" if more > 0 else "")

    def title(self, found: Disagreement) -> str:
        if found.rule is None:
            return self.pick(_VERDICT)
        if found.finding is not None:
            return f"{found.rule} {self.pick(found.finding.title)}"
        known = {rule.id: rule for rule in self.comparison.ruleset.rules}.get(found.rule)
        return found.rule if known is None else f"{found.rule} {self.pick(known.title)}"

    def why(self, found: Disagreement) -> Iterator[str]:
        """What the rules say of the smallest dossier."""
        finding = found.finding
        if finding is not None:
            yield from wrap(self.pick(finding.message), self.width, first=_GAP)
            if finding.cite is not None:
                title, section = self.pick(finding.cite.title), finding.cite.section
                yield from self.say(f"依据：《{title}》{section}", f"by {title}, {section}", deep=1)
            if found.how == "elsewhere":
                yield from self.say(f"应在 {finding.path}", f"expected at {finding.path}", deep=1)
        elif found.outcome in _OUTCOMES:
            outcome = self.pick(_OUTCOMES[found.outcome])
            yield from self.say(f"按规定，该规则{outcome}", f"by the rules it {outcome}", deep=1)
        else:
            expected = found.entries[0].expected.verdict.value
            said = "-" if found.answer.verdict is None else found.answer.verdict.value
            yield from self.say(f"答复为 {said}，应为 {expected}", f"the answer is {said}, expected {expected}", deep=1)

    def unanswered(self) -> Iterator[str]:
        alike: dict[Text, list[KitEntry]] = {}
        for one in self.comparison.unanswered:
            alike.setdefault(one.why.text, []).append(one.entry)
        for why, entries in alike.items():
            names = self.names(entries)
            yield from self.say(f"无答复：{why.zh}", f"no answer: {why.en}")
            yield from self.say(f"见于 {names}", f"seen on {names}", deep=1)
        skipped = self.comparison.skipped
        if skipped:
            yield from self.say(
                f"连续多次无人答复，其余 {skipped} 份未再询问",
                f"nobody answered several times in a row, so the other {skipped} were not asked about",
            )
        if self.comparison.unanswered:
            yield ""

    def unknown(self) -> Iterator[str]:
        for code, times in self.comparison.unknown.items():
            yield from self.say(
                f"代码“{code}”（{times} 次）不是规则，未作比较", f"`{code}` ({times} times) is no rule, not compared"
            )

    def summary(self) -> list[str]:
        """The last line, in which all is counted."""
        found = self.comparison
        wrong = len({one.rule for one in found.disagreements})
        if found.agrees:
            return self.say(
                f"{found.checker}：{found.entries} 份档案，结论全部一致",
                f"{found.checker}: agrees on all of {found.entries} dossiers",
            )
        silent = len(found.unanswered) + found.skipped
        zh, en = (f"，{silent} 份无答复", f", {silent} not answered") if silent else ("", "")
        return self.say(
            f"{found.checker}：{found.entries} 份档案，{wrong} 条规则不一致{zh}",
            f"{found.checker}: {found.entries} dossiers, disagrees on {wrong} rules{en}",
        )
