"""Declares the options that several verbs share."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from pmos_rules.cli.settings import Settings

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def read_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """Callback of an option that takes a day as `2026-07-01`."""
    day = None if value is None else _day(value)
    if value is not None and day is None:
        raise click.BadParameter(f"`{value}` is no day, expected one such as `2026-07-01`")
    return day


def _day(text: str) -> date | None:
    """Only the one form: `fromisoformat` would take `20260701` and `2026-W27-3` as well."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def language_option(command: _Command) -> _Command:
    """`--lang`, kept in the settings so that errors are told in it too."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default="zh",
        show_default=True,
        expose_value=False,
        is_eager=True,
        callback=_set_language,
        help="Language of the report and of errors.",
    )(command)


def debug_option(command: _Command) -> _Command:
    """`--debug`, after the verb as well as before it."""
    return click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_set_debug,
        help="On an internal error print the traceback. It may show personal data.",
    )(command)


def _set_language(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
    ctx.ensure_object(Settings).language = value


def _set_debug(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Settings).debug = True
