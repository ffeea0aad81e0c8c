"""A source file → its mutants, each one function of it changed in one place, by mutmut's own list of changes.

mutmut writes a file in which every function stands once as it is and once for each change. Here such a function is
taken out of that file and compiled alone, so that it can be put into the place of the real one in a forked process.
"""

import ast
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

SOURCES = Path(__file__).parents[2] / "src"

_NAME = re.compile(r"x(?:ǁ(?P<owner>\w+)ǁ|_)(?P<name>\w+)__mutmut_(?:orig|\d+)")


@dataclass(frozen=True)
class Mutant:
    """A function of a module with one change in it."""

    module: str
    function: str
    """As `__qualname__` has it: `read_date`, `Reader.read`."""
    was: str
    """The changed lines as they are, without their indentation."""
    becomes: str
    occurrence: int
    """Which of the same changes in this function it is, from 0."""
    lines: tuple[int, ...]
    """The changed lines in the file, from 1."""
    source: str
    """The function as it becomes, in its class if it has one."""

    @property
    def key(self) -> str:
        """What it is known by from one run to the next, wherever in the file the function stands."""
        number = f" #{self.occurrence + 1}" if self.occurrence else ""
        return f"{self.module}.{self.function}{number}: {self.was} → {self.becomes}"

    @cached_property
    def name(self) -> str:
        """The function's own name."""
        return self.function.rpartition(".")[2]


def module_of(file: Path) -> str:
    """The name of the module in a file below `src`."""
    return ".".join(file.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")


def mutants_of(file: Path) -> Iterator[Mutant]:
    """All mutants of a file, in its order."""
    source = file.read_text("utf-8")
    mutated = mutate_file_contents(str(file), source)
    lines = mutated.code.splitlines()
    written = {name: lines[span.start - 1 : span.end] for name, span in mutated.line_span_by_function_name.items()}
    begins = _function_lines(source)
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    for name in mutated.mutant_names:
        read = _NAME.fullmatch(name)
        assert read is not None, name
        function = ".".join(filter(None, (read["owner"], read["name"])))
        original = _named(written[re.sub(r"\d+$", "orig", name)], read["name"])
        changed = _named(written[name], read["name"])
        places, was, becomes = _difference(original, changed)
        first = begins[function] - _offset(original)
        occurrence = seen[function, was, becomes]
        seen[function, was, becomes] += 1
        yield Mutant(
            module_of(file),
            function,
            was,
            becomes,
            occurrence,
            tuple(first + place for place in places),
            _in_its_class(changed, read["owner"]),
        )


def _function_lines(source: str) -> dict[str, int]:
    """The line of each function's `def`, by its qualified name."""
    found: dict[str, int] = {}
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef():
                found[node.name] = node.lineno
            case ast.ClassDef():
                found |= {
                    f"{node.name}.{item.name}": item.lineno for item in node.body if isinstance(item, ast.FunctionDef)
                }
    return found


def _offset(written: list[str]) -> int:
    """How many lines stand before the `def`."""
    return next(number for number, line in enumerate(written) if line.lstrip().startswith("def "))


def _named(written: list[str], name: str) -> list[str]:
    """A function with the name that it has in the source."""
    at = _offset(written)
    line = re.sub(r"def \w+", f"def {name}", written[at], count=1)
    return textwrap.dedent("\n".join([*written[:at], line, *written[at + 1 :]])).splitlines()


def _difference(original: list[str], changed: list[str]) -> tuple[range, str, str]:
    """Which lines differ, what stood there and what stands there now."""
    shortest = min(len(original), len(changed))
    first = next((n for n in range(shortest) if original[n] != changed[n]), shortest)
    same = next((n for n in range(shortest - first) if original[-1 - n] != changed[-1 - n]), shortest - first)
    last = len(original) - same
    places = range(first, max(last, first + 1))
    return places, _one_line(original[first:last]), _one_line(changed[first : len(changed) - same])


def _one_line(written: list[str]) -> str:
    return " ⏎ ".join(line.strip() for line in written if line.strip())


def _in_its_class(written: list[str], owner: str | None) -> str:
    """A function that can be compiled alone: annotations stay text, a method knows its class."""
    body = "\n".join(written) if owner is None else f"class {owner}:\n" + textwrap.indent("\n".join(written), "    ")
    return f"from __future__ import annotations\n{body}\n"
