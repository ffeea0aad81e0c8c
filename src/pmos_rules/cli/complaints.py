"""Turns an error raised on purpose into a sentence in two languages and an exit code."""

from typing import NamedTuple

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.errors import InputError, PmosRulesError
from pmos_rules.source import RulesetError


class Complaint(NamedTuple):
    """What to tell, and the code to end with."""

    code: ExitCode
    zh: str
    en: str


def complaint_of(error: PmosRulesError) -> Complaint:
    """What cannot be read and a name that means nothing are the user's to mend, a ruleset is its author's."""
    match error:
        case InputError():
            return Complaint(ExitCode.UNUSABLE_INPUT, error.zh, error.en)
        case RulesetError():
            return Complaint(ExitCode.BAD_RULESET, str(error), str(error))
    from pmos_rules.api import NotInForceError, UnknownKindError, UnknownRuleError
    from pmos_rules.evaluation.durable import MissingEngineError
    from pmos_rules.packs import UnknownMarketError

    unusable = isinstance(
        error, MissingEngineError | NotInForceError | UnknownKindError | UnknownMarketError | UnknownRuleError
    )
    return Complaint(ExitCode.UNUSABLE_INPUT if unusable else ExitCode.BAD_RULESET, error.zh, error.en)
