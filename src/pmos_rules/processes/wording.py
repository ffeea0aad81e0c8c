"""Parts of a process → what they are called in Chinese and English, joined into phrases."""

from collections.abc import Iterable

from pmos_rules.findings import Text
from pmos_rules.language.process_table import Process, Step

_LONGEST = 40


def who(process: Process, actors: Iterable[str]) -> Text:
    """Actors as alternatives: 零售用户或交易中心."""
    titles = [process.actor(actor).title for actor in actors]
    return Text("或".join(title.zh for title in titles), " or ".join(title.en for title in titles))


def states(process: Process, names: Iterable[str]) -> Text:
    """States as alternatives, each in quotation marks."""
    titles = [process.state(name).title for name in dict.fromkeys(names)]
    return Text(
        "或".join(f"“{title.zh}”" for title in titles), " or ".join(f"“{title.en}”" for title in titles)
    )


def status(process: Process, name: str) -> Text:
    """What the platform's status reads in a state, in its own words."""
    title = process.state(name).title
    return Text(f"“{title.zh}”", f"“{title.zh}” ({title.en})")


def event(process: Process, name: str) -> Text:
    """An event in quotation marks."""
    title = process.event(name).title
    return Text(f"“{title.zh}”", f"“{title.en}”")


def what_may_come(process: Process, state: str) -> Text:
    """The events permitted in a state, each with who may raise it."""
    steps = list(process.steps_from(state))
    if not steps:
        return Text("不再有后续事件", "nothing")
    said = [_may_come(process, step) for step in steps]
    return Text("或".join(text.zh for text in said), " or ".join(text.en for text in said))


def _may_come(process: Process, step: Step) -> Text:
    what, by = event(process, step.on), who(process, step.by)
    return Text(f"{what.zh}（{by.zh}）", f"{what.en} (by {by.en})")


def quoted(text: str) -> str:
    """A text as it was given, made fit to be shown: one line, and not too long."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
