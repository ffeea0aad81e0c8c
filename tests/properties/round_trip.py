"""JSON → a dossier → JSON: nothing is lost, and what comes back is judged alike."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pmos_rules import Dossier, Report
from pmos_rules.formats.normalise import number_text, trim
from pmos_rules.formats.values import Placeholder, Unreadable
from pmos_rules.language.schema import Shape
from tests.properties.subjects import Subject

_EXTRAS = {"备注": "另行说明", "x": {"y": [1, None, True, "０", {}]}, "price": Decimal("33.330000000000000000001")}


def back_and_forth(subject: Subject) -> Iterator[str]:
    """All that was typed comes back, but a password; so do unknown keys and every digit of a number.

    Texts come back as they were typed; numbers, days, periods and yes or no as what they were read as.
    """
    given = with_extras(json.loads(json.dumps(subject.dossier), parse_float=Decimal), subject)
    text = in_json(given)
    read = Dossier.model_validate_json(text)
    if in_json(read.given) != text:
        yield "what was given is not kept as it was"
    dumped = read.model_dump(mode="json", exclude_none=True)
    shape = Shape("section", section=subject.evaluator.schema)
    before, after = set(leaves(given, shape)), set(leaves(dumped, shape))
    yield from (f"lost or changed: {leaf}" for leaf in sorted(before - after))
    yield from (f"new: {leaf}" for leaf in sorted(after - before))
    if Dossier.model_validate(dumped).model_dump(mode="json", exclude_none=True) != dumped:
        yield "dumped a second time it is another"
    if Dossier.model_validate(given).model_dump(mode="json", exclude_none=True) != dumped:
        yield "a mapping and its JSON text are not the same dossier"
    report = subject.report(given)
    if subject.report(read).to_json() != report.to_json():
        yield "read from JSON text it is judged otherwise"
    # A number where none belongs is dumped as text, and is then no longer of the wrong shape.
    if not subject.is_garbled and judged(subject.report(with_password(dumped, given))) != judged(report):
        yield "what was dumped is judged otherwise"


def judged(report: Report) -> Any:
    """What a report says, but for its words: a day that was read is written in another way."""
    found = [(found.rule, found.outcome, found.severity, found.path) for found in report.findings]
    return report.verdict, dict(report.outcomes), found


def with_password(dumped: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """What was dumped with the password that was not."""
    for name in ("account", "账户信息"):
        if isinstance(given.get(name), dict) and "password" in given[name]:
            return {**dumped, "account": {**dumped["account"], "password": given[name]["password"]}}
    return dumped


def with_extras(dossier: dict[str, Any], subject: Subject) -> dict[str, Any]:
    """The dossier with keys that no field has, at the top and in a section, and with a number for a text that is one."""
    dossier.update(_EXTRAS)
    sections = [value for value in dossier.values() if isinstance(value, dict) and value]
    if sections:
        subject.choices.pick(sections)["未知"] = {"深": ["1.50", Decimal("-0.10")]}
    for row in dossier.get("shareholders") or ():
        if isinstance(row, dict) and str(row.get("percent", "")).replace(".", "").isdecimal():
            row["percent"] = Decimal(str(row["percent"]))
    return dossier


def in_json(value: Any) -> str:
    """JSON text in which a Decimal is a number, digit by digit."""
    match value:
        case Decimal():
            return str(value)
        case Mapping():
            return "{" + ",".join(f"{json.dumps(key)}:{in_json(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ",".join(map(in_json, value)) + "]"
        case _:
            return json.dumps(value)


def leaves(value: Any, shape: Shape | None, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value with its path, as text; blank ones, which are missing, and passwords are left out."""
    of_type = shape.type if shape is not None else None
    if of_type is not None and not of_type.text:
        read = of_type.read(value)
        if not isinstance(read, Unreadable | Placeholder | None):
            yield path, number_text(read) if isinstance(read, Decimal) else repr(read)
            return
    bare = getattr(shape.section.model, "BARE", None) if shape is not None and shape.section is not None else None
    if bare is not None and isinstance(value, str):
        value = {bare: value}
    if isinstance(value, Mapping):
        fields = shape.section.fields if shape is not None and shape.section is not None else {}
        element = shape.element if shape is not None else None
        for key, item in value.items():
            yield from leaves(item, fields[key].shape if key in fields else element, f"{path}/{key}")
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from leaves(item, shape.element if shape is not None else None, f"{path}/{at}")
    elif not (value is None or (isinstance(value, str) and not trim(value)) or path.endswith("/password")):
        yield path, str(value)
