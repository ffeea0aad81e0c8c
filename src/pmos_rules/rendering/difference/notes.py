"""A predicate and its words → the words with what a sentence usually leaves out, where that is what changed."""

from collections.abc import Iterator

from pmos_rules.findings import Text
from pmos_rules.language.ir import Literal, Not, Predicate, Test
from pmos_rules.language.walking import parts_of


def with_notes(said: Text, node: Predicate) -> Text:
    """The words, with notes in brackets after them."""
    notes = list(dict.fromkeys(note for part in parts_of(node) for note in _notes(part)))
    if not notes:
        return said
    zh, en = "；".join(note.zh for note in notes), "; ".join(note.en for note in notes)
    return Text(f"{said.zh}（{zh}）", f"{said.en} ({en})")


def _notes(part: Predicate) -> Iterator[Text]:
    match part:
        case Not(given=given) if given is not None:
            yield Text("须已填写", "where it is given")
        case Test(operator="equals_ignoring_case"):
            yield Text("不分大小写", "in upper or lower case")
        case Test(operator="mentions"):
            yield from _places(part)
        case Test(operator="named_in", options=options):
            names = [name for name, _ in options]
            yield Text(f"按代码表 {'、'.join(names)}", f"by the code list {', '.join(names)}")


def _places(test: Test) -> Iterator[Text]:
    """In which words a word does not count, and in which it does after all."""
    for option, zh, en in (("not_within", "之内的不计", "not within"), ("except", "之内的照计", "but within")):
        words = test.option(option)
        if isinstance(words, Literal) and isinstance(words.value, tuple):
            quoted = [f"“{word}”" for word in words.value]
            yield Text("、".join(quoted) + zh, f"{en} {', '.join(quoted)}")
