"""A pack with something broken in one of its files → diagnostics with places, or a ruleset that works; never a crash."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from time import perf_counter

from pmos_rules import RulesetError, load_ruleset
from pmos_rules.api import check_pack
from pmos_rules.errors import PmosRulesError
from pmos_rules.packs import installed_packs
from pmos_rules.source import Diagnostic, render_diagnostic
from pmos_rules.strategies import Choices, Seeded
from tests.evaluation.odd_dossiers import bases

SECONDS = 300
"""Beyond this something hangs; how fast it is, benchmarks tell."""
_DAY = date(2026, 1, 1)
_EXPLAINED = 20
_LARGE = 1_000_000
_JUNK = (
    "{", "}", "[", "]", ":", ",", "- ", "'", '"', "#", "&a ", "*a", "!!set ", "|", ">", "%", "@", "`", "\t", "\r", "\x00",
    "\ufeff", "\u2028", "\u200b", "：", "，", "‹actual›", "$each", "$", "...", "---\n", "? ", "<<: ", "~", "null", "1e999",
    "9" * 500, "2026-02-30", "[" * 60, "{a: " * 60, "x" * 10_000, "(a+)+$", "é" * 40, "\U0001f600", "never", "as_of",
)  # fmt: skip


@cache
def files() -> tuple[Path, ...]:
    """Every file of every built-in pack, manifests among them."""
    return tuple(
        file
        for pack in sorted(installed_packs().values(), key=lambda pack: pack.name)
        for file in sorted(pack.path.glob("*.yaml"))
    )


def broken(number: int, seed: int | str = "") -> tuple[Path, bytes]:
    """A file of a pack, and what stands in it now."""
    choices = Seeded(f"ruleset {seed} {number}")
    file = choices.pick(files())
    content = file.read_bytes()
    for _ in range(choices.pick((1, 1, 1, 2, 5, 20))):
        content = choices.pick(BREAKS)(content, choices) or b"\n"
    return file, content


def survives(file: Path, content: bytes, folder: Path) -> Iterator[str]:
    """A pack in which a file holds something else can be checked, and loads or says why not, in bounded time."""
    pack = folder / file.parent.name
    shutil.copytree(file.parent, pack, ignore=shutil.ignore_patterns("cases"))
    (pack / file.name).write_bytes(content)
    began = perf_counter()
    try:
        told = check_pack(pack)
        yield from (fault for each in told for fault in misplaced(each))
        works(pack)
    except RulesetError as refused:
        if not refused.diagnostics:
            yield "it is refused without a word"
        yield from (fault for each in refused.diagnostics for fault in misplaced(each))
    except PmosRulesError as refused:
        if not (refused.zh and refused.en):
            yield f"{type(refused).__name__} says nothing"
    except Exception as crash:  # noqa: BLE001 -- whatever it is, it is what is looked for
        yield f"{type(crash).__name__}: {crash}"
    took = perf_counter() - began
    if took > SECONDS:
        yield f"it took {took:.1f} s"


def misplaced(told: Diagnostic) -> Iterator[str]:
    """What is wrong with a diagnostic: a place outside the text, nothing said, more than one line."""
    span = told.span
    if not 0 <= span.start <= span.end <= len(span.source.text):
        yield f"{told.code} stands at {span.start} to {span.end} of {len(span.source.text)}"
    if not told.message or "\n" in told.message or len(told.message) > 20_000:
        yield f"{told.code} says {told.message[:80]!r}"
    if not render_diagnostic(told).startswith(span.source.name):
        yield f"{told.code} is shown without its file"


def works(pack: Path) -> None:
    """Evaluate by a pack, and explain some of its rules, if it loads."""
    loaded = load_ruleset(pack)
    evaluator = loaded.at(loaded.market_rules.effective.start or _DAY)
    for dossier in bases():
        evaluator.evaluate({**dossier, "market": loaded.id}).to_json()
    for rule in loaded.rules[:: max(1, len(loaded.rules) // _EXPLAINED)]:
        for language in ("zh", "en"):
            loaded.explain(rule.id, lang=language)


# -- what is done to a file --------------------------------------------------------------------------------


def _lines(content: bytes, choices: Choices) -> tuple[list[bytes], int]:
    lines = content.splitlines(keepends=True)
    return lines, choices.number(0, max(len(lines) - 1, 0))


def _flip(content: bytes, choices: Choices) -> bytes:
    at = choices.number(0, len(content) - 1)
    return content[:at] + bytes([content[at] ^ (1 << choices.number(0, 7))]) + content[at + 1 :]


def _cut(content: bytes, choices: Choices) -> bytes:
    return content[: choices.number(0, len(content) - 1)]


def _drop_line(content: bytes, choices: Choices) -> bytes:
    lines, at = _lines(content, choices)
    return b"".join(lines[:at] + lines[at + choices.number(1, 4) :])


def _repeat_line(content: bytes, choices: Choices) -> bytes:
    lines, at = _lines(content, choices)
    return b"".join(lines[:at] + lines[at : at + 1] * choices.pick((2, 3, 50)) + lines[at + 1 :])


def _swap_lines(content: bytes, choices: Choices) -> bytes:
    lines, at = _lines(content, choices)
    _, other = _lines(content, choices)
    if lines:
        lines[at], lines[other] = lines[other], lines[at]
    return b"".join(lines)


def _indent(content: bytes, choices: Choices) -> bytes:
    lines, at = _lines(content, choices)
    if lines:
        lines[at] = choices.pick((b"  ", b" ", b"\t", b" " * 300)) + lines[at]
    return b"".join(lines)


def _outdent(content: bytes, choices: Choices) -> bytes:
    lines, at = _lines(content, choices)
    if lines:
        lines[at] = lines[at].removeprefix(b"  ")
    return b"".join(lines)


def _insert(content: bytes, choices: Choices) -> bytes:
    at = choices.number(0, len(content))
    return content[:at] + choices.pick(_JUNK).encode() + content[at:]


def _replace_word(content: bytes, choices: Choices) -> bytes:
    """A word of the file in the place of another: what is said is mostly well formed and often means nothing."""
    words = list(re.finditer(rb"[\w.$*-]+", content))
    if not words:
        return content
    gone, instead = choices.pick(words), choices.pick(words)
    return content[: gone.start()] + instead[0] + content[gone.end() :]


def _deepen(content: bytes, choices: Choices) -> bytes:
    lines, at = _lines(content, choices)
    deep = choices.pick((5, 39, 41, 2000))
    return b"".join(lines[:at]) + b"x: " + b"[" * deep + b"]" * deep + b"\n" + b"".join(lines[at:])


def _enlarge(content: bytes, choices: Choices) -> bytes:
    return content * choices.pick((2, 3, 40)) if len(content) < _LARGE else content


def _recode(content: bytes, choices: Choices) -> bytes:
    encoding = choices.pick(("gb18030", "utf-16", "utf-32", "utf-8-sig"))
    return content.decode("utf-8", "replace").encode(encoding)


BREAKS: tuple[Callable[[bytes, Choices], bytes], ...] = (
    _flip, _flip, _cut, _drop_line, _drop_line, _repeat_line, _swap_lines, _indent, _outdent, _insert, _insert,
    _replace_word, _replace_word, _replace_word, _deepen, _enlarge, _recode,
)  # fmt: skip
