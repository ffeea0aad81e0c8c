"""A dossier under evaluation → the facts that the second engine judges it by.

Reading a path is shared with the first engine: here independence begins. What a fact holds ready-made is listed
in the definition, with the reason.
"""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from pmos_rules.compilation.durable import Definition, FactType, Rows
from pmos_rules.compilation.durable.encoding import InexactError, encode
from pmos_rules.compilation.durable.lowering import loop_of
from pmos_rules.compilation.durable.operands import (
    Flag,
    Given,
    Judged,
    Key,
    Listed,
    Looked,
    Operand,
    PartOf,
    Reached,
    Spoken,
    Stage,
    Total,
    Value,
)
from pmos_rules.evaluation.checking import check, look_up
from pmos_rules.evaluation.judging import Session
from pmos_rules.evaluation.reading import (
    MISSING,
    UNKNOWN,
    Absent,
    Frame,
    canonical,
    given,
    is_unknown,
    read,
    rows,
)
from pmos_rules.evaluation.truth import FALSE, NOT_APPLICABLE, TRUE, UNDETERMINED
from pmos_rules.formats.values import Unreadable
from pmos_rules.language.ir import Aggregate, Attached, Path, Test, Unique
from pmos_rules.language.ruleset import Arm

Place = tuple[int | str, ...]
Fact = dict[str, Any]
Later = dict[str, list[Any]]
_WORDS: Mapping[int, str] = {FALSE: "F", TRUE: "T", NOT_APPLICABLE: "N", UNDETERMINED: "U"}
_TRUTHS: Mapping[str, int] = {word: truth for truth, word in _WORDS.items()}
_BEYOND = "x"
"""The state of a value that has no exact form: no rule asks for it, so that nothing is said."""


@dataclass(slots=True)
class Facts:
    """The facts of one dossier, in the order in which they are to be asserted."""

    definition: Definition
    session: Session
    keys: dict[tuple[str, ...], tuple[Place, ...]] = field(default_factory=dict)
    frames: dict[tuple[Path | None, Place], Frame | None] = field(default_factory=dict)

    def request(self) -> dict[str, Any]:
        """What the child process is sent."""
        return {
            "rows": [[made.name, made.ruleset, list(self.rows(made))] for made in self.definition.rows],
            "facts": [
                [made.ruleset, item, *self.fact(made, item, key)]
                for made in self.definition.facts
                for item, key in enumerate(self.items(made))
            ],
        }

    def places(self) -> list[tuple[FactType, Place]]:
        """The type and the item of every fact, in the same order."""
        return [(made, key) for made in self.definition.facts for key in self.items(made)]

    # -- items -----------------------------------------------------------------------------------

    def items(self, made: FactType) -> tuple[Place, ...]:
        """The keys of the items of a type of fact."""
        rule, arm = made.arms[0]
        return self.of_scope(self.session.plan.rules[rule].arms[arm].scope)

    def of_scope(self, scope: Path | None) -> tuple[Place, ...]:
        loop = loop_of(scope)
        if not loop or scope is None:
            return ((),)
        if loop not in self.keys:
            found = rows(scope, self._frame())
            stars = [at for at, step in enumerate(scope.steps) if step == "*"]
            self.keys[loop] = tuple(tuple(place[at] for at in stars if at < len(place)) for _, place in found)
        return self.keys[loop]

    def frame(self, scope: Path | None, key: Place) -> Frame | None:
        """The frame of an item; None where the item cannot be read."""
        if (scope, key) not in self.frames:
            self.frames[scope, key] = self.session.frame(Arm(_ANY, (), scope), key)
        return self.frames[scope, key]

    def _frame(self) -> Frame:
        return Frame(self.session.dossier, self.session.as_of, self.session.plan.tables)

    # -- facts -----------------------------------------------------------------------------------

    def fact(self, made: FactType, item: int, key: Place) -> tuple[Fact, Later]:
        """What is known of an item, and what earlier facts decide."""
        fact: Fact = {"t": made.name}
        later: Later = {}
        for number, (scope, operand) in enumerate(made.operands):
            name = f"p{number}"
            frame = self.frame(scope, key)
            if isinstance(operand, Total | Spoken | PartOf):
                later[name] = self.later(operand, item)
            elif isinstance(operand, Reached):
                fact[name] = "u" if frame is None else "g"
            elif frame is not None:
                self.read(fact, name, operand, frame)
        return fact, later

    def later(self, operand: Total | Spoken | PartOf, item: int) -> list[Any]:
        match operand:
            case Total(rows=number, name=name):
                return ["total", f"{self.definition.rows[number].name}@{item}", name]
            case PartOf(number):
                return ["part", f"part{number}@{item}"]
        return ["spoken", list(self.spoken(operand, item))]

    def spoken(self, operand: Spoken, item: int) -> Iterator[str]:
        rule = self.session.plan.rules[operand.rule]
        if operand.arm is not None:
            yield f"{rule.id}#{operand.arm}@{item}"
            return
        for number, arm in enumerate(rule.arms):
            for other in range(len(self.of_scope(arm.scope))):
                yield f"{rule.id}#{number}@{other}"

    def rows(self, made: Rows) -> Iterator[list[Fact]]:
        """For each item of the scope a fact for each row of the list."""
        for key in self.of_scope(made.scope):
            frame = self.frame(made.scope, key)
            yield [] if frame is None else list(self.of_rows(made, frame))

    def of_rows(self, made: Rows, frame: Frame) -> Iterator[Fact]:
        for row, place in rows(made.node.over, frame):
            fact: Fact = {}
            key: str | None = ""
            inside = frame.at_row(row, place)
            for number, operand in enumerate(made.operands):
                name = f"p{number}"
                if isinstance(operand, Reached):
                    fact[name] = _reached(row, place, made.node, frame)
                elif isinstance(operand, Key):
                    key = _key(operand.path, inside)
                else:
                    self.read(fact, name, operand, inside)
                if operand == _summed(made.node) and name in fact:
                    fact["value"] = fact[name]
            # A row that no rule knows leaves its list without a total, and what asks for it unjudged.
            yield {} if key is None else {**fact, "key": key}

    # -- operands --------------------------------------------------------------------------------

    def read(self, fact: Fact, name: str, operand: Operand, frame: Frame) -> None:
        """Set the properties of an operand."""
        match operand:
            case Value():
                _read_value(fact, name, operand, frame)
            case Given(path):
                fact[name + "s"] = _state_given(given(path, frame))
            case Looked(lookup):
                value = look_up(lookup, read(lookup.by, frame), frame)
                _set(fact, name, value, exact=True)
            case Flag():
                told = _flag(operand, frame)
                if told is not None:
                    fact[name] = told
            case Judged():
                fact[name] = self.judged(operand, frame)
            case Listed(path):
                fact[name] = _listed(path, frame)
            case Stage():
                fact[name] = str(self.session.stage)

    def judged(self, operand: Judged, frame: Frame) -> str:
        rule = None if operand.rule is None else self.session.plan.rules[operand.rule]
        asked = replace(frame, against=_TRUTHS[operand.against], lacking=_TRUTHS[operand.lacking])
        try:
            return _WORDS[check(operand.node, asked, rule)]
        except Exception:  # noqa: BLE001 - a rule that crashes is a finding, and the others go on
            return "E"


