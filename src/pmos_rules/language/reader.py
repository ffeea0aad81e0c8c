"""Turns the text of a YAML file into located nodes, and is the only module that knows PyYAML.

It is stricter than YAML. Text stays text (`011000` is not 4608 and `NO` is not false), and what
makes a file mean something else than it seems to say is refused: a key written twice, anchors and
aliases, tags, a second document, a tab used as a blank. PyYAML's events are read and none of its
constructors, so that nothing in a file can make an object; an alias is never followed, so that a
small file cannot become a large one.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

import yaml

from pmos_rules.language.limits import DEEPEST, MOST_CHARACTERS, MOST_DIAGNOSTICS, MOST_NODES
from pmos_rules.language.lookalikes import HIDDEN
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode, to_plain
from pmos_rules.language.syntax_errors import explain_syntax_error
from pmos_rules.source import Diagnostic, Note, SourceText, Span

__all__ = ["read_yaml", "to_plain"]

_BYTE_ORDER_MARK = "\ufeff"
# The line separators U+0085, U+2028 and U+2029 break lines in YAML 1.1 and in no editor.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HIDDEN = re.compile(f"{_UNPRINTABLE.pattern}|{HIDDEN}")
_STAND_IN = "\ufffd"
_TABS = re.compile("\t+")
_COMMENT = re.compile(r"(?:^|[ \t])#")
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")
_DIRECTIVE = re.compile(r"^%(?!YAML[ \t]).*", re.MULTILINE)
# What `yaml.parse` gives. Its type stubs let the places be absent, which they never are.
_Event = Any
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


def read_yaml(source: SourceText, *, visible: bool = False) -> tuple[Node | None, list[Diagnostic]]:
    """The document and all that is wrong with it, in the order of the text.

    There is a node wherever the text could be read to its end, also beside diagnostics: then the
    first of two equal keys has been kept, and nothing stands for an alias. Where there is no node,
    at least one diagnostic says why. With ``visible`` also characters are refused that take no room or turn the
    direction of what follows: a dossier may have them, and a rule in which they stand is not what it looks like.
    """
    if len(source.text) > MOST_CHARACTERS:
        message = f"the document is longer than {MOST_CHARACTERS} characters"
        return None, [Diagnostic("yaml-too-large", message, Span(source, 0, 0), "split it")]
    reading = _Reading(source, _HIDDEN if visible else _UNPRINTABLE)
    reading.read()
    return reading.root, sorted(reading.diagnostics, key=lambda diagnostic: diagnostic.span.start)


class _Abandoned(Exception):
    """Reading on makes no sense; the reason is among the diagnostics."""


class _Open:
    """A list or mapping whose end has not been read."""

    __slots__ = ("event", "nodes")

    def __init__(self, event: _Event) -> None:
        self.event = event
        self.nodes: list[Node] = []


class _Reading:
    def __init__(self, source: SourceText, refused: re.Pattern[str]) -> None:
        self.source = source
        self.refused = refused
        self.root: Node | None = None
        self.diagnostics: list[Diagnostic] = []
        self.text = source.text
        self.offset = 1 if self.text.startswith(_BYTE_ORDER_MARK) else 0
        self.stands_in = False
        self.documents = 0
        self.nodes = 0
        self.open: list[_Open] = []
        self.quoted: list[tuple[int, int]] = []

    # -- the whole

    def read(self) -> None:
        try:
            self.refuse_unprintable()
            self.read_events()
            self.refuse_tabs(len(self.text))
            if self.root is None:
                self.refuse("yaml-empty", "the document is empty", 0, 0)
        except _Abandoned:
            self.root = None

    def read_events(self) -> None:
        handlers: dict[type[yaml.Event], Callable[[_Event], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.SequenceStartEvent: self.collection,
            yaml.MappingStartEvent: self.collection,
            yaml.SequenceEndEvent: self.sequence_end,
            yaml.MappingEndEvent: self.mapping_end,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        try:
            for event in yaml.parse(self.text[self.offset :], Loader=_LOADER):
                handler = handlers.get(type(event))
                if handler is not None:
                    handler(event)
        except yaml.MarkedYAMLError as error:
            self.syntax_error(error)

    def syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        """Reports what the parser said, unless a tab before that place explains it better."""
        at, since = error.problem_mark, error.context_mark
        diagnostic = explain_syntax_error(
            self.source,
            len(self.text) if at is None else self.offset + at.index,
            error.problem or "",
            None if since is None else self.offset + since.index,
        )
        if not self.refuse_tabs(diagnostic.span.start + 1):
            self.diagnostics.append(diagnostic)
        raise _Abandoned

    def refuse(
        self,
        code: str,
        message: str,
        start: int,
        end: int,
        hint: str | None = None,
        notes: Sequence[Note] = (),
    ) -> None:
        self.diagnostics.append(Diagnostic(code, message, Span(self.source, start, end), hint, tuple(notes)))
        if len(self.diagnostics) >= MOST_DIAGNOSTICS:
            raise _Abandoned

    # -- characters

    def refuse_unprintable(self) -> None:
        """Reports control characters and the like; what they stand in is read without them."""
        for found in self.refused.finditer(self.text):
            message = f"the character U+{ord(found[0]):04X} is invisible and cannot stand in a document"
            self.refuse("yaml-unprintable", message, found.start(), found.end(), "remove it")
        if self.diagnostics:
            self.stands_in = True
            self.text = self.refused.sub(_STAND_IN, self.text)

    def refuse_tabs(self, end: int) -> bool:
        """Reports tabs before `end` that stand neither in quoted or block text nor in a comment."""
        count = len(self.diagnostics)
        for found in _TABS.finditer(self.text, 0, end):
            if not self.is_quoted_or_comment(found.start()):
                hint = "indent with spaces; a tab may stand only in quoted text, block text and comments"
                self.refuse("yaml-tab", "a tab cannot stand here", found.start(), found.end(), hint)
        return len(self.diagnostics) > count

    def is_quoted_or_comment(self, offset: int) -> bool:
        index = bisect_right(self.quoted, (offset, len(self.text))) - 1
        end = self.quoted[index][1] if index >= 0 else 0
        if offset < end:
            return True
        _, column = self.source.position(offset)
        before = self.text[max(end, offset - column + 1) : offset]
        return _COMMENT.search(before) is not None

    # -- events

    def place(self, event: _Event) -> tuple[int, int]:
        return event.start_mark.index + self.offset, event.end_mark.index + self.offset

    def document(self, event: _Event) -> None:
        start, end = self.place(event)
        self.documents += 1
        if self.documents > 1:
            hint = "put each document into a file of its own"
            self.refuse("yaml-several-documents", "a second document begins here", start, end, hint)
            raise _Abandoned
        for found in _DIRECTIVE.finditer(self.text, 0, end):
            message = f"the directive `{found[0].split()[0]}` is not supported"
            self.refuse("yaml-directive", message, found.start(), found.end(), "remove the line")

    def alias(self, event: _Event) -> None:
        start, end = self.place(event)
        message = f"the alias `*{event.anchor}` is not supported"
        hint = "write the value out; put text that begins with `*` in quotation marks"
        self.refuse("yaml-alias", message, start, end, hint)
        self.add(ScalarNode("", True, Span(self.source, start, end)))

    def scalar(self, event: _Event) -> None:
        start, end = self.place(event)
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event, start)
        if event.style:
            self.quoted.append((start, end))
            if event.style in "|>":
                end = start + len(self.text[start:end].rstrip())
        value = event.value.replace(_STAND_IN, "") if self.stands_in else event.value
        self.add(ScalarNode(value, not event.style, Span(self.source, start, end)))

    def collection(self, event: _Event) -> None:
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event, self.place(event)[0])
        self.open.append(_Open(event))
        if len(self.open) > DEEPEST:
            start, end = self.place(event)
            self.refuse("yaml-too-deep", f"lists and mappings nest deeper than {DEEPEST}", start, end)
            raise _Abandoned

    def sequence_end(self, event: _Event) -> None:
        ended = self.open.pop()
        self.add(SequenceNode(tuple(ended.nodes), self.extent(ended, event)))

    def mapping_end(self, event: _Event) -> None:
        ended = self.open.pop()
        self.add(MappingNode(self.entries(ended.nodes), self.extent(ended, event)))

    def add(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.refuse("yaml-too-large", f"the document has more than {MOST_NODES} values", *node.span[1:])
            raise _Abandoned
        if self.open:
            self.open[-1].nodes.append(node)
        else:
            self.root = node

    def extent(self, ended: _Open, event: _Event) -> Span:
        """From the first character to the last; PyYAML lets a block reach to what follows it."""
        start = ended.event.start_mark.index + self.offset
        if ended.event.flow_style or not ended.nodes:
            return Span(self.source, start, event.end_mark.index + self.offset)
        return Span(self.source, start, ended.nodes[-1].span.end)

    # -- keys, anchors, tags

    def entries(self, nodes: list[Node]) -> tuple[tuple[ScalarNode, Node], ...]:
        """Keys and values in turn as pairs; reports keys that are not text or were there before."""
        pairs: dict[str, tuple[ScalarNode, Node]] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, ScalarNode) or (key.plain and not key.text):
                self.refuse_key(key)
            elif key.text in pairs:
                self.refuse_second(key, pairs[key.text][0])
            else:
                pairs[key.text] = key, value
        return tuple(pairs.values())

    def refuse_key(self, key: Node) -> None:
        found = {ScalarNode: "nothing", SequenceNode: "a list", MappingNode: "a mapping"}[type(key)]
        hint = "put the text in quotation marks if the brackets belong to it" if found != "nothing" else None
        self.refuse("yaml-key", f"the key is {found}, expected text", *key.span[1:], hint)

    def refuse_second(self, key: ScalarNode, first: ScalarNode) -> None:
        message = f"`{key.text}` is written twice in one mapping"
        notes = [Note("it was first written here", first.span)]
        self.refuse("yaml-duplicate-key", message, *key.span[1:], "keep one of the two", notes)

    def refuse_properties(self, event: _Event, start: int) -> None:
        """Reports the `&anchor` and the `!tag` that stand before a value, in either order."""
        for _ in range((event.anchor is not None) + (event.tag is not None)):
            found = _PROPERTY.search(self.text, start)
            assert found is not None  # or there would be neither
            self.refuse_property(found[0], found.start())
            start = found.end()

    def refuse_property(self, written: str, start: int) -> None:
        end = start + len(written)
        if written.startswith("&"):
            hint = "write values out; put text that begins with `&` in quotation marks"
            self.refuse("yaml-anchor", f"the anchor `{written}` is not supported", start, end, hint)
        else:
            hint = "remove it; put text that begins with `!` in quotation marks"
            self.refuse("yaml-tag", f"the tag `{written}` is not supported", start, end, hint)
