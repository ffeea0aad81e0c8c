"""Turns a process into a table for a terminal, or into a Mermaid state diagram."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pmos_rules.findings import Text
from pmos_rules.language.process_table import Deadline, Process, State, Step
from pmos_rules.rendering.layout import width_of
from pmos_rules.rendering.phrases import Language

_RESERVED = frozenset({"state", "end", "note", "class", "default", "direction", "fork", "join", "choice"})
_GAP = "  "


class _Words(NamedTuple):
    """The headings and the few words of a table."""

    state: str
    status: str
    unstated: str
    start: str
    last: str
    event: str
    by: str
    to: str
    cites: str
    needs: str
    starts: str
    deadlines: str
    working_days: str
    usual: str
    comma: str
    brackets: str


_ZH = _Words(
    state="状态",
    status="平台显示",
    unstated="来源未写明",
    start="起始",
    last="终结",
    event="事件",
    by="操作人",
    to="到达",
    cites="依据",
    needs="须符合",
    starts="起算",
    deadlines="期限",
    working_days="{} 个工作日",
    usual="通常，非承诺",
    comma="、",
    brackets="（{}）",
)
_EN = _Words(
    state="state",
    status="status shown",
    unstated="no source says",
    start="start",
    last="end",
    event="event",
    by="by",
    to="to",
    cites="cites",
    needs="needs",
    starts="starts",
    deadlines="deadlines",
    working_days="{} working days",
    usual="usual, no promise",
    comma=", ",
    brackets=" ({})",
)


def process_table(process: Process, language: Language) -> str:
    """States, then steps in the order of the table, each with its needs, then deadlines."""
    return "\n".join(line.rstrip() for line in _Table(process, language).lines()) + "\n"


class _Table:
    def __init__(self, process: Process, language: Language) -> None:
        self.process, self.zh = process, language == "zh"
        self.words = _ZH if self.zh else _EN

    def lines(self) -> Iterator[str]:
        process, words = self.process, self.words
        title = f"{self.of(process.title)}{words.brackets.format(process.name)}"
        yield title
        yield ""
        yield from _columns([("", words.state, words.status, ""), *map(self.state, process.states)])
        yield ""
        heads = (words.state, "", words.event, words.by, words.to, words.cites)
        rows = [heads, *(self.step(step, state) for state, step in self.steps())]
        yield from _columns(rows)
        yield from self.named(words.needs, ((step, self.needs(step)) for step in process.steps))
        yield from self.named(words.starts, ((step, self.starts(step)) for step in process.steps))
        if process.deadlines:
            yield ""
            yield words.deadlines
            yield from (_GAP + self.deadline(deadline) for deadline in process.deadlines)

    def of(self, text: Text) -> str:
        return text.zh if self.zh else text.en

    def title(self, state: str) -> str:
        return self.of(self.process.state(state).title)

    def steps(self) -> Iterator[tuple[State, Step]]:
        for state in self.process.states:
            for step in self.process.steps_from(state.name):
                yield state, step

    def state(self, state: State) -> tuple[str, ...]:
        words, marks = self.words, []
        if state.name == self.process.start:
            marks.append(words.start)
        if not any(self.process.steps_from(state.name)):
            marks.append(words.last)
        status = state.title.zh if state.stated else words.unstated
        return state.name, self.of(state.title), status, words.comma.join(marks)

    def step(self, step: Step, state: State) -> tuple[str, ...]:
        return (
            self.of(state.title),
            step.on,
            self.event(step),
            self.words.comma.join(self.of(self.process.actor(actor).title) for actor in step.by),
            self.title(step.to),
            step.cite.section if step.cite is not None else "",
        )

    def event(self, step: Step) -> str:
        return self.of(self.process.event(step.on).title)

    def named(self, head: str, said: Iterable[tuple[Step, Sequence[str]]]) -> Iterator[str]:
        """What some of the steps need or start, one to a line."""
        given = [(step, lines) for step, lines in said if lines]
        if given:
            yield ""
            yield head
        for step, lines in given:
            froms = self.words.comma.join(self.title(state) for state in step.start)
            yield f"{_GAP}{froms} → {self.event(step)}"
            yield from (_GAP * 2 + line for line in lines)

    def needs(self, step: Step) -> Sequence[str]:
        return step.needs

    def starts(self, step: Step) -> Sequence[str]:
        return [] if step.starts is None else [self.of(self.process.deadline(step.starts).title)]

    def deadline(self, deadline: Deadline) -> str:
        words = self.words
        least, most = deadline.at_least, deadline.working_days
        days = words.working_days.format(str(most) if least in (1, most) else f"{least}–{most}")
        usual = words.brackets.format(words.usual) if deadline.usual else ""
        who = self.of(self.process.actor(deadline.of).title)
        return _GAP.join((self.of(deadline.title), who, days + usual, deadline.cite.section))


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield _GAP.join(
            cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True)
        )


def process_diagram(process: Process, language: Language) -> str:
    """A `stateDiagram-v2` as Mermaid draws it, with who may raise each event."""

    def of(text: Text) -> str:
        return _plain(text.zh if language == "zh" else text.en)

    words = _ZH if language == "zh" else _EN
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{of(state.title)}" as {_id(state.name)}' for state in process.states]
    lines.append(f"  [*] --> {_id(process.start)}")
    for state in process.states:
        steps = list(process.steps_from(state.name))
        for step in steps:
            by = words.comma.join(of(process.actor(actor).title) for actor in step.by)
            said = f"{of(process.event(step.on).title)}{words.brackets.format(by)}"
            lines.append(f"  {_id(state.name)} --> {_id(step.to)}: {said}")
        if not steps:
            lines.append(f"  {_id(state.name)} --> [*]")
    return "\n".join(lines) + "\n"


def _id(state: str) -> str:
    """A state's name as Mermaid takes it: its own words are none."""
    return f"{state}_" if state in _RESERVED else state


def _plain(text: str) -> str:
    """A text without what Mermaid would read as its own."""
    return text.translate({ord('"'): "”", ord(":"): "：", ord(";"): "；", ord("#"): "＃", ord("\n"): " "})
