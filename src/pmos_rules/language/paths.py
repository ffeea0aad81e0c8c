"""A dotted path as written → the steps that a plan walks, checked against the schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pmos_rules.formats.types import Part
from pmos_rules.language.ir import Path, ScopeName
from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.source import suggest

_DEPTH = 5


class UnknownPath(Exception):
    """A path that leads nowhere, with what its author may have meant."""

    def __init__(self, code: str, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.help = code, message, help


@dataclass(frozen=True, slots=True)
class Base:
    """Where relative paths start: the dossier, an item or a row; ``steps`` lead there from the dossier."""

    scope: ScopeName
    shape: Shape
    steps: tuple[str, ...] = ()
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The bases that paths in one predicate may start from."""

    dossier: Base
    item: Base | None = None
    row: Base | None = None

    @property
    def here(self) -> Base:
        """The innermost base."""
        return self.row or self.item or self.dossier

    def into_item(self, path: Path) -> "Scope":
        """The scope inside `for`."""
        return replace(self, item=_inside(path, "item"))

    def into_row(self, path: Path) -> "Scope":
        """The scope inside `where`."""
        return replace(self, row=_inside(path, "row"))


def _inside(path: Path, scope: ScopeName) -> Base:
    shape = path.shape if path.part is None else Shape("value", type=path.part_type)
    return Base(scope, shape, path.steps, path.supplied)


def absolute(path: Path, scope: "Scope | None" = None) -> tuple[str, ...]:
    """The steps from the dossier."""
    if scope is None or path.scope == "dossier":
        return path.steps
    base = scope.row if path.scope == "row" else scope.item
    start = base.steps if base else ()
    return (*(start[:-1] if path.scope == "beside" else start), *path.steps)


def resolve(text: str, scope: Scope) -> Path:
    """Walk the path from where it starts; raises UnknownPath with a hint."""
    base, segments = _start(text, scope)
    shape, supplied = base.shape, base.supplied
    steps: list[str] = []
    for index, segment in enumerate(segments):
        known = shape.section.fields.get(segment) if shape.section is not None else None
        if segment == "*" and shape.repeats and shape.element is not None:
            shape = shape.element
        elif known is not None:
            shape, supplied = known.shape, supplied or known.supplied
        else:
            part = _part(shape, ".".join(segments[index:]), text, base)
            return Path(
                base.scope, tuple(steps), part.name, shape, part.type, None, supplied or part.supplied
            )
        steps.append(segment)
    return Path(base.scope, tuple(steps), None, shape, None, None, supplied)


def _start(text: str, scope: Scope) -> tuple[Base, list[str]]:
    segments = text.split(".")
    if segments[0] == "dossier":
        return scope.dossier, segments[1:]
    if segments[0] == "beside":
        return _beside(scope), segments[1:]
    if segments[0] == "this":
        if scope.here.scope == "dossier":
            raise UnknownPath("no-item", "`this` stands for an item, and this rule has no `for`")
        return scope.here, segments[1:]
    return scope.here, segments


def _beside(scope: Scope) -> Base:
    """The section in which the item of `for` is a field."""
    steps = scope.item.steps[:-1] if scope.item is not None else ()
    if scope.item is None or scope.item.steps[-1:] == ("*",):
        raise UnknownPath("no-item", "`beside` stands for the section around a field, and this `for` names none")
    around = resolve(".".join(steps), Scope(scope.dossier)) if steps else None
    return Base("beside", around.shape if around is not None else scope.dossier.shape, steps, scope.item.supplied)


def _part(shape: Shape, part: str, text: str, base: Base) -> Part:
    parts = parts_of(shape)
    if part in parts:
        return parts[part]
    raise UnknownPath("unknown-path", f"there is no field `{text}`{_here(base)}", _hint(text, base))


def parts_of(shape: Shape) -> Mapping[str, Part]:
    """The readable parts of what lies at a path."""
    if shape.section is not None:
        return shape.section.parts
    return shape.type.parts if shape.type is not None else {}


def _here(base: Base) -> str:
    return "" if base.scope == "dossier" else f" in `{'.'.join(base.steps)}`"


def _hint(text: str, base: Base) -> str | None:
    near = suggest(text, every_path(base.shape))
    if near is not None:
        return f"did you mean `{near}`?"
    if base.scope != "dossier":
        return "paths start at the item here; write `dossier.` before a path that starts at the dossier"
    return None


def every_path(shape: Shape, prefix: str = "", depth: int = _DEPTH) -> Iterator[str]:
    """Every path below a shape, fields before parts, in the order of the schema."""
    if depth == 0:
        return
    join = f"{prefix}." if prefix else ""
    if shape.section is not None:
        for name, known in shape.section.fields.items():
            yield f"{join}{name}"
            yield from every_path(known.shape, f"{join}{name}", depth - 1)
        yield from (f"{join}{part}" for part in shape.section.parts)
    elif shape.repeats and shape.element is not None:
        yield f"{join}*"
        yield from every_path(shape.element, f"{join}*", depth - 1)
    elif shape.type is not None:
        yield from (f"{join}{part}" for part in shape.type.parts)


def every_field(
    section: SectionSchema, steps: tuple[str, ...] = (), depth: int = _DEPTH
) -> Iterator[tuple[tuple[str, ...], Shape, bool]]:
    """Every value below a section, with the steps that lead to it and whether it is supplied from outside."""
    if depth == 0:
        return
    for name, known in section.fields.items():
        yield from _fields((*steps, name), known.shape, known.supplied, depth)


def _fields(
    steps: tuple[str, ...], shape: Shape, supplied: bool, depth: int
) -> Iterator[tuple[tuple[str, ...], Shape, bool]]:
    if shape.kind == "value":
        yield steps, shape, supplied
    elif shape.section is not None:
        for inner, leaf, more in every_field(shape.section, steps, depth - 1):
            yield inner, leaf, supplied or more
    elif shape.element is not None and shape.repeats:
        yield from _fields((*steps, "*"), shape.element, supplied, depth)
