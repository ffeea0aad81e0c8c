"""The same dossier evaluated again, in threads that share an evaluator, and in another process → the same bytes."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

from tests.properties.subjects import Subject, subjects, worlds

_THREADS = 4


def the_same_bytes(subject: Subject) -> Iterator[str]:
    """Evaluating twice, another copy, and from several threads at once."""
    said = subject.report().to_json()
    if subject.report().to_json() != said:
        yield "the second time it says something else"
    if subject.report(deepcopy(subject.dossier)).to_json() != said:
        yield "of a copy it says something else"
    report = subject.report()
    with ThreadPoolExecutor(_THREADS) as pool:
        again = list(pool.map(lambda _: subject.report().to_json(), range(_THREADS)))
        shared = list(pool.map(lambda _: report.to_json(), range(_THREADS)))
    yield from (f"in thread {number} it says something else" for number, text in enumerate(again) if text != said)
    yield from (f"thread {number} reads another report" for number, text in enumerate(shared) if text != said)


def digest(count: int) -> str:
    """A digest of the first dossiers drawn of every kind of filing, and of the reports on them."""
    told = hashlib.sha256()
    for world in worlds():
        for _, subject in subjects(world, count):
            told.update(repr(subject.dossier).encode("utf-8", "backslashreplace"))
            told.update(subject.report().to_json().encode("utf-8", "backslashreplace"))
    return told.hexdigest()


def digest_elsewhere(count: int, hash_seed: int) -> str:
    """The same in another process, where texts have other hashes."""
    program = f"from tests.properties.repeating import digest; print(digest({count}))"
    environment = {
        **os.environ,
        "PYTHONHASHSEED": str(hash_seed),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()
