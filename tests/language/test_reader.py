"""YAML is read strictly, and what is wrong with it is said in a sentence with its place.

Every test runs over both of PyYAML's parsers, since who installs the package may have either.
"""

from collections.abc import Iterator

import pytest
import yaml

from pmos_rules.language import reader
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.reader import read_yaml, to_plain
from pmos_rules.source import SourceText, render_diagnostic


@pytest.fixture(params=["C", "Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "C" and not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without LibYAML here")
    monkeypatch.setattr(reader, "_LOADER", yaml.CBaseLoader if request.param == "C" else yaml.BaseLoader)
    return str(request.param)


def read(text: str) -> Node:
    node, diagnostics = read_yaml(SourceText("f", text))
    assert diagnostics == []
    assert node is not None
    return node


def complaints(text: str) -> str:
    return "\n".join(render_diagnostic(diagnostic) for diagnostic in read_yaml(SourceText("f", text))[1])


# -- what is read


@pytest.mark.parametrize(
    "text", ["011000", "NO", "1:30", "2018-04-01", "1e3", "0x1F", "33.33", "true", "=", "<<", "１２"]
)
def test_a_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert to_plain(read(f"a: {text}")) == {"a": text}


@pytest.mark.parametrize(
    ("text", "is_null"),
    [
        ("", True),
        ("~", True),
        ("null", True),
        ("NULL", True),
        ("''", False),
        ("'null'", False),
        ("无", False),
    ],
)
def test_nothing_is_what_is_left_out_or_called_null(text: str, is_null: bool) -> None:
    node = read(f"a: {text}")
    assert isinstance(node, MappingNode)
    value = node.get("a")
    assert isinstance(value, ScalarNode)
    assert value.is_null is is_null


def test_lists_mappings_quoted_and_block_text_are_read() -> None:
    text = "a: [1, 'two', \"thr\\u0065e\"]\nb:\n- {c: d}\n-\n- - e\nf: |\n  one\n  two\ng: >-\n  one\n  two\n"
    assert to_plain(read(text)) == {
        "a": ["1", "two", "three"],
        "b": [{"c": "d"}, None, ["e"]],
        "f": "one\ntwo\n",
        "g": "one two",
    }


def test_json_is_read_too() -> None:
    assert to_plain(read('{"a": [1, {"b": null}], "c": "d"}')) == {"a": ["1", {"b": None}], "c": "d"}


def test_a_version_directive_a_byte_order_mark_and_windows_line_breaks_are_accepted() -> None:
    assert to_plain(read("\ufeff%YAML 1.2\r\n---\r\na: 1\r\nb:\r\n  - 2\r\n...\r\n")) == {
        "a": "1",
        "b": ["2"],
    }


def test_tabs_may_stand_in_quoted_text_in_block_text_and_in_comments() -> None:
    text = "# x\ty\na: 'x\ty' # x\ty\nb: |\n  x\ty\n"
    assert to_plain(read(text)) == {"a": "x\ty", "b": "x\ty\n"}


def test_an_absent_key_has_no_value() -> None:
    node = read("a: 1")
    assert isinstance(node, MappingNode)
    assert node.get("b") is None


# -- places


def texts(node: Node) -> Iterator[tuple[str, str]]:
    """Every node's place and the characters there."""
    yield str(node.span), node.span.text
    match node:
        case SequenceNode():
            for item in node.items:
                yield from texts(item)
        case MappingNode():
            for key, value in node.entries:
                yield from texts(key)
                yield from texts(value)


def test_every_node_knows_the_characters_it_was_written_with() -> None:
    assert list(texts(read("企业: {全称: '𠀀'}\r\nb:\r\n- c\r\n\r\n# d\r\ne: |\r\n  f\r\n\r\ng:\r\n"))) == [
        ("f:1:1", "企业: {全称: '𠀀'}\r\nb:\r\n- c\r\n\r\n# d\r\ne: |\r\n  f\r\n\r\ng:"),
        ("f:1:1", "企业"),
        ("f:1:5", "{全称: '𠀀'}"),
        ("f:1:6", "全称"),
        ("f:1:10", "'𠀀'"),
        ("f:2:1", "b"),
        ("f:3:1", "- c"),
        ("f:3:3", "c"),
        ("f:6:1", "e"),
        ("f:6:4", "|\r\n  f"),
        ("f:9:1", "g"),
        ("f:9:3", ""),
    ]


def test_nodes_are_equal_where_they_say_the_same_wherever_they_stand() -> None:
    assert read("a: [1]") == read("\n\na:   [ 1 ]")
    assert read("a: 1") != read("a: '1'")
    assert read("a: 1").span != read("\na: 1").span


# -- what is refused

QUOTE_COLON = (
    "  = help: put the value in quotation marks if the colon belongs to it; otherwise give each key a line "
    "of its own, indent the keys of one mapping alike and put a blank after their colons"
)
QUOTE_COMMA = (
    "  = help: put text that contains a comma, a bracket, a question mark or a colon in quotation marks"
)
INDENT = "  = help: indent the keys of one mapping alike, and so the items of one list"
NO_TAB = "  = help: indent with spaces; a tab may stand only in quoted text, block text and comments"
ALIASES = "  = help: write the value out; put text that begins with `*` in quotation marks"
ANCHORS = "  = help: write values out; put text that begins with `&` in quotation marks"
TAGS = "  = help: remove it; put text that begins with `!` in quotation marks"

REFUSED = {
    "a key written twice": (
        "股东: 1\nb: 2\n'股东': 3",
        "f:3:1: error[yaml-duplicate-key]: `股东` is written twice in one mapping\n"
        "  3 | '股东': 3\n"
        "    | ^^^^^^\n"
        "f:1:1: note: it was first written here\n"
        "  1 | 股东: 1\n"
        "    | ^^^^\n"
        "  = help: keep one of the two",
    ),
    "a key written three times, twice over": (
        "{a: 1, a: 2, a: 3}",
        "f:1:8: error[yaml-duplicate-key]: `a` is written twice in one mapping\n"
        "  1 | {a: 1, a: 2, a: 3}\n"
        "    |        ^\n"
        "f:1:2: note: it was first written here\n"
        "  1 | {a: 1, a: 2, a: 3}\n"
        "    |  ^\n"
        "  = help: keep one of the two\n"
        "f:1:14: error[yaml-duplicate-key]: `a` is written twice in one mapping\n"
        "  1 | {a: 1, a: 2, a: 3}\n"
        "    |              ^\n"
        "f:1:2: note: it was first written here\n"
        "  1 | {a: 1, a: 2, a: 3}\n"
        "    |  ^\n"
        "  = help: keep one of the two",
    ),
    "a key that is a mapping": (
        "{a: b}: c",
        "f:1:1: error[yaml-key]: the key is a mapping, expected text\n"
        "  1 | {a: b}: c\n"
        "    | ^^^^^^\n"
        "  = help: put the text in quotation marks if the brackets belong to it",
    ),
    "a key that is a list": (
        "? [a]\n: b",
        "f:1:3: error[yaml-key]: the key is a list, expected text\n"
        "  1 | ? [a]\n"
        "    |   ^^^\n"
        "  = help: put the text in quotation marks if the brackets belong to it",
    ),
    "a key that is empty": (
        "a:\n  ? \n  : b",
        "f:2:4: error[yaml-key]: the key is nothing, expected text\n  2 |   ?\n    |    ^",
    ),
    "a colon without a key": (
        ": 1",
        "f:1:1: error[yaml-key]: expected a key before the colon\n  1 | : 1\n    | ^",
    ),
    "an anchor and its alias": (
        "a: &x [1]\nb: *x",
        "f:1:4: error[yaml-anchor]: the anchor `&x` is not supported\n"
        f"  1 | a: &x [1]\n    |    ^^\n{ANCHORS}\n"
        "f:2:4: error[yaml-alias]: the alias `*x` is not supported\n"
        f"  2 | b: *x\n    |    ^^\n{ALIASES}",
    ),
    "a path that begins with a star": (
        "for: *.percent",
        "f:1:6: error[yaml-alias]: a value that begins with `*` is an alias, which is not supported\n"
        "  1 | for: *.percent\n"
        "    |      ^^^^^^^^^\n"
        "  = help: put the value in quotation marks",
    ),
    "text that begins with an ampersand": (
        "- &和 b",
        "f:1:3: error[yaml-anchor]: a value that begins with `&` is an anchor, which is not supported\n"
        "  1 | - &和 b\n"
        "    |   ^^^^^\n"
        "  = help: put the value in quotation marks",
    ),
    "a tag that would make an object": (
        "a: !!python/object/apply:os.system [ls]",
        "f:1:4: error[yaml-tag]: the tag `!!python/object/apply:os.system` is not supported\n"
        "  1 | a: !!python/object/apply:os.system [ls]\n"
        f"    |    {'^' * 31}\n{TAGS}",
    ),
    "an anchor and a tag on one value": (
        "a: !str &x y",
        "f:1:4: error[yaml-tag]: the tag `!str` is not supported\n"
        f"  1 | a: !str &x y\n    |    ^^^^\n{TAGS}\n"
        "f:1:9: error[yaml-anchor]: the anchor `&x` is not supported\n"
        f"  1 | a: !str &x y\n    |         ^^\n{ANCHORS}",
    ),
    "a tag with an unknown prefix": (
        "a: !x!y z",
        f"f:1:4: error[yaml-tag]: the tag `!x!y` is not supported\n  1 | a: !x!y z\n    |    ^^^^\n{TAGS}",
    ),
    "a directive": (
        "%TAG ! foo\n---\na: 1",
        "f:1:1: error[yaml-directive]: the directive `%TAG` is not supported\n"
        "  1 | %TAG ! foo\n"
        "    | ^^^^^^^^^^\n"
        "  = help: remove the line",
    ),
    "an unknown directive": (
        "%FOO x\n---\na: 1",
        "f:1:1: error[yaml-directive]: the directive `%FOO` is not supported\n"
        "  1 | %FOO x\n"
        "    | ^^^^^^\n"
        "  = help: remove the line",
    ),
    "a version of YAML that is not known": (
        "%YAML 2.0\n---\na: 1",
        "f:1:1: error[yaml-directive]: `%YAML 2.0` is not supported, expected version 1.1 or 1.2\n"
        "  1 | %YAML 2.0\n"
        "    | ^^^^^^^^^",
    ),
    "two documents": (
        "a: 1\n---\nb: 2",
        "f:2:1: error[yaml-several-documents]: a second document begins here\n"
        "  2 | ---\n"
        "    | ^^^\n"
        "  = help: put each document into a file of its own",
    ),
    "a document without anything": ("", "f: error[yaml-empty]: the document is empty"),
    "a document of comments": (
        "# nothing yet\n",
        "f:1:1: error[yaml-empty]: the document is empty\n  1 | # nothing yet\n    | ^",
    ),
    "lists nested too deep": (
        "[" * 50,
        "f:1:41: error[yaml-too-deep]: lists and mappings nest deeper than 40\n"
        f"  1 | {'[' * 50}\n"
        f"    | {' ' * 40}^",
    ),
    "a tab for indentation": (
        "a:\n\tb: 1\n",
        f"f:2:1: error[yaml-tab]: a tab cannot stand here\n  2 |     b: 1\n    | ^^^^\n{NO_TAB}",
    ),
    "a tab below a line that ends with a number sign": (
        "a: b#\n\tc: d",
        f"f:2:1: error[yaml-tab]: a tab cannot stand here\n  2 |     c: d\n    | ^^^^\n{NO_TAB}",
    ),
    "a tab after a colon": (
        "a:\tb\n",
        f"f:1:3: error[yaml-tab]: a tab cannot stand here\n  1 | a:    b\n    |   ^^^^\n{NO_TAB}",
    ),
    "a tab within unquoted text": (
        "a: b\tc",
        f"f:1:5: error[yaml-tab]: a tab cannot stand here\n  1 | a: b    c\n    |     ^^^^\n{NO_TAB}",
    ),
    "a tab before block text": (
        "a: |\n\tb",
        f"f:2:1: error[yaml-tab]: a tab cannot stand here\n  2 |     b\n    | ^^^^\n{NO_TAB}",
    ),
    "a control character": (
        "a: x\x07y\nb: \x00",
        "f:1:5: error[yaml-unprintable]: the character U+0007 is invisible and cannot stand in a document\n"
        "  1 | a: x\ufffdy\n"
        "    |     ^\n"
        "  = help: remove it\n"
        "f:2:4: error[yaml-unprintable]: the character U+0000 is invisible and cannot stand in a document\n"
        "  2 | b: \ufffd\n"
        "    |    ^\n"
        "  = help: remove it",
    ),
    "a line separator that editors do not take for one": (
        "a: x\u2028y",
        "f:1:5: error[yaml-unprintable]: the character U+2028 is invisible and cannot stand in a document\n"
        "  1 | a: x\ufffdy\n"
        "    |     ^\n"
        "  = help: remove it",
    ),
    "a second colon": (
        "依据: 指引: 2.3",
        "f:1:7: error[yaml-colon]: a colon cannot stand here: what precedes it is a value and no key\n"
        f"  1 | 依据: 指引: 2.3\n    |           ^\n{QUOTE_COLON}",
    ),
    "a key under a key that has a value": (
        "a: 1\n  b: 2\n",
        "f:2:4: error[yaml-colon]: a colon cannot stand here: what precedes it is a value and no key\n"
        f"  2 |   b: 2\n    |    ^\n{QUOTE_COLON}",
    ),
    "a line without a colon": (
        "a: 1\n\nfoo bar\nc: 2",
        "f:3:1: error[yaml-no-colon]: `foo bar` is neither a key with its value nor a continuation of the "
        "line above\n"
        "  3 | foo bar\n"
        "    | ^^^^^^^\n"
        "  = help: put a colon and a blank after a key, and a blank after the `-` of a list",
    ),
    "a colon in unquoted text between braces": (
        "title: {zh: 股东: 比例}",
        "f:1:15: error[yaml-bracket]: expected `,` or `}` here\n"
        "  1 | title: {zh: 股东: 比例}\n"
        "    |                 ^\n"
        "f:1:8: note: the `{` that is not closed stands here\n"
        "  1 | title: {zh: 股东: 比例}\n"
        f"    |        ^\n{QUOTE_COMMA}",
    ),
    "a bracket that is never closed": (
        "a: [1,\n  2\n\n",
        "f:2:4: error[yaml-bracket]: expected `,` or `]` here\n"
        "  2 |   2\n"
        "    |    ^\n"
        "f:1:4: note: the `[` that is not closed stands here\n"
        "  1 | a: [1,\n"
        f"    |    ^\n{QUOTE_COMMA}",
    ),
    "a bracket that closes nothing": (
        "- [a, b]]",
        "f:1:9: error[yaml-bracket]: the bracket `]` closes nothing\n  1 | - [a, b]]\n    |         ^",
    ),
    "a bracket in the place of a value": (
        "a: ]",
        "f:1:4: error[yaml-bracket]: the bracket `]` closes nothing\n  1 | a: ]\n    |    ^",
    ),
    "a quotation mark that is never closed": (
        'a: {b: "x}\nc: 1\n',
        'f:1:8: error[yaml-quote]: the quotation mark " is never closed\n  1 | a: {b: "x}\n    |        ^',
    ),
    "text after a quotation mark": (
        "a: 'it's'",
        "f:1:8: error[yaml-after-value]: something follows a value that is complete\n"
        "  1 | a: 'it's'\n"
        "    |        ^^\n"
        "  = help: put the whole value in one pair of quotation marks if this belongs to it",
    ),
    "a line indented too little": (
        "a:\n  - 1\n b: 2",
        "f:3:2: error[yaml-indentation]: this line is indented unlike the lines it stands among\n"
        "  3 |  b: 2\n"
        "    |  ^^^^\n"
        "f:1:1: note: what it stands in begins here\n"
        "  1 | a:\n"
        f"    | ^\n{INDENT}",
    ),
    "a key among the items of a list": (
        "- a\nb: 1",
        "f:2:1: error[yaml-indentation]: this line is indented unlike the lines it stands among\n"
        "  2 | b: 1\n"
        "    | ^^^^\n"
        "f:1:1: note: what it stands in begins here\n"
        "  1 | - a\n"
        f"    | ^\n{INDENT}",
    ),
    "a list on the line of its key": (
        "a: - b",
        "f:1:4: error[yaml-dash]: a list cannot begin here\n"
        "  1 | a: - b\n"
        "    |    ^\n"
        "  = help: begin it on a line of its own, or put the value in quotation marks if the `-` belongs to "
        "it",
    ),
    "text that begins with a reserved character": (
        "a: @x",
        "f:1:4: error[yaml-reserved]: a value cannot begin with `@`\n"
        "  1 | a: @x\n"
        "    |    ^\n"
        "  = help: put the value in quotation marks",
    ),
    "text on the line of a block mark": (
        "a: > 3",
        "f:1:6: error[yaml-block-text]: nothing but a comment may follow `>` on its line\n"
        "  1 | a: > 3\n"
        "    |      ^\n"
        "  = help: begin the text on the next line, or put it in quotation marks if the `>` belongs to it",
    ),
    "an escape that is none": (
        'matches: "中\\d+"',
        "f:1:12: error[yaml-escape]: `\\d` means nothing in double quotation marks\n"
        '  1 | matches: "中\\d+"\n'
        "    |             ^^\n"
        "  = help: write `\\\\` for a backslash, or use single quotation marks",
    ),
    "a list that ends after its bracket": (
        "a: [\n\n",
        "f:1:5: error[yaml-content]: expected a value here\n  1 | a: [\n    |     ^",
    ),
    "a tag that goes on as no tag does": (
        "a: !中 b",
        f"f:1:4: error[yaml-tag]: the tag `!中` is not supported\n  1 | a: !中 b\n    |    ^^^\n{TAGS}",
    ),
    "a line that begins with a per cent sign": (
        "%\na: 1",
        "f:1:1: error[yaml-directive]: the directive `%` is not supported\n"
        "  1 | %\n"
        "    | ^\n"
        "  = help: remove the line",
    ),
    "a question mark where a value stands": (
        "a: ? b",
        "f:1:4: error[yaml-key]: a question mark and a blank cannot stand here\n"
        "  1 | a: ? b\n"
        "    |    ^\n"
        "  = help: put the text in quotation marks if the question mark belongs to it",
    ),
    "a document that ends where it should begin": (
        "...\na: 1",
        "f:1:1: error[yaml-content]: expected a value here\n  1 | ...\n    | ^",
    ),
}


@pytest.mark.parametrize(("text", "rendered"), REFUSED.values(), ids=REFUSED.keys())
def test_this_is_refused(text: str, rendered: str) -> None:
    assert complaints(text) == rendered


def test_there_is_a_node_beside_diagnostics_where_the_text_could_be_read_to_its_end() -> None:
    node, diagnostics = read_yaml(SourceText("f", "a: 1\na: 2\nb: *c\n"))
    assert [diagnostic.code for diagnostic in diagnostics] == ["yaml-duplicate-key", "yaml-alias"]
    assert node is not None
    assert to_plain(node) == {"a": "1", "b": None}


def test_there_is_no_node_where_the_text_could_not_be_read_to_its_end() -> None:
    node, diagnostics = read_yaml(SourceText("f", "a: 1\na: 2\nb: [1\n"))
    assert node is None
    assert [diagnostic.code for diagnostic in diagnostics] == ["yaml-bracket"]


def test_the_parser_in_python_wants_quotation_marks_where_the_other_does_not(parser: str) -> None:
    """The only text that one of them reads and the other refuses, but for `{a:,b}`, the other way round."""
    told = {"C": "", "Python": "yaml-bracket"}[parser]
    assert "".join(d.code for d in read_yaml(SourceText("f", "{en: Really?}"))[1]) == told


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    levels = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    node, diagnostics = read_yaml(SourceText("f", "\n".join(levels)))
    assert node is None
    assert len(diagnostics) == reader.MOST_DIAGNOSTICS


def test_a_document_with_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_NODES", 3)
    assert complaints("[a, b]") == ""
    assert complaints("[a, b, c, d]") == (
        "f:1:11: error[yaml-too-large]: the document has more than 3 values\n"
        "  1 | [a, b, c, d]\n"
        "    |           ^"
    )


def test_a_document_that_is_too_long_is_refused_unread() -> None:
    text = "#" * (reader.MOST_CHARACTERS + 1)
    node, diagnostics = read_yaml(SourceText("f", text))
    assert node is None
    assert [(d.code, d.message, d.help) for d in diagnostics] == [
        ("yaml-too-large", "the document is longer than 4194304 characters", "split it")
    ]


def test_three_thousand_lines_keep_their_places(parser: str) -> None:
    rule = "- id: hubei.rule_{}\n  title: {{zh: 股东, en: sum}}\n  check: {{a.*.b: {{at_least: 3}}}}\n"
    source = SourceText("f", "".join(rule.format(n) for n in range(1000)))
    node, faults = read_yaml(source)
    assert isinstance(node, SequenceNode)
    assert not faults
    assert [item.span.line for item in node.items] == [3 * n + 1 for n in range(1000)]
