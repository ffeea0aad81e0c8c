"""A file of a pack → its text, or a diagnostic: nothing is read that does not lie in the pack's folder.

What a pack holds is shown in messages, line by line. A link that leads elsewhere would show what lies there.
"""

from pathlib import Path

from pmos_rules.language.limits import MOST_FILES, MOST_TEXT
from pmos_rules.source import Diagnostic, SourceText, about_file, read_source


def read_within(folder: Path, path: Path, name: str) -> SourceText | Diagnostic:
    """The text of a file in a folder or below it, called ``name`` in messages."""
    if path.exists() and not path.resolve().is_relative_to(folder.resolve()):
        return about_file("outside-pack", "this is a link that leads out of the pack", name, "put the file itself here")
    if path.exists() and not path.is_file():
        return about_file("source-unreadable", "this is no file", name)
    return read_source(path, name)


def read_all(folder: Path, paths: list[Path], prefix: str) -> tuple[list[SourceText], list[Diagnostic]]:
    """The texts of the files of a pack, and what cannot be read of them."""
    texts: list[SourceText] = []
    unreadable: list[Diagnostic] = []
    room = MOST_TEXT
    for path in paths[:MOST_FILES]:
        name = f"{prefix}/{path.name}"
        source = read_within(folder, path, name)
        if isinstance(source, Diagnostic):
            unreadable.append(source)
            continue
        texts.append(source)
        room -= len(source.text)
        if room < 0:
            message = f"the files of the pack have more than {MOST_TEXT} characters"
            unreadable.append(about_file("too-large", message, name, "split the pack"))
            break
    if len(paths) > MOST_FILES:
        message = f"the pack has more than {MOST_FILES} files"
        unreadable.append(about_file("too-large", message, prefix, "split the pack"))
    return texts, unreadable
