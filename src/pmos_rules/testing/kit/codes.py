"""The codes in which a platform says what is wrong → the ids of our rules."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pmos_rules.api import Ruleset
from pmos_rules.errors import InputError
from pmos_rules.evaluation.intake import INPUT_RULES
from pmos_rules.language.reader import read_yaml, to_plain
from pmos_rules.source import Diagnostic, read_source, render_diagnostic, suggest


class Codes:
    """What each code may mean: several rules where the platform has one code for all of them."""

    def __init__(self, rules: Iterable[str], meanings: Mapping[str, frozenset[str]] | None = None) -> None:
        self._rules = frozenset(rules)
        self._meanings = dict(meanings or {})

    def rules_of(self, code: str) -> frozenset[str]:
        """The rules that a code may mean; an id means itself, and what nobody knows means none."""
        known = self._meanings.get(code)
        if known is not None:
            return known
        return frozenset({code}) & self._rules


def codes_of(ruleset: Ruleset, meanings: Mapping[str, Any] | None = None, where: str = "") -> Codes:
    """The codes of a platform, each with a rule's id, several, or a family such as ``hubei.file.*``.

    Raises InputError for an id that is none.
    """
    rules = [*(rule.id for rule in ruleset.rules), *INPUT_RULES]
    known = {code: frozenset(_meant(code, said, rules, where)) for code, said in (meanings or {}).items()}
    return Codes(rules, known)


def read_codes(ruleset: Ruleset, path: Path) -> Codes:
    """The codes in a YAML or JSON file: a mapping of code to rule; raises InputError with the place."""
    source = read_source(path)
    if isinstance(source, Diagnostic):
        raise _unreadable(path, source)
    node, problems = read_yaml(source)
    if problems:
        raise _unreadable(path, problems[0])
    said = to_plain(node) if node is not None else None
    if not isinstance(said, dict):
        raise InputError(
            f"文件 {path} 的最外层应为“代码: 规则”",
            f"`{path}` holds no mapping, expected a rule for each code",
            str(path),
        )
    return codes_of(ruleset, said, str(path))


def _meant(code: str, said: Any, rules: list[str], where: str) -> Iterable[str]:
    for name in said if isinstance(said, list | tuple) else [said]:
        prefix = name[:-1] if isinstance(name, str) and name.endswith(".*") else None
        found = [rule for rule in rules if rule == name or (prefix is not None and rule.startswith(prefix))]
        if not found:
            raise _no_rule(code, str(name), rules, where)
        yield from found


def _no_rule(code: str, name: str, rules: list[str], where: str) -> InputError:
    near = suggest(name, rules)
    place_zh, place_en = (f"{where} 中", f" in `{where}`") if where else ("", "")
    return InputError(
        f"{place_zh}代码“{code}”所指的规则“{name}”不存在" + (f"，是否应为“{near}”" if near else ""),
        f"the code `{code}`{place_en} means `{name}`, which is no rule" + (f"; did you mean `{near}`?" if near else ""),
        where,
    )


def _unreadable(path: Path, problem: Diagnostic) -> InputError:
    said = render_diagnostic(problem)
    return InputError(f"文件 {path} 无法读取：\n{said}", f"`{path}` cannot be read:\n{said}", str(path))
