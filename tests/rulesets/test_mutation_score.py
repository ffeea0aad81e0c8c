"""The cases of the built-in packs notice at least nine in ten small changes to their rules."""

import pytest

from pmos_rules.testing import mutate_rules
from tests.built_in import case_run

SAMPLED = {"common": None, "national": None, "chongqing": None, "jiangsu": None, "hubei": 300}
"""How many changes are tried; None for all. All of `hubei`: `pmos-rules test hubei --mutate`."""


@pytest.mark.parametrize(("pack", "sample"), SAMPLED.items())
def test_nine_in_ten_changes_are_noticed(pack: str, sample: int | None) -> None:
    run = mutate_rules(pack, run=case_run(pack), sample=sample)
    unnoticed = [f"{mutant.file}:{mutant.line}: {mutant.rule}: {mutant.says.en}" for mutant in run.unnoticed]
    assert run.percent >= 90, "\n".join(unnoticed)
