"""A dossier and what its reader knows besides → the dossier with that as its reference data."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from pmos_rules.errors import InputError
from pmos_rules.formats.types import RAW, ValueType
from pmos_rules.formats.values import Unreadable
from pmos_rules.language.schema import FieldSchema, SectionSchema
from pmos_rules.source import suggest

_FIELD = "reference"


class Reference(Protocol):
    """What a platform knows and a dossier does not say, one method per question.

    Each gives None where it cannot say; the rule then looks at what the dossier itself gives under
    `reference`, and is undetermined where that is silent too. Any object with some of these methods will do.
    Texts come in normal form: trimmed, codes in half width and upper case. A question is asked once per
    report at most, some only when `report.outcomes` is first read. What a method raises makes the rule that
    asked an `error`, and no other.
    """

    def login_taken(self, name: str) -> bool | None:
        """Whether somebody has the login name already."""

    def in_catalog(self, name: str) -> bool | None:
        """Whether the admission catalogue (准入目录) holds the company."""

    def contact_authorised(self, name: str) -> bool | None:
        """Whether the person is an authorised contact (授权联系人)."""

    def dispatch_name(self, uscc: str) -> str | None:
        """The dispatch name (调度简称) of the company with the unified social credit code."""

    def region(self, name: str) -> bool | None:
        """Whether the region is in force."""


class Asked:
    """A set or mapping that is not here, but that somebody can be asked about, one value at a time."""

    __slots__ = ("answers", "ask", "otherwise", "type")

    def __init__(self, ask: Callable[[str], Any], otherwise: Any, value_type: ValueType) -> None:
        self.ask, self.otherwise, self.type = ask, otherwise, value_type
        self.answers: dict[str, Any] = {}

    def answer(self, value: str) -> Any:
        """What was said of a value in normal form; None where nobody could say."""
        if value not in self.answers:
            self.answers[value] = self.ask(str(value))
        return self.answers[value]

    def holds(self, value: Any) -> bool | None:
        """Whether it has a value; None where nobody could say."""
        told = self.answer(value) if isinstance(value, str) else None
        if told is not None or not isinstance(self.otherwise, tuple):
            return None if told is None else bool(told)
        if value in self.otherwise:
            return True
        return None if any(isinstance(item, Unreadable) for item in self.otherwise) else False

    def gives(self, key: str) -> Any:
        """What it has for a key, read as its type; None where nobody could say."""
        told = self.answer(key)
        read = None if told is None else self.type.read(told)
        return str(read) if isinstance(read, str) else read  # how the answer was typed is nobody's concern

    def __contains__(self, value: object) -> bool:
        told = self.holds(value)
        if told is None:
            raise LookupError("nobody could say")
        return told


def with_reference(dossier: Any, reference: Any, schema: SectionSchema) -> Any:
    """The dossier with reference data: what the caller gives stands before what the dossier says itself.

    ``reference`` is a mapping of sets as a dossier's own `reference` is, the same already read, or an object
    with methods of `Reference`. Raises InputError for a mapping with unknown or misshapen sets, TypeError for
    what is neither.
    """
    field = schema.fields.get(_FIELD)
    section = field.shape.section if field is not None else None
    if section is None:
        raise TypeError("this dossier has no reference data")
    own = getattr(dossier, _FIELD, None)
    base = own if isinstance(own, section.model) else section.model()
    known = _known(reference, base, section, schema)
    return dossier.model_copy(update={_FIELD: base.model_copy(update=known)})


def _known(reference: Any, base: Any, section: SectionSchema, schema: SectionSchema) -> Mapping[str, Any]:
    if isinstance(reference, section.model):
        return _given(reference, section)
    if isinstance(reference, Mapping):
        return _given(_read(reference, section, schema), section)
    asked = {
        name: Asked(getattr(reference, field.asks), getattr(base, name), _element(field))
        for name, field in section.fields.items()
        if field.asks is not None and callable(getattr(reference, field.asks, None))
    }
    if not asked:
        methods = ", ".join(f"`{field.asks}`" for field in section.fields.values() if field.asks)
        raise TypeError(f"reference data are a mapping, or an object with one of the methods {methods}")
    return asked


def _given(reference: Any, section: SectionSchema) -> Mapping[str, Any]:
    values = {name: getattr(reference, name) for name in section.fields}
    return {name: value for name, value in values.items() if value is not None}


def _read(reference: Mapping[Any, Any], section: SectionSchema, schema: SectionSchema) -> Any:
    for key in reference:
        if section.by_key(str(key)) is None:
            near = suggest(str(key), section.keys())
            raise InputError(
                f"参照数据中没有“{key}”" + (f"，是否应为“{near}”" if near else ""),
                f"reference data have no `{key}`" + (f"; did you mean `{near}`?" if near else ""),
            )
    read = schema.model.model_validate({_FIELD: dict(reference)})
    for name, field in section.fields.items():
        if _is_misshapen(getattr(getattr(read, _FIELD), name, None)):
            kind = "mapping of texts" if field.shape.kind == "mapping" else "list of texts"
            raise InputError(
                f"参照数据“{field.label}”的形式不符", f"`{name}` of the reference data should be a {kind}"
            )
    return getattr(read, _FIELD)


def _is_misshapen(value: Any) -> bool:
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,)
    return any(isinstance(item, Unreadable) for item in items)


def _element(field: FieldSchema) -> ValueType:
    element = field.shape.element
    return element.type if element is not None and element.type is not None else RAW
