"""A predicate → whether it holds of a dossier: one function for each form of the language."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any as Anything

from pmos_rules.formats.values import Unreadable
from pmos_rules.language.custom import CUSTOM
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    Attached,
    Condition,
    Constant,
    Custom,
    FirstOf,
    Not,
    Path,
    Predicate,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from tests.naive import operators, processes
from tests.naive.comparing import differences
from tests.naive.reading import (
    Here,
    Look,
    Row,
    canonical,
    is_unknown,
    list_at,
    look,
    part_of,
    rows,
    start_of,
    values,
    walk,
)
from tests.naive.truth import Answer, Why, all_of, any_of, opposite

MANY = 10**9
"""As many rows as a list may hold that cannot be read."""


def ask(node: Predicate, here: Here) -> Answer:
    """Whether a predicate holds: as a check where ``here`` names a rule, else as a condition."""
    return _FORMS[type(node)](node, here)


def condition(node: Predicate | None, here: Here) -> Answer:
    """Whether a condition holds: T, F or U. What is missing makes it false."""
    if node is None:
        return Answer("T")
    answer = ask(node, here.in_condition())
    return Answer("F", answer.why) if answer.truth == "N" else answer


# -- and, or, not ------------------------------------------------------------------------------------------


def ask_all(node: All, here: Here) -> Answer:
    return all_of(ask(part, here) for part in node.of)


def ask_any(node: Any, here: Here) -> Answer:
    return any_of(ask(part, here) for part in node.of)


def ask_not(node: Not, here: Here) -> Answer:
    """It does not hold. As an operator it is false in a condition on what is missing."""
    is_operator = node.given is not None
    return opposite(ask(node.of, here.under_not() if is_operator or here.rule is not None else here.in_condition()))


def ask_condition(node: Condition, here: Here) -> Answer:
    return condition(node.of, here)


def ask_first_of(node: FirstOf, here: Here) -> Answer:
    """The check of the first branch whose condition holds; where none does, it holds."""
    for when, check in node.branches:
        applies = condition(when, here)
        if applies.truth == "T":
            return ask(check, here)
        if applies.truth == "U":
            return applies
    return Answer("T")


def ask_constant(node: Constant, here: Here) -> Answer:
    return Answer("T" if node.value else "F", (Why(node, here.item_place, "constant", here=here),))


# -- count -------------------------------------------------------------------------------------------------


def ask_aggregate(node: Aggregate, here: Here) -> Answer:
    return count(node, here) if node.function == "count" else total(node, here)


def at_list(path: Path, here: Here) -> Look:
    """Where a list stands, and whether there is any: `missing` where it has no rows, `unknown`, or `given`."""
    whole = list_at(path)
    place = walk(*start_of(whole, here), whole.steps)[1]
    if is_unknown(path, here):
        return Look("unknown", None, place)
    found = rows(path, here)
    return Look("given" if found or path.supplied else "missing", found, place)


def count(node: Aggregate, here: Here) -> Answer:
    """The number of rows for which `where` is true lies between a least and a most; the answer may differ or not."""
    listed = at_list(node.over, here)
    if listed.state == "unknown":
        return operators.untold(node, listed, node.over, here)
    if listed.state == "missing" and here.rule is not None and operators.policy(here.rule, node.over) is not None:
        return operators.missing(node, [(node.over, listed)], here)
    certain, possible, doubts = counted(node, listed.value or [], here)
    least, most = number_of(certain, certain_only=True), number_of([*certain, *possible], certain_only=False)
    most = MANY if any(row.is_many for row, _ in possible) else most
    answers = {compare(node, Decimal(number), here) for number in candidates(node, least, most, here)}
    if len(answers) > 1:
        return Answer("U", doubts)
    return operators.told(node, answers.pop(), Look("given", least, listed.place), node.over, here, more=listed)


def choice(node: Aggregate | Unique, row: Row, here: Here) -> Answer:
    """Whether a row counts. One that cannot be read may, whatever is asked of it."""
    if isinstance(row.value, Unreadable):
        return operators.untold(node, Look("unreadable", row.value, row.place), node.over, here)
    return condition(node.where, here.at_row(row.value, row.place))


Keyed = tuple[Row, Anything]


def counted(node: Aggregate, found: list[Row], here: Here) -> tuple[list[Keyed], list[Keyed], tuple[Why, ...]]:
    """The rows that certainly count and those that may, each with its key; and what makes one doubtful."""
    certain: list[Keyed] = []
    possible: list[Keyed] = []
    doubts: list[Why] = []
    for row in found:
        inside = here.at_row(row.value, row.place)
        chosen = choice(node, row, here)
        if chosen.truth == "F":
            continue
        key = look(node.distinct_by, inside) if node.distinct_by is not None else None
        # a row without a key is one of its own
        keyed = (row, key.value if key is not None and key.state in ("given", "unreadable") else row.place)
        (certain if chosen.truth == "T" else possible).append(keyed)
        if chosen.truth == "U":
            doubts.extend(chosen.why)
        elif key is not None and key.state == "unreadable":
            doubts.extend(operators.untold(node, key, node.distinct_by, inside).why)
    return certain, possible, tuple(doubts[:1])


def number_of(keyed: list[Keyed], *, certain_only: bool) -> int:
    """How many there are, each key once. A key that cannot be read may be another's, or one of its own."""
    keys = {key for _, key in keyed if not isinstance(key, Unreadable)}
    unread = [key for _, key in keyed if isinstance(key, Unreadable)]
    if not certain_only:
        return len(keys) + len(unread)
    shared = any(not isinstance(key, tuple) for key in keys)  # a row's place is nobody else's key
    return len(keys) + (1 if unread and not shared else 0)


