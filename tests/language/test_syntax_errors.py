"""What a parser says of text that is not YAML becomes a sentence, also where only one of the parsers says it."""

import pytest
import yaml

from pmos_rules.language import reader
from pmos_rules.language.reader import read_yaml
from pmos_rules.language.syntax_errors import explain_syntax_error
from pmos_rules.source import SourceText


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="only LibYAML refuses it")
def test_a_colon_wants_a_blank_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LOADER", yaml.CBaseLoader)
    ((found,)) = read_yaml(SourceText("f", "a: {b:, c: d}"))[1]
    assert (found.code, found.message, str(found.span)) == ("yaml-colon", "expected a blank after the colon", "f:1:6")


def test_what_no_row_of_the_table_knows_is_told_as_the_parser_says_it() -> None:
    found = explain_syntax_error(SourceText("f", "a: b"), 3, "did not like it", None)
    assert (found.code, found.message, str(found.span)) == ("yaml-syntax", "this is not YAML: did not like it", "f:1:4")
