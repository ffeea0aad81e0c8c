"""Somebody's own checker, a function, a command or an endpoint on this machine → its answers to dossiers."""

from pmos_rules.testing.kit.checkers.checker import Checker
from pmos_rules.testing.kit.checkers.command import CommandChecker
from pmos_rules.testing.kit.checkers.endpoint import EndpointChecker
from pmos_rules.testing.kit.checkers.function import FunctionChecker
from pmos_rules.testing.kit.checkers.naming import checker_for, checker_named

__all__ = ["Checker", "CommandChecker", "EndpointChecker", "FunctionChecker", "checker_for", "checker_named"]
