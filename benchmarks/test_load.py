"""How long it takes until there is something to judge by: loading, importing, and a whole command."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from benchmarks.conftest import Compare
from benchmarks.inputs import DAY, ROOT, accepted
from pmos_rules import Dossier, Report, load_ruleset

PYDANTIC = "starting Python and importing pydantic"
IMPORT_PYDANTIC = (sys.executable, "-c", "from pydantic import BaseModel")


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


def test_loading_checking_and_compiling(compare: Compare) -> None:
    dossier = Dossier.model_validate(accepted())

    def first_report() -> Report:
        return load_ruleset("hubei").at(DAY).evaluate(dossier)

    compare(
        "load, check and compile the rules of hubei, and judge a first dossier",
        first_report,
        PYDANTIC,
        partial(_run, *IMPORT_PYDANTIC),
    )


@pytest.mark.parametrize("imported", ["import pmos_rules", "from pmos_rules import Dossier, load_ruleset"])
def test_importing(imported: str, compare: Compare) -> None:
    compare(
        f"start Python and `{imported}`",
        partial(_run, sys.executable, "-c", imported),
        PYDANTIC,
        partial(_run, *IMPORT_PYDANTIC),
    )


def test_checking_a_folder(compare: Compare) -> None:
    compare(
        "`pmos-rules check examples/hubei-retailer`",
        partial(_run, Path(sys.executable).with_name("pmos-rules"), "check", ROOT / "examples" / "hubei-retailer"),
        PYDANTIC,
        partial(_run, *IMPORT_PYDANTIC),
    )
