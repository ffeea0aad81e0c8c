"""The process that reads PDFs may hang, crash, swell or talk nonsense: the scan goes on."""

import os
import sys
import textwrap
from pathlib import Path

import pytest

from pmos_rules.files.inspector import Inspector
from pmos_rules.files.limits import Limits
from tests.files import pdfs

AGES = 3600
SOON = 0.2
READING = "{'opens': True, 'encrypted': False, 'pages': 1}"


def reader(tmp_path: Path, answer: str, *, start: str = "say({'ready': True})") -> list[str]:
    """Return the command of a process that speaks as the real one does, up to what ``answer`` makes of it."""
    script = tmp_path / "reader.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import json, os, sys, time

            def say(facts):
                print(json.dumps(facts), flush=True)

            {start}
            while line := sys.stdin.buffer.readline():
                data = sys.stdin.buffer.read(json.loads(line)["size"])
                {answer}
                say({READING})
                say({{"done": True}})
            """
        )
    )
    return [sys.executable, "-S", str(script)]


def answers(command: list[str] | None, *files: bytes, seconds: float = AGES) -> list[dict[str, object]]:
    inspector = Inspector(Limits(), command=command)
    try:
        return [dict(inspector.inspect(data, seconds=seconds)) for data in files]
    finally:
        inspector.close()


def test_one_process_reads_all_files(tmp_path: Path) -> None:
    command = reader(tmp_path, "say({'pid': os.getpid()})")
    first, second = answers(command, b"one", b"two")
    assert first["pid"] == second["pid"]


def test_the_real_reader_starts_and_answers() -> None:
    (facts,) = answers(None, pdfs.text_page())
    assert facts == {
        "opens": True,
        "encrypted": False,
        "pages": 1,
        "text_layer": True,
        "image_only_pages": 0,
        "resolution_dpi": None,
        "signatures": 0,
    }


def test_a_file_on_which_the_reader_hangs_does_not_open(tmp_path: Path) -> None:
    command = reader(tmp_path, f"if data == b'hang': time.sleep({AGES})")
    assert answers(command, b"hang", seconds=SOON) == [{"opens": False}]


def test_the_file_after_one_that_hung_is_read_by_a_new_process(tmp_path: Path) -> None:
    once = tmp_path / "once"
    start = f"first = not os.path.exists({str(once)!r}); open({str(once)!r}, 'w'); say({{'ready': True}})"
    command = reader(tmp_path, f"if first: time.sleep({AGES})", start=start)
    inspector = Inspector(Limits(), command=command)
    assert inspector.inspect(b"one", seconds=SOON) == {"opens": False}
    assert inspector.inspect(b"two", seconds=AGES) == {"opens": True, "encrypted": False, "pages": 1}
    inspector.close()


def test_what_was_known_before_the_reader_hung_stands(tmp_path: Path) -> None:
    command = reader(tmp_path, f"say({{'opens': True, 'pages': 7}}); time.sleep({AGES})")
    # So long a wait as the process may need to come to the point where it hangs.
    assert answers(command, b"hang", seconds=2) == [{"opens": True, "pages": 7}]


@pytest.mark.parametrize(
    "fault",
    ["os._exit(1)", "os.abort()", "raise MemoryError", "print('not JSON', flush=True)", "say([])", "say({})"],
)
def test_a_file_that_brings_the_reader_down_does_not_open_and_the_next_is_read(
    tmp_path: Path, fault: str
) -> None:
    command = reader(tmp_path, f"if data == b'bad': {fault}")
    good = {"opens": True, "encrypted": False, "pages": 1}
    assert answers(command, b"bad", b"good", b"bad", b"good") == [
        {"opens": False},
        good,
        {"opens": False},
        good,
    ]


def test_a_reader_that_does_not_take_its_file_is_ended(tmp_path: Path) -> None:
    command = reader(tmp_path, "pass", start=f"say({{'ready': True}}); time.sleep({AGES})")
    # More than a pipe holds, so that writing waits.
    assert answers(command, bytes(1_000_000), seconds=SOON) == [{"opens": False}]


@pytest.mark.parametrize(
    "start", ["os._exit(1)", f"time.sleep({AGES})", "say({'ready': False})", "say('ready')"]
)
def test_a_reader_that_does_not_start_is_tried_once_and_nothing_is_known(tmp_path: Path, start: str) -> None:
    tries = tmp_path / "tries"
    command = reader(tmp_path, "pass", start=f"open({str(tries)!r}, 'a').write('x'); {start}")
    inspector = Inspector(Limits(seconds_to_start=2), command=command)
    assert [inspector.inspect(b"", seconds=AGES) for _ in range(3)] == [{}, {}, {}]
    assert tries.read_text() == "x"


def test_a_reader_that_is_not_there_leaves_everything_unknown() -> None:
    assert answers(["/nowhere/python"], b"one") == [{}]


def test_the_reader_runs_as_if_no_variable_spoke_to_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", "x")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    command = reader(tmp_path, "say({name: 1 for name in os.environ if name.startswith('PYTHON')})")
    (facts,) = answers(command, b"")
    assert {name for name in facts if name.startswith("PYTHON")} == {"PYTHONPATH"}


@pytest.mark.skipif(
    not hasattr(os, "fork") or sys.platform == "darwin", reason="RLIMIT_AS is honoured on Linux"
)
def test_memory_is_bounded() -> None:
    inspector = Inspector(Limits(memory_bytes=300 * 1024 * 1024))
    # The bomb unpacks to more than the process may take; it is the process's own and dies there.
    assert inspector.inspect(pdfs.bomb(), seconds=AGES)["opens"] is True
    assert inspector.inspect(pdfs.text_page(), seconds=AGES)["text_layer"] is True
    inspector.close()


def test_nothing_is_left_behind() -> None:
    inspector = Inspector(Limits())
    inspector.inspect(pdfs.text_page(), seconds=AGES)
    child = inspector._child
    assert child is not None
    inspector.close()
    assert child.poll() is not None
    assert child.stdin is not None
    assert child.stdin.closed
