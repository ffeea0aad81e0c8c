"""Packages of the engine → how many mutants of them the tests notice.

``python -m tests.mutation.run formats`` (from the root of the project, with the extra ``mutation``) fails where a
mutant survives that `survivors/formats.yaml` does not explain, or where one is explained that does not survive. What
is known of these sources is kept in `build/mutation`, so that a run that was stopped goes on where it was; a mutant that
survived is asked about again.
"""

import argparse
import gc
import hashlib
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path

from tests.mutation.forks import End, Job, answers
from tests.mutation.mutants import Mutant, module_of, mutants_of
from tests.mutation.reach import FAILS, ROOT, SOURCES, Reach, bits, keep, kept, measured, statement_lines
from tests.mutation.session import Tests, with_tests
from tests.mutation.survivors import Reasons, explained
from tests.mutation.trial import UNFIT, Functions, noticed_by

PACKAGES = ("formats", "evaluation", "compilation", "language")
SELECTION = (
    *("tests/formats", "tests/language", "tests/compilation", "tests/evaluation"),
    *("tests/models", "tests/processes", "tests/api", "tests/docs/test_rule_language.py"),
    *("tests/rendering/test_catalogue.py", "tests/rendering/test_rule_differences.py", "tests/test_checks.py"),
    "tests/naive/test_agreement.py",
)
TOO_LONG = (
    "tests/evaluation/test_fast_and_exact_agree.py",
    "tests/evaluation/test_mixed_dossiers.py",
    "tests/evaluation/test_more_operators.py::test_the_plan_and_the_exact_evaluation_agree_on_any_values",
    "tests/evaluation/test_promises.py::test_it_never_raises_and_says_the_same_each_time",
    "tests/evaluation/test_promises.py::test_the_callers_decimal_context_takes_no_part",
    "tests/evaluation/test_promises.py::test_threads_share_an_evaluator",
    "tests/evaluation/test_promises.py::test_the_order_of_keys_takes_no_part",
    "tests/evaluation/test_promises.py::test_chinese_keys_lead_to_the_same_and_are_pointed_at",
    "tests/evaluation/test_truth_table.py::test_all_any_and_not_follow_their_tables[2-",
    "tests/language/test_hostile_packs.py",
    "tests/naive/test_agreement.py::test_they_agree_on_every_case",
    "tests/naive/test_agreement.py::test_they_agree_on_all_any_and_not",
    "tests/naive/test_agreement.py::test_they_agree_on_odd_dossiers",
    "tests/naive/test_agreement.py::test_they_agree_on_random_dossiers",
    "tests/naive/test_agreement.py::test_they_agree_on_the_pack_of_another_party",
    "tests/models/test_any_value_anywhere.py",
    "tests/processes/test_replay.py::test_a_history_hangs_together",
    "tests/processes/test_replay.py::test_many_events_take_no_longer_each",
)
"""Tests of a second and more, most of which say once more on many dossiers what quicker ones say on one."""
KEPT = ROOT / "build" / "mutation"
LONG = 1.0
"""Seconds from which a test takes long."""
PATIENCE = 15.0
"""Seconds that any test may take with a mutant in place, and more."""
SURVIVED, UNREACHED = "survived", "unreached"
NOT_NOTICED = (SURVIVED, UNREACHED, End.DIED)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.run", description=__doc__)
    parser.add_argument("parts", nargs="+", help="packages, or modules of them: formats, language.paths")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every Nth mutant only, by a hash of it")
    parser.add_argument("--seconds", type=float, default=10.0, help="processor time that the tests have for a mutant")
    parser.add_argument("--asking", nargs="+", default=SELECTION, metavar="TESTS", help="only these tests, or folders of them")
    parser.add_argument("--workers", type=int, default=1, help="how many mutants at once")
    parser.add_argument("--stop-after", type=float, default=3600.0, metavar="SECONDS", help="go on another time")
    options = parser.parse_args()
    os.chdir(ROOT)
    left_out = [f"--deselect={name}" for name in TOO_LONG]
    sys.exit(with_tests([*options.asking, *left_out], lambda tests: Run(tests, options).all()))