_ANY: Any = None


def _read_value(fact: Fact, name: str, operand: Value, frame: Frame) -> None:
    value = read(operand.path, frame)
    if isinstance(value, str) and operand.reading == "folded":
        value = value.casefold()
    elif isinstance(value, str) and operand.reading == "length":
        value = Decimal(len(value))
    else:
        value = canonical(operand.path, value, frame)
    _set(fact, name, value, operand.exact)


def _set(fact: Fact, name: str, value: Any, exact: bool) -> None:
    """A value with its state."""
    if value is MISSING:
        fact[name + "s"] = "m"
    elif value is UNKNOWN or isinstance(value, Unreadable):
        fact[name + "s"] = "u"
    else:
        try:
            fact[name] = encode(value, exact)
            fact[name + "s"] = "g"
        except InexactError:
            fact[name + "s"] = _BEYOND


def _state_given(value: Any) -> str:
    if value is MISSING:
        return "m"
    if value is UNKNOWN:
        return "k"
    if isinstance(value, Unreadable):
        return "w" if value.reason == "shape" else "u"
    return "g"


def _flag(operand: Flag, frame: Frame) -> bool | None:
    """Whether a value that is there meets a test; None where it is not there, and nothing is asked."""
    test = operand.test
    if test.operator == "mentions_any_of":
        return _contains(test, operand.number, frame)
    if test.operator == "not_in":
        test = replace(test, operator="in")
    try:
        told = check(test, frame, None)
    except Exception:  # noqa: BLE001 - then nothing is said
        return None
    return bool(told) if told in (TRUE, FALSE) else None


def _contains(test: Test, number: int, frame: Frame) -> bool | None:
    assert isinstance(test.right, tuple)
    value, other = (
        canonical(path, read(path, frame), frame)
        for path in (test.left, test.right[number])
        if isinstance(path, Path)
    )
    both = isinstance(value, str) and isinstance(other, str)
    return operator.contains(value, other) if both else None


def _listed(path: Path, frame: Frame) -> str:
    if any(True for _ in rows(path, frame)):
        return "some"
    if not path.supplied:
        return "none"
    return "k" if is_unknown(path, frame) else "empty"


def _reached(row: Any, place: Place, node: Aggregate | Unique | Attached, frame: Frame) -> str:
    if not isinstance(row, Unreadable):
        return "g"
    return "l" if len(place) < len(frame.place(node.over)) else "u"


def _key(path: Path, frame: Frame) -> str | None:
    """What tells rows apart: equal values have equal keys; None where there is no exact form."""
    value = canonical(path, read(path, frame), frame)
    if isinstance(value, Absent | Unreadable):
        return ""  # of such a row the key is not asked
    if isinstance(value, Decimal):
        return f"n{value.normalize()}" if value else "n0"
    try:
        return f"t{encode(value)}" if isinstance(value, str) else f"d{encode(value)}"
    except InexactError:
        return None


def _summed(node: Aggregate | Unique | Attached) -> Operand | None:
    return Value(node.value, "value", True) if isinstance(node, Aggregate) and node.function == "sum" else None

