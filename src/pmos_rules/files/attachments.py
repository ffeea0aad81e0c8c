"""A dossier mapping in, the rows that name a file out, each with its place and a way to put facts there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import AliasChoices

from pmos_rules.formats.normalise import trim
from pmos_rules.models.attachments import Attachment, Upload
from pmos_rules.models.dossier import Dossier
from pmos_rules.models.facilities import Unit
from pmos_rules.models.section import Section


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping that names a file, inside the dossier as given.

    ``pointer`` is the JSON Pointer of the name, ``filename`` the name as typed; ``put`` changes the mapping.
    """

    pointer: str
    filename: str
    given: dict[str, Any]
    section: type[Section]

    def put(self, facts: Mapping[str, Any]) -> None:
        """Write facts under the key that the row uses for each; an unknown one removes what was typed."""
        for field, value in facts.items():
            key = _key(self.given, self.section, field) or field
            if value is None:
                self.given.pop(key, None)
            else:
                self.given[key] = value


def rows_of(given: dict[str, Any]) -> Iterator[Row]:
    """Yield every mapping that names a file: attachments, then those of each unit, then an uploaded contract.

    Keys may be English or the form's labels. What has another shape, or a blank name, names no file.
    """
    yield from _attached(given, Dossier, "")
    for unit, pointer in _items(given, Dossier, "units", ""):
        if isinstance(unit, dict):
            yield from _attached(unit, Unit, pointer)
    key = _key(given, Dossier, "upload")
    if key is not None:
        yield from _row(given[key], Upload, _pointer("", key))


def _attached(given: dict[str, Any], section: type[Section], pointer: str) -> Iterator[Row]:
    for item, place in _items(given, section, "attachments", pointer):
        yield from _row(item, Attachment, place)


def _row(item: Any, section: type[Section], pointer: str) -> Iterator[Row]:
    if not isinstance(item, dict):
        return
    key = _key(item, section, "filename")
    if key is not None and isinstance(item[key], str) and trim(item[key]):
        yield Row(_pointer(pointer, key), item[key], item, section)


def _items(
    given: dict[str, Any], section: type[Section], field: str, pointer: str
) -> Iterator[tuple[Any, str]]:
    key = _key(given, section, field)
    rows = given[key] if key is not None else None
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        yield row, _pointer(_pointer(pointer, key or field), str(index))


def _key(given: Mapping[str, Any], section: type[Section], field: str) -> str | None:
    """The key under which a mapping has a field: its English name or one of its labels."""
    alias = section.model_fields[field].validation_alias
    keys = alias.choices if isinstance(alias, AliasChoices) else []
    return next((key for key in (field, *keys) if isinstance(key, str) and key in given), None)


def _pointer(pointer: str, token: str) -> str:
    return f"{pointer}/{token.replace('~', '~0').replace('/', '~1')}"
