"""A regular expression is taken only where matching it is certain to take time in proportion to the text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmos_rules.language.patterns import Refusal, refusal_of

HARMLESS = [
    "", ".*", "[A-Za-z]+[0-9]*", "[^_]+_[^_]+", "大用[户戶]", ".*有限公司", ".+公司$", "[0-9]{6}", r"\d{3,4}-\d{7,8}",
    "1[3-9][0-9]{9}", "[0-9]{15}|[0-9]{18}", r"\d{15}(\d{2}[\dX])?", r"[一-龥]+\d+号", r"\d+年\d+月\d+日",
    "([A-Z]{2,4})(-[0-9]+)*", r"(\d{1,3}\.){3}\d{1,3}", "(甲|乙|丙丁)+", "[^@]+@[^@]+", r"[\w.]+@\w+(\.\w+)+", "(a|b)*c",
    ".*(公司|集团)", ".{1,20}", r"\d{1,5}(\.\d{1,2})?", r"(0|[1-9]\d*)(\.\d{1,2})?", "第[一二三四五]+条", "a?b?c?",
    "(ab|a)(bc|c)?", r"\S+ \S+", r"[^\d]{2}", "(?:甲)乙?", "(甲丙?)?甲", "a??b", r"\bA\b",
    "[ab]{0,79}" + "a" * 45,
]  # fmt: skip
TWO_WAYS, TWO_REPEATS, EMPTY, MANY = (
    "what is repeated can be read in more than one way",
    "two repetitions fit the same text",
    "what is repeated can be empty",
    "there are too many ways to read one text",
)
CATASTROPHIC = {
    "(a+)+": TWO_WAYS, "(a|a)*": TWO_WAYS, "(a|aa)+": TWO_WAYS, "(.*a){20}": TWO_WAYS, "(x+x+)+y": TWO_WAYS,
    r"(\w+\s?)*": TWO_WAYS, "^(([a-z])+.)+[A-Z]([a-z])+$": TWO_WAYS, "((a{1,30}){1,30}){1,30}": TWO_WAYS,
    "(a|b|ab)*c": TWO_WAYS, "((a|a)(a|a)){20}": TWO_WAYS, r"(([\-.]|[_]+)?([a-zA-Z0-9]+))*@": TWO_WAYS,
    ".*.*": TWO_REPEATS, "ba*a*": TWO_REPEATS, ".*a.*": TWO_REPEATS, r"\d*[0-9]*x": TWO_REPEATS, r"[\u0900-\u097f]+\d+": TWO_REPEATS,
    ".*(甲+|乙)": TWO_REPEATS, "a*(b|c)?a*": TWO_REPEATS, "(a*|b)a*": TWO_REPEATS,
    "(a*)*": EMPTY, "(a?){30}": EMPTY, "(a|b?)+": EMPTY, "(|a)+": EMPTY, "(a*b*)*": EMPTY,
    "a?" * 25 + "a" * 25: MANY, ".{0,200}甲.{0,200}": MANY, "(a|ab|b|)" * 12: MANY,
    "(a?)?" * 25 + "a" * 25: MANY, "[ab]{0,79}" + "a" * 46: MANY,
}  # fmt: skip
UNSUPPORTED = {
    r"(a)\1": "a reference back cannot be used", "(?=a)b": "looking around cannot be used",
    "(?<!a)b": "looking around cannot be used", "(a)?(?(1)b|c)": "a condition cannot be used",
    "(?>a)b": "an atomic group cannot be used", "a++": "a possessive quantifier cannot be used",
    "(?i)a": "flags such as `(?i)` cannot be used", "(?i:a)": "flags such as `(?i:` cannot be used",
    "a{99999999999}": "it nests too deeply or repeats too often", "a" * 501: "it is longer than 500 characters",
    "(": "missing ), unterminated subpattern",
}  # fmt: skip


@pytest.mark.parametrize("pattern", HARMLESS)
def test_a_harmless_expression_is_taken(pattern: str) -> None:
    assert refusal_of(pattern) is None


@pytest.mark.parametrize(("pattern", "reason"), CATASTROPHIC.items())
def test_a_catastrophic_expression_is_refused_with_the_reason(pattern: str, reason: str) -> None:
    refused = refusal_of(pattern)
    assert refused is not None
    assert (refused.code, refused.reason) == ("slow-pattern", reason)


@pytest.mark.parametrize(("pattern", "reason"), UNSUPPORTED.items())
def test_what_cannot_be_judged_is_refused(pattern: str, reason: str) -> None:
    refused = refusal_of(pattern)
    assert refused == Refusal("bad-pattern", reason, refused.help if refused else None)


PARTS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "a|b", "ab", "a?", "b*", "a+", "(ab)*"])
PATTERNS = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2,5}"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    ),
    max_leaves=6,
)


@given(PATTERNS)
@settings(max_examples=300, deadline=2000)
def test_whatever_is_taken_ends_soon_on_texts_that_do_not_fit(pattern: str) -> None:
    if refusal_of(pattern) is None:
        for text in ("a" * 300 + "!", "ab" * 150 + "!", "b" * 300 + "!"):
            re.fullmatch(pattern, text)
