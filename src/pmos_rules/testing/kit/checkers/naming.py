"""What stands for a checker, a function or its name on a command line → the checker."""

import re
import shlex
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from pmos_rules.errors import InputError
from pmos_rules.testing.kit.checkers.checker import Checker
from pmos_rules.testing.kit.checkers.command import CommandChecker
from pmos_rules.testing.kit.checkers.endpoint import EndpointChecker
from pmos_rules.testing.kit.checkers.function import FunctionChecker

_FUNCTION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")


def checker_for(given: Checker | Callable[[dict[str, Any]], Any]) -> Checker:
    """The checker itself, or one that calls the function."""
    return given if isinstance(given, Checker) else FunctionChecker(given)


def checker_named(name: str, *, timeout: float = 10, lines: bool = False) -> Checker:
    """The checker at a URL, in ``module:function`` (also of a module in the working directory), or by a command.

    Raises InputError where there is none.
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", name):
        return EndpointChecker(name, timeout=timeout)
    if _FUNCTION.fullmatch(name):
        return FunctionChecker(_function(name), name)
    try:
        words = shlex.split(name)
    except ValueError as error:
        raise InputError(f"命令“{name}”引号不成对", f"the command `{name}` cannot be read: {error}", name) from None
    return CommandChecker(words, timeout=timeout, lines=lines)


def _function(name: str) -> Any:
    module, _, attributes = name.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found: Any = import_module(module)
        for attribute in attributes.split("."):
            found = getattr(found, attribute)
    except (ImportError, AttributeError) as error:
        raise InputError(f"找不到函数“{name}”：{error}", f"there is no function `{name}`: {error}", name) from None
    if not callable(found):
        raise InputError(f"“{name}”不是函数", f"`{name}` is no function", name)
    return found
