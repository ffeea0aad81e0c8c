"""A schema → where in a dossier files are told of."""

from collections.abc import Iterator

from pmos_rules.language.schema import SectionSchema, Shape

Steps = tuple[str, ...]


def holds_file(shape: Shape) -> bool:
    """Whether a file is told of there: a section with a file's name."""
    return shape.section is not None and "filename" in shape.section.fields


def is_in_file(steps: Steps, schema: SectionSchema) -> bool:
    """Whether a place is a file, a list of files, or a fact about one."""
    shape = Shape("section", section=schema)
    for step in steps:
        below = _below(shape, step)
        if below is None:
            return False
        if holds_file(below) or (below.element is not None and holds_file(below.element)):
            return True
        shape = below
    return False


def _below(shape: Shape, step: str) -> Shape | None:
    if shape.section is None:
        return shape.element
    known = shape.section.fields.get(step)
    return known.shape if known is not None else None


def file_places(schema: SectionSchema) -> Iterator[Steps]:
    """Every file and list of files of the dossier and of its rows, those in rows first."""
    inner = [
        ((name, "*"), known.shape.element.section)
        for name, known in schema.fields.items()
        if known.shape.element is not None and known.shape.element.section is not None
    ]
    for above, section in (*inner, ((), schema)):
        for name, known in section.fields.items():
            if holds_file(known.shape):
                yield (*above, name)
            elif known.shape.element is not None and holds_file(known.shape.element):
                yield (*above, name, "*")
