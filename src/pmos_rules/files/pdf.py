"""The bytes of a PDF in, facts out: the one door to pypdf, run as a process of its own.

The file is a script and imports nothing of this project, so that the process starts in the time that
pypdf takes to load. `inspector` starts it, feeds it and ends it. Nothing here opens a file: the bytes
come through the pipe, and what is asked for is answered in lines of JSON:

    {"ready": true}                                        once, when pypdf is loaded
    {"size": 123, "pages": 50, "seconds": 10}  + 123 bytes  asked, once a file
    {"opens": true, "encrypted": false, "pages": 2}         as soon as it is known
    {"text_layer": …, "done": true}                         when all is known
"""

import json
import logging
import math
import os
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

import pypdf
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

Facts = dict[str, Any]

ENOUGH_TEXT = 20
_OBJECTS_LOOKED_AT = 1000
_BROKEN: Facts = {"opens": False}


def inspect(data: bytes, *, page_limit: int = 50) -> Iterator[Facts]:
    """Yield the facts of one PDF as they become known: first whether it opens, then what its pages hold.

    Never raises: what pypdf cannot read is ``opens: False``, what it chokes on later stays out.
    """
    # pypdf meets hostile input with KeyError, RecursionError, MemoryError and more: each means "broken".
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        facts = _opened(reader)
    except DependencyError:
        # Encrypted with AES, and no cryptography library is installed: nobody can tell whether it opens.
        yield {"encrypted": True}
        return
    except Exception:  # noqa: BLE001  # see above
        yield dict(_BROKEN)
        return
    yield facts
    if facts["opens"]:
        yield _contents(reader, page_limit)
        yield _signatures(reader)


def _opened(reader: pypdf.PdfReader) -> Facts:
    if reader.is_encrypted and not reader.decrypt(""):
        return {"opens": False, "encrypted": True}
    return {"opens": True, "encrypted": reader.is_encrypted, "pages": len(reader.pages)}


def _contents(reader: pypdf.PdfReader, page_limit: int) -> Facts:
    """Text and images of the first pages; what one unreadable page leaves open stays out."""
    pages = [_page(reader, index) for index in range(min(len(reader.pages), page_limit))]
    facts: Facts = {}
    if any(page is not None and page[0] for page in pages):
        facts["text_layer"] = True
    elif None not in pages:
        facts["text_layer"] = False
    if None not in pages:
        scans = [dpi for has_text, has_image, dpi in filter(None, pages) if has_image and not has_text]
        facts["image_only_pages"] = len(scans)
        facts["resolution_dpi"] = min(filter(None, scans), default=None)
    return facts


def _page(reader: pypdf.PdfReader, index: int) -> tuple[bool, bool, int | None] | None:
    """Whether a page has text and an image, and that image's resolution; None where it cannot be read."""
    try:
        page = reader.pages[index]
        letters = sum(not character.isspace() for character in page.extract_text())
        areas = [_area(image) for image in _images(page)]
        return letters >= ENOUGH_TEXT, bool(areas), _resolution(page, max(areas, default=0))
    except Exception:  # noqa: BLE001  # hostile input, as in `inspect`
        return None


def _images(page: pypdf.PageObject) -> Iterator[DictionaryObject]:
    """The images among a page's resources, also those inside forms, each once."""
    waiting: list[Any] = [page]
    seen: set[int] = set()
    while waiting and len(seen) < _OBJECTS_LOOKED_AT:
        resources = _resolved(waiting.pop().get("/Resources"))
        objects = _resolved(resources.get("/XObject")) if isinstance(resources, DictionaryObject) else None
        if not isinstance(objects, DictionaryObject):
            continue
        for entry in map(_resolved, objects.values()):
            if not isinstance(entry, DictionaryObject) or id(entry) in seen:
                continue
            seen.add(id(entry))
            if entry.get("/Subtype") == "/Image":
                yield entry
            elif entry.get("/Subtype") == "/Form":
                waiting.append(entry)


def _area(image: DictionaryObject) -> float:
    width, height = _resolved(image.get("/Width")), _resolved(image.get("/Height"))
    return float(width) * float(height)  # type: ignore[arg-type]  # what is no number is an unreadable page


def _resolution(page: pypdf.PageObject, pixels: float) -> int | None:
    """Dots per inch, by area: the same for a page turned on its side."""
    unit = float(page.get("/UserUnit", 1)) / 72
    square_inches = abs(float(page.mediabox.width) * float(page.mediabox.height)) * unit * unit
    return round(math.sqrt(pixels / square_inches)) if pixels > 0 and square_inches > 0 else None


def _signatures(reader: pypdf.PdfReader) -> Facts:
    """How many signature fields hold a signature; a field's type may stand on its parent."""
    try:
        form = _resolved(reader.root_object.get("/AcroForm"))
        fields = _resolved(form.get("/Fields")) if isinstance(form, DictionaryObject) else None
        waiting = [(field, None) for field in fields] if isinstance(fields, ArrayObject) else []
        return {"signatures": _signed(waiting)}
    except Exception:  # noqa: BLE001  # hostile input, as in `inspect`
        return {}


def _signed(waiting: list[tuple[Any, Any]]) -> int:
    signed, seen = 0, set[int]()
    while waiting and len(seen) < _OBJECTS_LOOKED_AT:
        entry, inherited = waiting.pop()
        field = _resolved(entry)
        if not isinstance(field, DictionaryObject) or id(field) in seen:
            continue
        seen.add(id(field))
        kind = field.get("/FT", inherited)
        signed += kind == "/Sig" and "/V" in field
        kids = _resolved(field.get("/Kids"))
        if isinstance(kids, ArrayObject):
            waiting.extend((kid, kind) for kid in kids)
    return signed


def _resolved(value: Any) -> PdfObject | None:
    return value.get_object() if isinstance(value, PdfObject) else None


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer one file after another until the pipe is closed."""
    _answer(answers, {"ready": True})
    while line := questions.readline():
        asked = json.loads(line)
        data = questions.read(asked["size"])
        _allow_processor_time(asked["seconds"])
        for facts in filter(None, inspect(data, page_limit=asked["pages"])):
            _answer(answers, facts)
        _answer(answers, {"done": True})


def _answer(answers: BinaryIO, facts: Facts) -> None:
    answers.write(json.dumps(facts).encode("ascii") + b"\n")
    answers.flush()


def _silence() -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


def _bound_memory(memory_bytes: int) -> None:
    """Bound what the process may take, where the platform can; the clock outside bounds it everywhere."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (("RLIMIT_AS", memory_bytes), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)):
        _lower(resource, getattr(resource, name, None), most)


def _lower(resource: Any, name: int | None, most: int) -> None:
    if name is None:
        return
    _, hard = resource.getrlimit(name)
    within = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(name, (within, within))
    except (OSError, ValueError):  # macOS knows RLIMIT_AS and refuses to set it
        return


def _allow_processor_time(seconds: float) -> None:
    """End a process that loops even when nobody is left outside to end it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(used + seconds) + 1
    if hard == resource.RLIM_INFINITY or soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def main() -> None:
    """Serve on standard input and output; whatever else is printed goes nowhere."""
    _silence()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _bound_memory(int(sys.argv[1]))
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
