"""The rules about files → names that comply with them: tried on the rules themselves before they are shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pmos_rules.evaluation import Evaluator
from pmos_rules.findings import Outcome
from pmos_rules.language.ir import Literal, Path, Test
from pmos_rules.language.ruleset import Arm, Rule
from pmos_rules.language.walking import parts_of, steps_of
from pmos_rules.rendering.checklist.documents import Slots, code_of
from pmos_rules.rendering.checklist.model import Example
from pmos_rules.rendering.checklist.places import Steps
from pmos_rules.rendering.checklist.wording import Asked, conditions

COMPANY = "示例能源"
"""A short name that nobody has; what it stands for is said beside it."""
_FACTS: Mapping[str, Any] = {"size_bytes": 1000, "head": "%PDF-1.7"}


@dataclass(frozen=True)
class Examples:
    """Makes names for files, and tries each on the rules about files."""

    asked: Asked
    rules: tuple[Rule, ...]
    evaluator: Evaluator

    def of_slots(self, slots: Slots) -> dict[tuple[Steps, str], Example]:
        """A name for each slot, where rules say what a file may be called."""
        if not self._limited:
            return {}
        found = {key: self._first(self._names(slot.name), slot.over, slot.name) for key, slot in slots.known.items()}
        return {key: example for key, example in found.items() if example is not None}

    def of_any(self) -> Example | None:
        """A name for a file that lies in no slot that rules know."""
        if not self._limited:
            return None
        arm, test = self._limited[0]
        over = steps_of(arm, test.left)[:-1]
        material = self.asked.label(over).zh.split(" › ")[0].removesuffix("信息")
        return self._first((Example(f"{material}.{self._extension}"),), over, None)

    @cached_property
    def _limited(self) -> list[tuple[Arm, Test]]:
        """The tests of which extension a file has."""
        return [
            (arm, test)
            for arm, test in self._tests()
            if test.left.part == "extension" and test.operator.startswith("equals") and isinstance(test.right, Literal)
        ]

    @property
    def _extension(self) -> str:
        """The extension that is asked for."""
        asked = self._limited[0][1].right
        return str(asked.value) if isinstance(asked, Literal) else ""

    def _tests(self) -> Iterator[tuple[Arm, Test]]:
        arms = (arm for rule in self.rules for arm in rule.arms)
        return ((arm, part) for arm in arms for part in parts_of(arm.check) if isinstance(part, Test))

    def _names(self, slot: str) -> Iterator[Example]:
        """Names that might do, the simplest first."""
        for material in code_of(slot, self.asked).named or (slot,):
            yield Example(f"{material}.{self._extension}")
        for material in code_of(slot, self.asked).named or (slot,):
            yield Example(f"{COMPANY}_{material}.{self._extension}", COMPANY)

    def _first(self, names: Iterable[Example], over: Steps, slot: str | None) -> Example | None:
        return next((example for example in names if self.complies(example.name, over, slot)), None)

    def complies(self, name: str, over: Steps, slot: str | None) -> bool:
        """Whether no rule about file names has anything to say of this one, and its extension was looked at."""
        outcomes = self.evaluator.evaluate(self.dossier(name, over, slot)).outcomes
        about_names = {outcomes[rule.id] for rule in self.rules if self._reads(rule, "filename")}
        looked_at = {outcomes[rule.id] for rule in self.rules if any(arm in rule.arms for arm, _ in self._limited)}
        return about_names <= {Outcome.PASS, Outcome.NOT_APPLICABLE} and Outcome.PASS in looked_at

    def _reads(self, rule: Rule, field: str) -> bool:
        return any(test.left.steps[-1:] == (field,) for arm, test in self._tests() if arm in rule.arms)

    def dossier(self, name: str, over: Steps, slot: str | None) -> dict[str, Any]:
        """A dossier with one file of that name, of a company of the name that the examples use."""
        made: dict[str, Any] = {"market": self.asked.market.market, "kind": self.asked.kind}
        for steps, value in self._conditions():
            _put(made, steps, value)
        for path in self._company_paths():
            _put(made, path, COMPANY)
        _put(made, over, {**_FACTS, "filename": name, **({"slot": slot} if slot is not None else {})})
        return made

    def _conditions(self) -> Iterator[tuple[Steps, Any]]:
        """What the filing must say for a file's extension to be looked at."""
        for arm, _ in self._limited:
            for part in conditions(arm):
                if not isinstance(part, Test) or part.operator != "equals" or part.left.scope != "dossier":
                    continue
                if isinstance(part.right, Literal):
                    yield part.left.steps, part.right.value

    def _company_paths(self) -> Iterator[Steps]:
        """Where the name stands that the first half of a file's name is compared with."""
        for _, test in self._tests():
            if test.left.part == "company":
                operands = test.right if isinstance(test.right, tuple) else (test.right,)
                yield from (path.steps for path in operands if isinstance(path, Path))


def _put(made: dict[str, Any], steps: Steps, value: Any) -> None:
    """Put a value at a place; a list on the way has one item."""
    *above, last = steps
    if last == "*":
        *above, last = above
        value = [value]
    inner: dict[str, Any] = made
    for number, step in enumerate(above):
        if step == "*":
            continue
        repeats = number + 1 < len(above) and above[number + 1] == "*"
        found = inner.setdefault(step, [{}] if repeats else {})
        inner = found[0] if repeats else found
    inner[last] = value