def files_of(parts: Sequence[str]) -> list[Path]:
    """The files of packages and modules."""
    found: list[Path] = []
    for part in parts:
        place = SOURCES.joinpath(*part.split("."))
        found += sorted(place.glob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    return found


class Run:
    """Every mutant of some files before the tests."""

    def __init__(self, tests: Tests, options: argparse.Namespace) -> None:
        self.tests = tests
        self.options = options
        self.reasons = explained(PACKAGES)
        self.began = time.monotonic()
        for file in files_of(options.parts):
            import_module(module_of(file))  # some are else loaded only when they are needed
        self.functions = Functions()
        gc.freeze()  # or every process would copy the pages that it only counts references in
        self.kept = KEPT / _digest()
        self.reach = self._reach()
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        """By function: which tests have noticed changes in it, so that they are asked first."""

    def _reach(self) -> Reach:
        file = self.kept / "reach.json"
        reach = kept(file)
        unknown = [name for name in self.tests.items if name not in reach]
        for found in measured(self.tests, unknown, self.options.workers):
            reach |= found
            keep(reach, file)
            _say(f"{len(reach)} of {len(self.tests.items)} tests measured")
        reach = {name: found for name, found in reach.items() if name in self.tests.items}
        for name in [name for name, found in reach.items() if found.seconds == FAILS]:
            del reach[name]
            _say(f"fails as it is, and is left out: {name}")
        return reach

    def all(self) -> int:
        """Every file in turn; 1 where something is not as it is written down."""
        total: Counter[str] = Counter()
        survivors: set[str] = set()
        seen: set[str] = set()
        for file in files_of(self.options.parts):
            results = self.file(file)
            total += Counter(_sort(result) for result in results.values())
            survivors |= {key for key, result in results.items() if result in NOT_NOTICED}
            seen |= set(results)
        _say(f"{'all':34}{_line(total)}  {time.monotonic() - self.began:.0f} s")
        return _compared(survivors, seen, self.reasons)

    def file(self, file: Path) -> Mapping[str, str]:
        """Every mutant of a file: the test that notices it, or what became of it otherwise."""
        began = time.monotonic()
        place = self.kept / f"{module_of(file)}.json"
        known: dict[str, str] = json.loads(place.read_text("utf-8")) if place.exists() else {}
        mutants = {mutant.key: mutant for mutant in mutants_of(file) if self._is_sampled(mutant)}
        results = {key: known[key] for key in mutants if known.get(key, SURVIVED) not in NOT_NOTICED}
        left = [mutant for key, mutant in mutants.items() if key not in results]
        for key, answer in answers(self._jobs(left, file, results), self.options.workers):
            results[key] = SURVIVED if answer is None else str(answer)
            if answer is not None and not isinstance(answer, End):
                self.killers[mutants[key].function][answer] += 1
            if len(results) % 50 == 0:
                _keep(known | results, place)
        _keep(known | results, place)
        counted = Counter(_sort(result) for result in results.values())
        if mutants:
            name = module_of(file).removeprefix("pmos_rules.")
            missing = f"  {len(mutants) - len(results)} not run" if len(results) < len(mutants) else ""
            _say(f"{name:34}{_line(counted)}  {time.monotonic() - began:.0f} s{missing}")
        return results

    def _is_sampled(self, mutant: Mutant) -> bool:
        digest = hashlib.sha256(mutant.key.encode()).digest()
        return int.from_bytes(digest[:4], "big") % self.options.sample == 0

    def _jobs(self, mutants: Sequence[Mutant], file: Path, results: dict[str, str]) -> Iterator[Job]:
        statements = statement_lines(file.read_text("utf-8"))
        name = str(file.relative_to(SOURCES))
        for mutant in mutants:
            if time.monotonic() - self.began > self.options.stop_after:
                return
            lines = bits([line for changed in mutant.lines for line in statements.get(changed, (changed,))])
            ids = [test for test, found in self.reach.items() if found.lines.get(name, 0) & lines]
            if ids:
                yield self._job(mutant, self._in_order(mutant, ids))
            else:
                results[mutant.key] = UNREACHED

    def _job(self, mutant: Mutant, ids: Sequence[str]) -> Job:
        seconds = self.options.seconds
        work = partial(noticed_by, mutant, self.functions, self.tests, ids, seconds)
        return Job(mutant.key, work, PATIENCE + 2 * seconds)

    def _in_order(self, mutant: Mutant, ids: Sequence[str]) -> list[str]:
        """Tests in the order in which they are asked.

        Those come first that noticed something of this function, then the quickest of each module of tests, the
        second of each, and so on, so that few seconds see much. Those that take long are last, but for the
        package's own.
        """
        killers = self.killers[mutant.function]
        package = f"tests/{mutant.module.split('.')[1]}/"
        turns: Counter[str] = Counter()
        ranks: dict[str, tuple[int, bool, int]] = {}
        for name in sorted(ids, key=lambda name: self.reach[name].seconds):
            module = name.partition("::")[0]
            ranks[name] = (
                -killers[name],
                self.reach[name].seconds > LONG and not name.startswith(package),
                turns[module],
            )
            turns[module] += 1
        return sorted(ranks, key=ranks.__getitem__)


def _keep(results: Mapping[str, str], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(results, ensure_ascii=False, indent=0), "utf-8")


def _sort(result: str) -> str:
    return result if result in (SURVIVED, UNREACHED, UNFIT, *End) else "killed"


def _line(counted: Counter[str]) -> str:
    mutants = sum(counted.values()) - counted[UNFIT]
    killed = counted["killed"] + counted[End.TIMEOUT]
    others = "  ".join(f"{name} {number}" for name, number in sorted(counted.items()) if name != "killed")
    score = 100 * killed / mutants if mutants else 100.0
    return f"{mutants:6} mutants  killed {counted['killed']:6}  {score:5.1f} %  {others}"


def _compared(survivors: set[str], seen: set[str], reasons: Reasons) -> int:
    """1 where mutants survive without a reason, or have one and do not survive."""
    unexplained = sorted(key for key in survivors if reasons.reason(key) is None)
    gone = sorted(key for key in reasons.exact if key in seen and key not in survivors)
    for key in unexplained:
        _say(f"survives, and is not explained: {key}")
    for key in gone:
        _say(f"is explained, and does not survive: {key}")
    return 1 if unexplained or gone else 0


def _digest() -> str:
    """What changes with the sources."""
    files = sorted(SOURCES.rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
