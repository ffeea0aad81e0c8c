"""A diagnostic reads well and points at the right characters."""

from pmos_rules.source import Diagnostic, Note, RulesetError, SourceText, Span, render_diagnostic


def at(text: str, fault: str, name: str = "rules.yaml") -> Span:
    start = text.index(fault)
    return Span(SourceText(name, text), start, start + len(fault))


def test_the_line_is_shown_with_carets_under_the_fault() -> None:
    span = at("a: 1\ncheck: {percnt: 3}\n", "percnt")
    hint = "did you mean `percent`?"
    assert render_diagnostic(Diagnostic("unknown-path", "there is no field `percnt`", span, hint)) == (
        "rules.yaml:2:9: error[unknown-path]: there is no field `percnt`\n"
        "  2 | check: {percnt: 3}\n"
        "    |         ^^^^^^\n"
        "  = help: did you mean `percent`?"
    )


def test_a_full_width_character_is_one_column_of_text_and_two_of_the_terminal() -> None:
    span = at("企业全称：𠀀: 股东\n", "股东")
    assert render_diagnostic(Diagnostic("x", "wrong", span)) == (
        "rules.yaml:1:9: error[x]: wrong\n  1 | 企业全称：𠀀: 股东\n    |               ^^^^"
    )


def test_notes_have_places_of_their_own_and_may_have_none() -> None:
    text = "a: 1\na: 2"
    notes = [Note("it was first written here", at(text, "a: 1")), Note("no key may stand twice")]
    diagnostic = Diagnostic("twice", "`a` is written twice", at(text, "a: 2"), None, notes, "warning")
    assert render_diagnostic(diagnostic) == (
        "rules.yaml:2:1: warning[twice]: `a` is written twice\n"
        "  2 | a: 2\n"
        "    | ^^^^\n"
        "rules.yaml:1:1: note: it was first written here\n"
        "  1 | a: 1\n"
        "    | ^^^^\n"
        "  = note: no key may stand twice"
    )


def test_a_fault_over_several_lines_is_underlined_on_its_first() -> None:
    assert render_diagnostic(Diagnostic("x", "wrong", at("a: [1,\n  2]\nb: 3", "[1,\n  2]"))) == (
        "rules.yaml:1:4: error[x]: wrong\n  1 | a: [1,\n    |    ^^^"
    )


def test_an_empty_place_has_one_caret() -> None:
    source = SourceText("rules.yaml", "a:\nb: 1")
    assert render_diagnostic(Diagnostic("x", "a value is missing", Span(source, 2, 2))) == (
        "rules.yaml:1:3: error[x]: a value is missing\n  1 | a:\n    |   ^"
    )


def test_a_tab_is_shown_as_four_blanks_and_a_control_character_as_a_mark() -> None:
    assert render_diagnostic(Diagnostic("x", "wrong", at("a:\t\x1b[31m b", "b"))) == (
        "rules.yaml:1:10: error[x]: wrong\n  1 | a:    \ufffd[31m b\n    |             ^"
    )


def test_of_a_very_long_line_the_part_around_the_fault_is_shown() -> None:
    assert render_diagnostic(Diagnostic("x", "wrong", at("字" * 100 + "FAULT" + "尾" * 100, "FAULT"))) == (
        f"rules.yaml:1:101: error[x]: wrong\n  1 | ...{'字' * 30}FAULT{'尾' * 10}...\n    | {' ' * 63}^^^^^"
    )


def test_a_file_without_text_is_named_without_a_line() -> None:
    span = Span(SourceText("pack.yaml", ""), 0, 0)
    assert render_diagnostic(Diagnostic("source-not-found", "there is no such file", span)) == (
        "pack.yaml: error[source-not-found]: there is no such file"
    )


def test_a_ruleset_error_shows_all_its_diagnostics() -> None:
    text = "a: 1\nb: 2\n"
    error = RulesetError([Diagnostic("x", "one", at(text, "a")), Diagnostic("y", "two", at(text, "b"))])
    assert [diagnostic.code for diagnostic in error.diagnostics] == ["x", "y"]
    assert str(error) == (
        "rules.yaml:1:1: error[x]: one\n  1 | a: 1\n    | ^\n"
        "\n"
        "rules.yaml:2:1: error[y]: two\n  2 | b: 2\n    | ^"
    )
