"""A dotted path as written → the steps that a plan walks, checked against the schema."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pmos_rules.formats.types import Part
from pmos_rules.language.ir import Path, ScopeName
from pmos_rules.language.lookalikes import did_you_mean
from pmos_rules.language.schema import Shape
from pmos_rules.source import Span, suggest

Steps = tuple[str, ...]
_DEPTH = 5


class UnknownPath(Exception):
    """A path that leads nowhere; what its author may have meant is looked for when it is asked for."""

    def __init__(self, code: str, message: str, hint: Callable[[], str | None]) -> None:
        super().__init__(message)
        self.code, self.message, self._hint = code, message, hint

    @property
    def help(self) -> str | None:
        """How it was probably meant."""
        return self._hint()


@dataclass(frozen=True, slots=True)
class Base:
    """Where relative paths start: the dossier, an item or a row; ``steps`` lead there from the dossier."""

    scope: ScopeName
    shape: Shape
    steps: Steps = ()
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The bases that paths in one predicate may start from, and the code lists that fields are bound to."""

    dossier: Base
    item: Base | None = None
    row: Base | None = None
    codelists: Mapping[Steps, str] = field(default_factory=dict)

    @property
    def here(self) -> Base:
        """The innermost base."""
        return self.row or self.item or self.dossier

    def into_item(self, path: Path) -> "Scope":
        """The scope inside `for`."""
        return replace(self, item=self._inside(path, "item"))

    def into_row(self, path: Path) -> "Scope":
        """The scope inside `where`."""
        return replace(self, row=self._inside(path, "row"))

    def outermost(self) -> "Scope":
        """The scope of a rule without `for`."""
        return replace(self, item=None, row=None)

    def absolute(self, path: Path) -> Steps:
        """The steps from the dossier."""
        base = self.row if path.scope == "row" else self.item
        start = base.steps if base is not None and path.scope not in ("dossier", "as_of") else ()
        return (*(start[:-1] if path.scope == "beside" else start), *path.steps)

    def beside(self) -> Base:
        """The section in which the item of `for` is a field."""
        if self.item is None or self.item.steps[-1] == "*":
            message = "`beside` stands for the section around a field, and there is no `for` on a field here"
            raise UnknownPath("no-item", message, lambda: "write `for:` with the path of a field")
        steps = self.item.steps[:-1]
        shape = resolve(".".join(steps), self.outermost()).shape if steps else self.dossier.shape
        return Base("beside", shape, steps, self.item.supplied)

    def _inside(self, path: Path, scope: ScopeName) -> Base:
        shape = path.shape if path.part is None else Shape("value", type=path.part_type)
        return Base(scope, shape, self.absolute(path), path.supplied)


def resolve(text: str, scope: Scope, span: Span | None = None) -> Path:
    """Walk the path from where it starts; raises UnknownPath with a hint."""
    base, segments = _start(text, scope)
    shape, supplied = base.shape, base.supplied
    steps: list[str] = []
    for index, segment in enumerate(segments):
        known = shape.section.fields.get(segment) if shape.section is not None else None
        if segment == "*" and shape.element is not None:
            shape = shape.element
        elif known is not None:
            shape, supplied = known.shape, supplied or known.supplied
        else:
            part = parts_of(shape).get(".".join(segments[index:]))
            if part is None:
                raise _unknown(text, ".".join(segments), base, scope)
            supplied = supplied or part.supplied
            return Path(base.scope, tuple(steps), part.name, shape, part.type, None, supplied, span)
        steps.append(segment)
    bound = scope.codelists.get((*base.steps, *steps))
    return Path(base.scope, tuple(steps), None, shape, None, bound, supplied, span)


def _start(text: str, scope: Scope) -> tuple[Base, list[str]]:
    segments = text.split(".")
    if segments[0] == "dossier":
        return scope.dossier, segments[1:]
    if segments[0] == "beside":
        return scope.beside(), segments[1:]
    if segments[0] == "this":
        if scope.here is scope.dossier:
            hint = "add `for:` with a path to the items"
            raise UnknownPath("no-item", "`this` stands for an item, and there is no `for` here", lambda: hint)
        return scope.here, segments[1:]
    return scope.here, segments


