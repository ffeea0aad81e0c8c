"""What the README shows is what the backend answers."""

import json
import re
from pathlib import Path

from platform_backend.problems import problem_of

from pmos_rules import load_ruleset
from pmos_rules.testing.kit import make_kit


def test_the_problem_in_the_readme_has_the_members_of_a_real_one() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    (shown,) = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL))
    (entry,) = make_kit("hubei", "retailer", violate=["hubei.retailer.shareholders_sum_100"]).entries
    real = problem_of(load_ruleset("hubei").evaluate(entry.dossier, as_of=entry.as_of), "/registrations/1")
    finding = next(found for found in real["findings"] if found["rule"] == shown["findings"][0]["rule"])
    differing = {"message", "label", "path"}
    assert list(real) == list(shown)
    assert list(finding) == list(shown["findings"][0])
    assert {name: finding[name] for name in finding if name not in differing} == {
        name: value for name, value in shown["findings"][0].items() if name not in differing
    }