def candidates(node: Aggregate, least: int, most: int, here: Here) -> list[int]:
    """Numbers from the least to the most, of which beyond the highest bound one stands for all."""
    highest = max(int(here.law.value(limit)) for _, limit in node.comparisons) + 2
    return [*range(least, min(most, max(least, highest)) + 1)]


COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "equals": lambda number, limit: number == limit,
    "above": lambda number, limit: number > limit,
    "at_least": lambda number, limit: number >= limit,
    "below": lambda number, limit: number < limit,
    "at_most": lambda number, limit: number <= limit,
}


def compare(node: Aggregate, number: Decimal, here: Here) -> bool:
    """Whether a count or a total is as it should be."""
    return all(COMPARISONS[name](number, here.law.value(limit)) for name, limit in node.comparisons)


# -- sum, unique -------------------------------------------------------------------------------------------


def total(node: Aggregate, here: Here) -> Answer:
    """The exact total of the rows for which `where` is true; none where a member is missing or cannot be read."""
    listed = at_list(node.over, here)
    if listed.state != "given":
        return lacking(node, node.over, listed, here)
    amount = Decimal(0)
    for row in listed.value:
        inside = here.at_row(row.value, row.place)
        chosen = choice(node, row, here)
        if chosen.truth == "F":
            continue
        if chosen.truth == "U":
            return chosen
        member = look(node.value, inside)
        if member.state != "given":
            return operators.untold(node, member, node.value, inside)
        amount += member.value
    return operators.told(node, compare(node, amount, here), Look("given", amount, listed.place), node.over, here)


def lacking(node: Anything, path: Path, listed: Look, here: Here) -> Answer:
    """A list in which nothing stands, or that nobody supplied."""
    if listed.state == "missing":
        return operators.missing(node, [(path, listed)], here)
    return operators.untold(node, listed, path, here)


def ask_unique(node: Unique, here: Here) -> Answer:
    """No two rows that are chosen have the same value; rows without one are not compared."""
    listed = at_list(node.over, here)
    if listed.state != "given":
        return lacking(node, node.over, listed, here)
    seen: list[tuple[Look, Answer, Here]] = []
    for row in listed.value:
        if row.is_many:
            return operators.untold(node, Look("unreadable", row.value, row.place), node.over, here)
        inside = here.at_row(row.value, row.place)
        chosen, key = choice(node, row, here), look(node.key, inside)
        if chosen.truth != "F" and key.state in ("given", "unreadable"):
            seen.append((key, chosen, inside))
    certain = [(key, inside) for key, chosen, inside in seen if not list(is_unsure(node, key, chosen, here))]
    for number, (key, inside) in enumerate(certain):
        if any(key.value == other.value for other, _ in certain[:number]):
            return operators.told(node, False, key, node.key, inside)
    for key, chosen, _ in seen:
        others = [other for other, _, _ in seen if other is not key]
        for doubt in is_unsure(node, key, chosen, here):
            if any("unreadable" in (key.state, other.state) or key.value == other.value for other in others):
                return doubt
    return operators.told(node, True, listed, node.over, here)


def is_unsure(node: Unique, key: Look, chosen: Answer, here: Here) -> Iterator[Answer]:
    """What keeps a row from being compared: that it may not count, or that its value cannot be read."""
    if chosen.truth == "U":
        yield chosen
    elif key.state == "unreadable":
        yield operators.untold(node, key, node.key, here)


# -- sequence, attached, agree, custom -----------------------------------------------------------------------


def ask_sequence(node: Sequence, here: Here) -> Answer:
    """These values occur in this order. What cannot be read may be any of them."""
    listed = at_list(node.of, here)
    found = values(node.of, here) if listed.state == "given" else []
    if not found and not (node.of.supplied and listed.state == "given"):
        return lacking(
            node, node.of, Look("unknown" if listed.state == "unknown" else "missing", None, listed.place), here
        )
    if occurs(node.contains, [row for row in found if not isinstance(row.value, Unreadable)]):
        return operators.told(node, True, listed, node.of, here)
    unclear = [row for row in found if isinstance(row.value, Unreadable)]
    if unclear and (any(row.is_many for row in unclear) or occurs(node.contains, found)):
        first = unclear[0]
        return operators.untold(node, Look("unreadable", first.value, first.place), node.of, here)
    return operators.told(node, False, listed, node.of, here)


