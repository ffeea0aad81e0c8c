"""A pydantic class → the schema that rules are checked against: names, labels, types, parts.

Any class will do whose leaf fields carry, among their annotated metadata, an object with the attributes
``value_type`` and ``shape`` (``value``, ``values`` or ``mapping``), so that a province can bring a dossier of its
own. A field whose JSON Schema extra says ``supplied`` is for somebody else than the applicant to supply;
``asks`` is the method by which a caller's object can be asked about it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo

from pmos_rules.formats.types import Part, ValueType
from pmos_rules.formats.values import Unreadable

ShapeKind = Literal["value", "section", "list", "mapping", "raw"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What lies at a path: a value of a type, a section, a list or mapping of elements, or raw data."""

    kind: ShapeKind
    type: ValueType | None = None
    section: "SectionSchema | None" = None
    element: "Shape | None" = None

    @property
    def repeats(self) -> bool:
        """Whether ``*`` may follow."""
        return self.kind in ("list", "mapping")


@dataclass(frozen=True, slots=True)
class FieldSchema:
    """One field: its English key, its labels (the first is what messages call it), what lies there.

    ``asks`` names the method of a caller's reference object that knows a set which is supplied.
    """

    name: str
    labels: tuple[str, ...]
    shape: Shape
    supplied: bool = False
    asks: str | None = None

    @property
    def label(self) -> str:
        """What the form calls it."""
        return self.labels[0] if self.labels else self.name


@dataclass(frozen=True, slots=True, eq=False)
class SectionSchema:
    """The fields and computed parts of one pydantic class."""

    name: str
    model: type[BaseModel]
    fields: Mapping[str, FieldSchema] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)

    def by_key(self, key: str) -> FieldSchema | None:
        """The field that a key of the input means, in English or Chinese."""
        if key in self.fields:
            return self.fields[key]
        return next((known for known in self.fields.values() if key in known.labels), None)

    def keys(self) -> Iterator[str]:
        """Every key that the input may use."""
        for known in self.fields.values():
            yield known.name
            yield from known.labels


def read_schema(model: type[BaseModel]) -> SectionSchema:
    """Read the schema off a pydantic class."""
    return _Reader().section(model)


class _Reader:
    """Reads each class once; a class that holds itself refers to itself."""

    def __init__(self) -> None:
        self.known: dict[type[BaseModel], SectionSchema] = {}

    def section(self, model: type[BaseModel]) -> SectionSchema:
        if model not in self.known:
            fields: dict[str, FieldSchema] = {}
            schema = SectionSchema(model.__name__, model, fields, getattr(model, "PARTS", {}))
            self.known[model] = schema
            for name, info in model.model_fields.items():
                fields[name] = self.field(name, info)
        return self.known[model]

    def field(self, name: str, info: FieldInfo) -> FieldSchema:
        shape = self.shape(Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation)
        supplied = bool(_extra(info, "supplied"))
        return FieldSchema(name, _labels(name, info), shape, supplied, _extra(info, "asks"))

    def shape(self, annotation: Any) -> Shape:
        origin = get_origin(annotation)
        if origin is Annotated:
            return self.annotated(annotation)
        if origin in (Union, UnionType):
            return self.shape(_main(get_args(annotation)))
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return Shape("section", section=self.section(annotation))
        if origin in (tuple, list):
            return Shape("list", element=self.shape(get_args(annotation)[0]))
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return Shape("mapping", element=self.shape(get_args(annotation)[1]))
        return Shape("raw")

    def annotated(self, annotation: Any) -> Shape:
        inner, *metadata = get_args(annotation)
        reading = next((item for item in metadata if hasattr(item, "value_type")), None)
        if reading is None:
            return self.shape(inner)
        value = Shape("raw") if reading.value_type.name == "raw" else Shape("value", type=reading.value_type)
        if reading.shape == "value":
            return value
        return Shape("list" if reading.shape == "values" else "mapping", element=value)


def _main(options: tuple[Any, ...]) -> Any:
    """The member of a union that says what the field is; the others are how it can be missing or unread."""
    return next((option for option in options if option not in (NoneType, Unreadable)), NoneType)


def _labels(name: str, info: FieldInfo) -> tuple[str, ...]:
    alias = info.validation_alias
    if isinstance(alias, AliasChoices):
        return tuple(choice for choice in alias.choices if isinstance(choice, str) and choice != name)
    return (info.title,) if info.title else ()


def _extra(info: FieldInfo, key: str) -> Any:
    extra = info.json_schema_extra
    return extra.get(key) if isinstance(extra, Mapping) else None
