"""How much time, memory and reading one scan may cost, as one value."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one scan; every one of them holds whatever the files contain.

    ``seconds_per_file``  wall clock for reading one PDF; a file that takes longer keeps the facts so far.
    ``seconds_in_all``    for the whole folder: past it, files are neither hashed nor opened any more.
    ``seconds_to_start``  for the process that reads PDFs to come up.
    ``pdf_bytes``         a larger file is not opened: ``opens`` stays unknown.
    ``hashed_bytes``      a larger file is not hashed: ``sha256`` stays unknown.
    ``memory_bytes``      address space of the process that reads PDFs, where the platform can bound it.
    ``pages``             so many pages, from the first, are asked for text and images.
    ``unlisted``          so many files that the dossier does not name are reported.
    """

    seconds_per_file: float = 10.0
    seconds_in_all: float = 60.0
    seconds_to_start: float = 20.0
    pdf_bytes: int = 64 * MIB
    hashed_bytes: int = 512 * MIB
    memory_bytes: int = 1024 * MIB
    pages: int = 50
    unlisted: int = 100


USUAL = Limits()
