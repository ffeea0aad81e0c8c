"""Turns how far a long run has got into one line of a terminal, and into nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """Tells how many of how many rules are done; the line is gone at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield _tell
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def _tell(done: int, total: int) -> None:
    click.echo(f"\r{done}/{total}", nl=False, err=True)