def occurs(wanted: tuple[str, ...], found: list[Row]) -> bool:
    """Whether values occur in their order."""
    left = list(wanted)
    for row in found:
        if left and (isinstance(row.value, Unreadable) or row.value == left[0]):
            left.pop(0)
    return not left


def ask_attached(node: Attached, here: Here) -> Answer:
    """A file lies in the slot, and what stands besides holds for it."""
    whole = list_at(node.over)
    place = walk(*start_of(whole, here), whole.steps)[1]
    found = rows(node.over, here)
    answers = [is_attached(node, row, here) for row in found]
    fitting = next((answer for answer in answers if answer.truth == "T"), None)
    if fitting is not None:
        return Answer("T", (Why(node, here.item_place, "attached", None, node.over, here),))
    unclear = next((answer for answer in answers if answer.truth == "U"), None)
    return unclear or operators.told(node, False, Look("given", found, place), node.over, here)


def is_attached(node: Attached, row: Row, here: Here) -> Answer:
    """Whether one file is the one asked for."""
    if isinstance(row.value, Unreadable):
        return operators.untold(node, Look("unreadable", row.value, row.place), node.over, here)
    inside = here.at_row(row.value, row.place)
    in_slot = Answer("T") if node.slot is None else lies_in(node, row, here)
    return all_of([in_slot, condition(node.where, inside)])


def lies_in(node: Attached, row: Row, here: Here) -> Answer:
    """Whether a file lies in the slot, whatever the slot is called."""
    slot = row.value.slot
    if isinstance(slot, Unreadable):
        return operators.untold(node, Look("unreadable", slot, (*row.place, "slot")), None, here)
    return Answer("T" if slot is not None and here.law.canonical("slots", slot) == node.slot else "F")


def ask_agree(node: Agree, here: Here) -> Answer:
    """Two sections say the same in the named groups, as far as both speak."""
    looks = [(path, look(path, here)) for path in (node.left, node.right)]
    answer = operators.trouble(node, looks, here)
    if answer is not None:
        return answer
    (_, left), (_, right) = looks
    found = list(differences(left.value, right.value, node.on, here.law))
    certain = next((one for one in found if one.matter == "differs"), None)
    unclear = next((one for one in found if one.matter == "unreadable"), None)
    if certain is not None:
        place = (*left.place, *certain.place)
        return operators.told(node, False, Look("given", certain.left, place), node.left, here, more=certain)
    if unclear is not None:
        side = left if isinstance(unclear.left, Unreadable) else right
        value = unclear.left if side is left else unclear.right
        return operators.untold(node, Look("unreadable", value, (*side.place, *unclear.place)), None, here)
    return Answer("T", (Why(node, here.item_place, "agrees", None, node.left, here),))


def ask_custom(node: Custom, here: Here) -> Answer:
    """A registered Python function says so; it is asked only where all its values are there and readable."""
    looks = [(path, input_of(path, here)) for path in node.of]
    answer = operators.trouble(node, looks, here)
    if answer is not None:
        return answer
    says = CUSTOM[node.function]([seen.value for _, seen in looks], dict(node.arguments))
    path, first = looks[0]
    if says is None:
        return Answer("U", (Why(node, first.place, "unsure", first.value, path, here),))
    return operators.told(node, bool(says), first, path, here)


def input_of(path: Path, here: Here) -> Look:
    """What a function is given: a value, or those of all rows, None of a row that has none."""
    if not path.repeats:
        return look(path, here)
    listed = at_list(path, here)
    if listed.state != "given":
        return listed
    found = [canonical(path, part_of(path, row.value, here.law.day), here) for row in listed.value]
    unread = next(
        ((value, row) for value, row in zip(found, listed.value, strict=True) if isinstance(value, Unreadable)), None
    )
    if unread is not None:
        return Look("unreadable", unread[0], unread[1].place)
    return Look("given", tuple(found), listed.place)


_FORMS: Mapping[type, Callable[[Anything, Here], Answer]] = {
    Test: operators.ask,
    All: ask_all,
    Any: ask_any,
    Not: ask_not,
    Condition: ask_condition,
    FirstOf: ask_first_of,
    Constant: ask_constant,
    Aggregate: ask_aggregate,
    Unique: ask_unique,
    Sequence: ask_sequence,
    Attached: ask_attached,
    Agree: ask_agree,
    ProcessQuery: lambda node, here: processes.ask(node, here, condition),
    Custom: ask_custom,
}
