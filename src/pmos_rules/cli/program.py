"""Turns the arguments of a process into an exit code, and an accident into one sentence."""

import sys
import traceback
from collections.abc import Sequence

import click

from pmos_rules.cli.catalogue import catalogue
from pmos_rules.cli.check import check
from pmos_rules.cli.checklist import checklist
from pmos_rules.cli.complaints import complaint_of
from pmos_rules.cli.diff import diff
from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.explain import explain
from pmos_rules.cli.export import export
from pmos_rules.cli.generate import generate
from pmos_rules.cli.kit import kit
from pmos_rules.cli.lint import lint
from pmos_rules.cli.list import list_rules
from pmos_rules.cli.new import new
from pmos_rules.cli.options import debug_option
from pmos_rules.cli.process import process
from pmos_rules.cli.schema import schema
from pmos_rules.cli.settings import Settings, prepare_streams
from pmos_rules.cli.test import test
from pmos_rules.errors import PmosRulesError

_INTERRUPTED = 130
_BROKEN_PIPE = 141
"""What a shell gives for a program that SIGPIPE ended, as `pmos-rules … | head` does."""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 accepted, 1 findings, 2 usage or unreadable input, 3 bad ruleset, 4 nothing failed "
    "but something cannot be judged yet, 70 internal error. `pmos-rules VERB --help` says more of each verb.",
)
@click.version_option(package_name="pmos-rules", message="%(prog)s %(version)s")
@debug_option
def pmos_rules() -> None:
    """Check registrations with China's power trading platforms before they are filed.

    在向电力交易平台申报之前，按各交易中心的规定审查注册档案。

    \b
    pmos-rules check dossier/             which rules a dossier breaks, where, and what to do
    pmos-rules checklist hubei retailer   what to prepare, before there is a dossier
    pmos-rules list                       the markets there are rules for
    pmos-rules list hubei                 the rules of a market
    pmos-rules explain hubei.retailer.…   what a rule asks for, and under which clause
    pmos-rules process hubei binding      who may take which step of a process
    pmos-rules diff hubei chongqing       what differs between two packs, or on two days
    pmos-rules generate hubei retailer    dossiers with known answers, to test a platform with
    pmos-rules kit hubei retailer         whether your own checker says what the rules say
    pmos-rules new sichuan                a new rule pack, to be filled with your own rules
    pmos-rules lint my_pack/              what is wrong with a rule pack
    pmos-rules export hubei retailer      its rules for durable-rules, another engine
    pmos-rules catalogue my_pack/         all that a rule pack says, as a page to read
    pmos-rules test my_pack/              whether its cases come out as they say
    """


_VERBS = catalogue, check, checklist, diff, explain, export, generate, kit, list_rules, lint, new, process, schema, test

for _verb in _VERBS:
    pmos_rules.add_command(_verb)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and ends the process."""
    prepare_streams()
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; the code it ends with."""
    settings = Settings()
    try:
        given = None if arguments is None else list(arguments)
        code = pmos_rules.main(given, prog_name="pmos-rules", standalone_mode=False, obj=settings)
    except click.ClickException as error:
        error.show()
        return ExitCode.UNUSABLE_INPUT
    except PmosRulesError as error:
        complaint = complaint_of(error)
        settings.say(complaint.zh, complaint.en)
        return complaint.code
    except click.Abort:
        return _INTERRUPTED
    except (SystemExit, BrokenPipeError):
        # Click ends the process with 1 where nobody reads on, which would say that there are findings.
        return _BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 the edge: nothing above it can tell the user anything
        _tell_accident(error, settings)
        return ExitCode.INTERNAL_ERROR
    return code if isinstance(code, int) else ExitCode.ACCEPTED


def _tell_accident(error: Exception, settings: Settings) -> None:
    """The name of the error only: its text may quote the dossier."""
    name = type(error).__name__
    settings.say(
        f"程序内部出错（{name}），审查未完成；加上 --debug 重新运行可看到出错的位置",
        f"internal error ({name}), nothing was decided; run it again with --debug to see where",
    )
    if settings.debug:
        traceback.print_exception(error)
