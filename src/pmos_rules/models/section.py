"""The base of every part of a dossier: a frozen model that takes whatever it is given and never complains."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    PlainSerializer,
    PlainValidator,
    ValidationError,
)
from pydantic_core import CoreSchema

from pmos_rules.formats.masking import mask
from pmos_rules.formats.normalise import sanitise, trim
from pmos_rules.formats.types import Part
from pmos_rules.formats.values import Unreadable
from pmos_rules.models.notes import note, note_extra
from pmos_rules.models.rereading import refuse_inexact
from pmos_rules.models.serialising import to_plain


def _drop_aliases(schema: CoreSchema) -> None:
    """Take the Chinese labels out of a section's schema: the dossier translates them where it meets one.

    Looking for every label of every absent field would make every dossier in English keys a tenth slower.
    """
    model: Any = schema
    while model["type"] != "model-fields":
        model = model["schema"]
    for field in model["fields"].values():
        field.pop("validation_alias", None)


class Section(BaseModel):
    """One part of a dossier, such as the contact details or one shareholder.

    Every field is `None` where it is missing. Keys that no field has are kept in `model_extra`. `PARTS` are
    what can be read off the whole section, by name; `BARE` names the field for which a bare text stands.
    """

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True, defer_build=True)

    __pydantic_extra__: dict[
        str, Annotated[Any, PlainValidator(note_extra), PlainSerializer(to_plain, when_used="json")]
    ]

    PARTS: ClassVar[Mapping[str, Part]] = {}
    BARE: ClassVar[str | None] = None

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        for name, info in cls.__pydantic_fields__.items():
            if isinstance(info.validation_alias, AliasChoices) and name not in info.validation_alias.choices:
                info.validation_alias = AliasChoices(name, *info.validation_alias.choices)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        _drop_aliases(handler.resolve_ref_schema(schema))
        return schema

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        for name, value in self.__dict__.items():
            if value is not None:
                yield name, _shown(value, type(self).__pydantic_fields__[name].metadata)
        for key in self.__pydantic_extra__ or ():
            yield key, ...


def read_section(section: type[Section], raw: object) -> Section | Unreadable | None:
    """What no fast path took for a section: nothing, a mapping with odd keys, or no section at all."""
    if isinstance(raw, str) and not trim(raw):
        return None
    if isinstance(raw, Mapping):
        read = from_mapping(section, raw)
        return drop_empty(read) if isinstance(read, Section) else read
    if isinstance(raw, str) and section.BARE is not None:
        return section.model_validate({section.BARE: raw})
    return read_no_shape(raw)


def drop_empty(section: Section) -> Section | None:
    """A section in which nothing stands is missing, also where its fields are there and all blank."""
    for value in section.__dict__.values():
        if value is not None:
            return section
    return section if section.__pydantic_extra__ else None


def read_row(section: type[Section], raw: object) -> Section | Unreadable:
    """What no fast path took for a row of a list: a row in which nothing stands is an empty section."""
    row = read_section(section, raw) if raw is not None else None
    return section.model_validate({}) if row is None else row


def read_no_list(raw: object) -> Unreadable | None:
    """What no fast path took for a list: nothing, or something that is no list."""
    if raw is None or (isinstance(raw, str) and not trim(raw)):
        return None
    return read_no_shape(raw)


def read_no_shape(raw: object) -> Unreadable:
    """What has the wrong shape, noticed as such."""
    refuse_inexact(raw)
    note("shape")
    return Unreadable(raw, "shape")


def from_mapping(section: type[Section], raw: Mapping[Any, Any]) -> Section | Unreadable:
    """A section from a mapping whose keys are no clean texts."""
    try:
        return section.model_validate({sanitise(str(key)): value for key, value in raw.items()})
    except ValidationError:
        return read_no_shape(raw)


def _shown(value: Any, metadata: Iterable[Any]) -> Any:
    """What `repr` may show of a value: personal values masked, free mappings not at all."""
    for reading in metadata:
        value_type = getattr(reading, "value_type", None)
        if value_type is not None and value_type.name == "raw":
            return ...
        if value_type is not None and value_type.personal and isinstance(value, str):
            return mask(value, value_type.name)
    return value
