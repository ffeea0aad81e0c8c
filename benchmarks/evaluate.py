"""How long judging a dossier takes: reading it, judging it, and saying what was found.

Run it as `python benchmarks/evaluate.py [laps]`. The best of many short laps counts, so that a busy machine
does little harm.
"""

import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

import yaml

from pmos_rules import Dossier, load_ruleset
from pmos_rules.packs import find_pack

DAY = date(2026, 11, 21)


def best(call: Callable[[], object], laps: int, times: int = 10) -> float:
    """The time of one call in microseconds."""
    shortest = float("inf")
    for _ in range(laps):
        start = perf_counter()
        for _ in range(times):
            call()
        shortest = min(shortest, (perf_counter() - start) / times * 1e6)
    return shortest


def with_ten_mistakes(accepted: dict[str, Any]) -> dict[str, Any]:
    """The same dossier, refused."""
    dossier = deepcopy(accepted)
    dossier["shareholders"][1]["percent"] = "39.99"
    dossier["staff"][9]["id_number"] = dossier["staff"][8]["id_number"]
    dossier["contact"] |= {"fax": "", "mobile": "1"}
    dossier["attachments"][2]["size_bytes"] = "99999999"
    del dossier["attachments"][1]
    dossier["basic"]["business_scope"] = "电力工程施工"
    dossier["account"] |= {"password": "abc", "user_name": "示例售电"}
    dossier["business"]["uscc"] = "91420100MA4K2B3C06"
    return dossier


def main(laps: int) -> None:
    """Print a line for each step."""
    ruleset = load_ruleset("hubei")
    file = find_pack("hubei").path / "cases" / "dossiers" / "hb_retailer.yaml"
    accepted = yaml.safe_load(file.read_text("utf-8"))
    evaluator = ruleset.at(DAY)
    print(
        f"{len(ruleset.rules)} rules; {len(accepted['staff'])} people, {len(accepted['attachments'])} files"
    )
    steps: dict[str, tuple[Callable[[], object], int]] = {
        "load the ruleset": (partial(load_ruleset, "hubei"), 1)
    }
    for name, given in (("accepted", accepted), ("ten mistakes", with_ten_mistakes(accepted))):
        dossier = Dossier.model_validate(given)
        steps |= {
            f"read the mapping, {name}": (partial(Dossier.model_validate, given), 10),
            f"judge the dossier, {name}": (partial(evaluator.evaluate, dossier), 10),
            f"read and judge, {name}": (partial(evaluator.evaluate, given), 10),
            f"judge and describe, {name}": (
                lambda dossier=dossier: evaluator.evaluate(dossier).to_dict(outcomes=False),
                10,
            ),
        }
    for name, (call, times) in steps.items():
        call()
        print(f"{name:36} {best(call, max(1, laps if times > 1 else laps // 40), times):10.1f} µs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
