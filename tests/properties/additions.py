"""A dossier with one thing more that is in order: nothing else is said of what was there already."""

from collections.abc import Iterator
from typing import Any

from pmos_rules import Outcome
from pmos_rules.findings import Finding
from pmos_rules.language.ir import Aggregate, Attached, Custom, Path, Test, Unique
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.walking import nodes_of
from pmos_rules.strategies import GenerationError
from tests.properties.subjects import Subject

_LONGEST_NAME = 17  # with _附页 it is no longer than a file's name may be
_GOOD_FILE = {"size_bytes": 204_800, "head": "%PDF-1.7", "pages": 1, "encrypted": False}
_NOTHING_SAID = (Outcome.NOT_APPLICABLE, Outcome.PASS)


def a_further_attachment(subject: Subject) -> Iterator[str]:
    """A good file in the slot for other files is nothing to anybody."""
    dossier = subject.copy
    files = dossier.setdefault("attachments", [])
    basic = dossier.get("basic") or {}
    company = str(basic.get("short_name") or basic.get("full_name") or "公司")
    if isinstance(files, list) and len(company) <= _LONGEST_NAME:
        files.append({"slot": "其他", "filename": f"{company}_附页.pdf", **_GOOD_FILE})
        yield from unchanged(subject, dossier, "attachments")


def a_further_person(subject: Subject) -> Iterator[str]:
    """Somebody more on the staff, as another applicant has them: too few may become enough, and no more changes."""
    dossier, person = subject.copy, row_of_another(subject, "staff")
    if person is None or not isinstance(dossier.get("staff"), list):
        return
    dossier["staff"].append(person)
    yield from unchanged(subject, dossier, "staff")


def a_further_unit(subject: Subject) -> Iterator[str]:
    """A unit more, like one that is there but for what tells units apart, and counted where units are counted."""
    dossier, other = subject.copy, row_of_another(subject, "units")
    units = dossier.get("units")
    if other is None or not isinstance(units, list):
        return
    faulty = {found.path.split("/")[2] for found in subject.report().findings if found.path.startswith("/units/")}
    models = [unit for number, unit in enumerate(units) if str(number) not in faulty]
    if not models:
        return
    model = subject.choices.pick(models)
    keys = {key for key in keys_of(subject, "units") if key in model}
    if not keys <= other.keys():
        return
    units.append({**model, **{key: other[key] for key in keys}})
    if str(dossier.get("declared_unit_count", "")).isdecimal():
        dossier["declared_unit_count"] = int(dossier["declared_unit_count"]) + 1
    yield from unchanged(subject, dossier, "units")


def row_of_another(subject: Subject, name: str) -> dict[str, Any] | None:
    """A row that a compliant dossier of another applicant has, and which is none of this one's."""
    try:
        other = subject.generator.compliant(subject.choices)
    except GenerationError:
        return None
    there = subject.dossier.get(name) or []
    rows = [row for row in other.get(name, ()) if isinstance(row, dict)]
    keys = keys_of(subject, name)
    new = [row for row in rows if all(row.get(key) != one.get(key) for one in there for key in keys if key in row)]
    return new[0] if new else None


def keys_of(subject: Subject, name: str) -> set[str]:
    """The fields by which rules tell the rows of a list apart."""
    uniques = (node for rule in subject.generator.plan.rules for node in nodes_of(Unique, rule))
    counts = (node for rule in subject.generator.plan.rules for node in nodes_of(Aggregate, rule))
    keyed = [(node.over, node.key) for node in uniques]
    keyed += [(node.over, node.distinct_by) for node in counts if node.distinct_by is not None]
    return {key.steps[0] for over, key in keyed if over.steps == (name, "*") and key.steps}


def unchanged(subject: Subject, dossier: Any, added_to: str) -> Iterator[str]:
    """What is said differently of a dossier with a row more, that rules which count rows may not have said."""
    before, after = subject.report(), subject.report(dossier)
    counting = {rule.id for rule in subject.generator.plan.rules if takes_together(rule, added_to)}
    if not before.findings and after.verdict != before.verdict:
        yield f"verdict {before.verdict}, then {after.verdict}"
    for rule, outcome in before.outcomes.items():
        then = after.outcomes[rule]
        is_asked_now = outcome in _NOTHING_SAID and then is Outcome.PASS
        is_enough_now = rule in counting and then in _NOTHING_SAID
        if then != outcome and not is_asked_now and not is_enough_now:
            yield f"{rule}: {outcome}, then {then}"
    gone = {said(found) for found in before.findings} ^ {said(found) for found in after.findings}
    yield from (f"only before or after: {each}" for each in sorted(gone) if each[0] not in counting)


def takes_together(rule: Rule, name: str) -> bool:
    """Whether a rule asks something of the rows of a list as a whole."""
    over = [node.over for node in nodes_of(Aggregate, rule)] + [node.over for node in nodes_of(Unique, rule)]
    over += [node.over for node in nodes_of(Attached, rule)]
    over += [path for node in nodes_of(Custom, rule) for path in node.of]
    over += [path for test in nodes_of(Test, rule) for path in (test.left, test.right) if isinstance(path, Path)]
    return any(path.scope == "dossier" and path.steps[:1] == (name,) for path in over)


def said(found: Finding) -> tuple[str, ...]:
    return found.rule, found.outcome, found.severity, found.path, found.message.en