def parts_of(shape: Shape) -> Mapping[str, Part]:
    """The readable parts of what lies at a path."""
    if shape.section is not None:
        return shape.section.parts
    return shape.type.parts if shape.type is not None else {}


# -- a path that leads nowhere -------------------------------------------------------------------------


def _unknown(text: str, path: str, base: Base, scope: Scope) -> UnknownPath:
    """That a path, as written and from where it starts, leads nowhere."""
    where = "" if base.scope == "dossier" else f" in `{'.'.join(base.steps)}`"
    return UnknownPath("unknown-path", f"there is no field `{text}`{where}", lambda: _hint(text, path, base, scope))


def _hint(text: str, path: str, base: Base, scope: Scope) -> str | None:
    """A path of the same label, the same path from the dossier, or the nearest path; it starts where this one does."""
    start, word = text.removesuffix(path), path.rpartition(".")[2]
    called = _shortest(known for known, label in _every_label(base.shape) if label == word)
    if called:
        return f"did you mean {' or '.join(f'`{start}{known}`' for known in called)}?"
    if base.scope != "dossier" and is_path(f"dossier.{path}", scope):
        return f"paths start at the item here; write `dossier.{path}` for the field of the dossier"
    near = _nearest(path, base.shape)
    if len(near) == 1:
        return did_you_mean(text, f"{start}{near[0]}")
    if near:
        return f"did you mean {' or '.join(f'`{start}{known}`' for known in near)}?"
    if base.scope == "dossier":
        return None
    return "paths start at the item here; write `dossier.` before a path that starts at the dossier"


def _nearest(text: str, shape: Shape) -> list[str]:
    """The same path but for `*`; else the nearest whose last word is near too; else those of the nearest last word."""
    paths = list(every_path(shape))
    same = _shortest(path for path in paths if path.replace(".*", "") == text.replace(".*", ""))
    if same:
        return same
    word, near = text.rpartition(".")[2], suggest(text, paths)
    if near is not None and suggest(word, [near.rpartition(".")[2]]) is not None:
        return [near]
    last = suggest(word, [path.rpartition(".")[2] for path in paths])
    return _shortest(path for path in paths if path.rpartition(".")[2] == last)


def _shortest(paths: Iterable[str]) -> list[str]:
    """The paths of the fewest steps, three at most: the others mostly repeat them."""
    found = list(paths)
    fewest = min((path.count(".") for path in found), default=0)
    return [path for path in found if path.count(".") == fewest][:3]


def is_path(text: str, scope: Scope) -> bool:
    """Whether a path leads somewhere."""
    try:
        resolve(text, scope)
    except UnknownPath:
        return False
    return True


def every_path(shape: Shape) -> Iterator[str]:
    """Every path below a shape, fields before parts, in the order of the schema."""
    return (path for path, _ in _every_label(shape))


def _every_label(shape: Shape, prefix: str = "", depth: int = _DEPTH) -> Iterator[tuple[str, str | None]]:
    """Every path below a shape with what the form calls its field."""
    if depth == 0:
        return
    if shape.section is not None:
        for name, known in shape.section.fields.items():
            yield f"{prefix}{name}", known.label
            yield from _every_label(known.shape, f"{prefix}{name}.", depth - 1)
    elif shape.element is not None:
        yield f"{prefix}*", None
        yield from _every_label(shape.element, f"{prefix}*.", depth - 1)
    yield from ((f"{prefix}{part}", part) for part in parts_of(shape))


# -- every field -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value somewhere in the schema: the steps that lead there, and what lies there."""

    steps: Steps
    shape: Shape
    supplied: bool


def every_leaf(shape: Shape, steps: Steps = (), supplied: bool = False, depth: int = _DEPTH) -> Iterator[Leaf]:
    """Every value below a shape, in the order of the schema."""
    if shape.section is not None and depth > 0:
        for name, known in shape.section.fields.items():
            yield from every_leaf(known.shape, (*steps, name), supplied or known.supplied, depth - 1)
    elif shape.element is not None:
        yield from every_leaf(shape.element, (*steps, "*"), supplied, depth)
    elif shape.kind == "value":
        yield Leaf(steps, shape, supplied)
