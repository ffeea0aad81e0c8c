"""What an applicant has to prepare for a filing, as data: what to fill in, to attach, to do, each with its clause."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date

from pmos_rules.findings import Citation, Severity, Text
from pmos_rules.language.ruleset import Basis, Stage


@dataclass(frozen=True, slots=True)
class Ground:
    """What an entry rests on: a clause, and whether it says so outright."""

    cite: Citation
    basis: Basis = "stated"


@dataclass(frozen=True, slots=True)
class Condition:
    """When something is asked for: where ``when`` holds, but not where ``unless`` does."""

    when: Text | None = None
    unless: Text | None = None

    def __bool__(self) -> bool:
        return self.when is not None or self.unless is not None


ALWAYS = Condition()


@dataclass(frozen=True, slots=True)
class Grade:
    """How much something weighs where ``when`` holds; of several the first that does, and the last has none."""

    severity: Severity
    when: Text | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """How much something is asked for, and when; no severity where it is not asked for at all.

    ``grades`` are there where it weighs more in one case than in another; ``severity`` is the heaviest.
    ``awaited`` where nothing can be said without it, rather than that it fails.
    """

    severity: Severity | None = None
    awaited: bool = False
    condition: Condition = ALWAYS
    grades: tuple[Grade, ...] = ()
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is asked for, permitted, or told; ``severity`` is None for guidance, which fails nobody.

    ``detail`` puts a number or a value to the text, ``of`` names what it is about where that does not follow
    from where the point stands, ``told`` are the ids of the rules or the guidance that say so.
    """

    text: Text
    ground: Ground
    told: tuple[str, ...]
    severity: Severity | None = None
    detail: Text | None = None
    condition: Condition = ALWAYS
    grades: tuple[Grade, ...] = ()
    of: Text | None = None
    reading: Text | None = None
    stage: Stage = "submit"


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the form or a slot for attachments, to be ticked off, with all that is asked of it.

    ``path`` is where it stands in a dossier. ``options`` are the values of its code list: those there are where
    it is ``closed``, else those that are understood. ``substitutes`` are materials that may lie in a slot
    instead, ``names`` what its file may be called, ``example`` a compliant file name.
    """

    label: Text
    path: str
    told: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    reading: Text | None = None
    options: tuple[str, ...] = ()
    closed: bool = False
    also: tuple[str, ...] = ()
    substitutes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Entries that are asked for alike, by the same clause and with the same reading."""

    need: Need
    entries: tuple[Entry, ...]
    reading: Text | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the form: its entries, and what is asked of it as a whole. ``repeats`` where it has rows."""

    title: Text
    blocks: tuple[Block, ...] = ()
    points: tuple[Point, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Substitute:
    """A material that may stand in several slots."""

    material: str
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A compliant file name; ``company`` is the part of it that the applicant replaces by its own name."""

    name: str
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process: who does what, where that leads, what must be in order before, what starts to run."""

    event: Text
    by: Text
    start: Text
    to: Text
    needs: tuple[Text, ...] = ()
    starts: Text | None = None
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """A process that this kind of filing goes through, with the rules about its order and actors."""

    name: str
    title: Text
    steps: tuple[Step, ...]
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many working days for somebody; ``usual`` where that is no promise."""

    title: Text
    of: Text
    at_least: int
    working_days: int
    usual: bool
    ground: Ground


@dataclass(frozen=True, slots=True)
class Checklist:
    """All that an applicant of one kind prepares for a filing with one market, by the law of a day.

    Every rule and all guidance of the kind is in it once: in one of its parts, there at each field that it is
    about. ``documents`` are groups of slots, ``others`` what is asked of no single field, ``guidance`` the
    rest by topic.
    """

    market: str
    title: Text
    kind: str
    version: str
    digest: str
    as_of: date
    fields: tuple[Group, ...]
    documents: tuple[Group, ...]
    substitutes: tuple[Substitute, ...]
    files: tuple[Point, ...]
    example: Example | None
    others: tuple[Group, ...]
    procedures: tuple[Procedure, ...]
    deadlines: tuple[Deadline, ...]
    guidance: tuple[tuple[str, tuple[Point, ...]], ...]
    instruments: tuple[Citation, ...] = field(default=())

    @property
    def told(self) -> frozenset[str]:
        """The id of every rule and of all guidance that stands in it."""
        return frozenset(name for part in walk(self) if isinstance(part, Point | Entry) for name in part.told)

    def topic(self, name: str) -> tuple[Point, ...]:
        """The guidance of a topic."""
        return dict(self.guidance).get(name, ())


def walk(part: object) -> Iterator[object]:
    """Everything that a checklist, or a part of one, is made of, in order."""
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        for inner in part:
            yield from walk(inner)
    elif is_dataclass(part) and not isinstance(part, type):
        yield part
        for known in fields(part):
            yield from walk(getattr(part, known.name))
