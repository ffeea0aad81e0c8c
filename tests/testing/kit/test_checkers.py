"""Functions, commands and endpoints are asked, and whatever they do is an answer or a reason why there is none."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pmos_rules import InputError, Verdict
from pmos_rules.testing.kit import CommandChecker, EndpointChecker, FunctionChecker, checker_named
from pmos_rules.testing.kit.answer import Answer, Claim, NoAnswer

ACCEPT, REJECT = Answer(Verdict.ACCEPT), Answer(Verdict.REJECT)


def reason(answer: Any) -> tuple[str, str]:
    assert isinstance(answer, NoAnswer)
    return answer.reason, answer.text.en


# -- functions


def test_a_function_is_given_a_copy() -> None:
    given = {"staff": [{"name": "甲"}]}
    checker = FunctionChecker(lambda one: one["staff"].pop()["name"] == "甲")
    assert list(checker.answers([given, given])) == [ACCEPT, ACCEPT]
    assert given == {"staff": [{"name": "甲"}]}


def test_what_a_function_raises_is_no_answer() -> None:
    def findings(_: dict[str, Any]) -> Iterator[str]:
        yield "a"
        raise KeyError("basic")

    (answer,) = FunctionChecker(findings).answers([{}])
    assert reason(answer) == ("crashed", "it raised KeyError: 'basic'")


def test_a_function_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one_more_module.py").write_text("class Rules:\n    @staticmethod\n    def check(d):\n        return True\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    checker = checker_named("one_more_module:Rules.check")
    assert (checker.name, list(checker.answers([{}]))) == ("one_more_module:Rules.check", [ACCEPT])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no_such_module_here:check", "there is no function `no_such_module_here:check`: No module named 'no_such_module_here'"),
        ("json:check", "there is no function `json:check`: module 'json' has no attribute 'check'"),
        ("json:__name__", "`json:__name__` is no function"),
        ("'a", "the command `'a` cannot be read: No closing quotation"),
        (" ", "the command is empty, expected a program and its arguments"),
    ],
)
def test_what_names_no_checker_is_told(name: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        checker_named(name)
    assert caught.value.en == message


# -- commands


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", f"import json, sys\n{code}"]


def test_a_command_reads_a_dossier_and_writes_an_answer() -> None:
    checker = CommandChecker(python("d = json.load(sys.stdin)\nprint(json.dumps(d['名'] == '甲'))"))
    assert list(checker.answers([{"名": "甲"}, {"名": "乙"}])) == [ACCEPT, REJECT]


def test_a_command_may_be_started_once_for_all() -> None:
    code = "for line in sys.stdin.readlines():\n    print(json.dumps({'rules': [json.loads(line)['a']]}))"
    checker = CommandChecker(python(code), lines=True)
    assert list(checker.answers([{"a": "x"}, {"a": "y"}])) == [Answer(None, (Claim("x"),)), Answer(None, (Claim("y"),))]
    assert list(checker.answers([])) == []


def test_lines_that_are_lacking_are_told() -> None:
    checker = CommandChecker(python("print('true')\nprint('{')"), lines=True)
    first, second, third = checker.answers([{}, {}, {}])
    assert first == ACCEPT
    assert reason(second) == ("nonsense", "no JSON is no answer, expected accept, reject or rules")
    assert reason(third) == ("nonsense", "2 lines answer 3 dossiers")


@pytest.mark.parametrize("lines", [False, True])
def test_a_command_that_crashes_is_told_with_its_last_words(lines: bool) -> None:
    checker = CommandChecker(python("print('true')\nraise SystemExit('out of luck')"), lines=lines)
    assert [reason(answer) for answer in checker.answers([{}, {}])] == [("crashed", "it ended with code 1: out of luck")] * 2


def test_a_command_that_says_nothing_has_not_answered() -> None:
    (answer,) = CommandChecker(python("")).answers([{}])
    assert reason(answer) == ("nonsense", "nothing is no answer, expected accept, reject or rules")


def test_a_command_that_cannot_be_started_is_told() -> None:
    (answer,) = CommandChecker("./no-such-program").answers([{}])
    assert reason(answer) == ("unreachable", "it cannot be started: no such file or directory")


def test_a_command_that_hangs_is_ended_with_what_it_has_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    child = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(mark)!r}).touch()"
    code = f"import subprocess, time\nsubprocess.Popen([sys.executable, '-I', '-S', '-c', {child!r}])\ntime.sleep(60)"
    began = time.monotonic()
    (answer,) = CommandChecker(python(code), timeout=0.5).answers([{}])
    assert reason(answer) == ("timed_out", "no answer within 0.5 s")
    assert time.monotonic() - began < 10
    time.sleep(1.5)
    assert not mark.exists()


# -- endpoints


class Platform(BaseHTTPRequestHandler):
    """Answers as the dossier asks it to."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = asked.get("body", "").encode()
        time.sleep(asked.get("sleep", 0))
        self.send_response(asked.get("status", 200))
        self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # who waits no longer hangs up
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(asked.get("drip", 0))
        self.close_connection = asked.get("closes", False)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def platform() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/registrations?draft=yes"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"body": '{"verdict": "accept"}'}, ACCEPT),
        ({"body": '{"verdict": "reject"}'}, REJECT),
        ({"status": 201}, ACCEPT),
        ({"status": 422, "body": '{"title": "no"}'}, REJECT),
        ({"status": 422, "body": '{"findings": [{"rule": "a"}]}'}, Answer(Verdict.REJECT, (Claim("a"),))),
        ({"status": 200, "body": '{"findings": []}'}, Answer(Verdict.ACCEPT, ())),
        ({"status": 400, "closes": True}, REJECT),
    ],
)
def test_the_body_answers_and_else_the_status(platform: str, asked: dict[str, Any], answer: Answer) -> None:
    assert list(EndpointChecker(platform).answers([asked, asked])) == [answer, answer]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"status": 500}, ("crashed", "it answered with status 500")),
        ({"status": 404}, ("crashed", "it answered with status 404")),
        ({"status": 307}, ("crashed", "it answered with status 307")),
        ({"body": "<html>"}, ("nonsense", "no JSON is no answer, expected accept, reject or rules")),
        ({"sleep": 2}, ("timed_out", "no answer within 0.4 s")),
        ({"body": "x" * 30, "drip": 0.1}, ("timed_out", "no answer within 0.4 s")),
    ],
)
def test_what_is_no_answer_is_told(platform: str, asked: dict[str, Any], why: tuple[str, str]) -> None:
    bad, good = EndpointChecker(platform, timeout=0.4).answers([asked, {"body": "true"}])
    assert (reason(bad), good) == (why, ACCEPT)


def test_a_platform_that_is_not_there_is_told() -> None:
    (answer,) = EndpointChecker("http://127.0.0.1:9/").answers([{}])
    assert reason(answer) == ("unreachable", "it cannot be reached: Connection refused")


def test_there_are_only_so_many_requests(platform: str) -> None:
    checker = EndpointChecker(platform, most=2)
    *answers, last = checker.answers([{"body": "true"}] * 3)
    assert answers == [ACCEPT, ACCEPT]
    assert reason(last) == ("unreachable", "no more requests may be made")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "http://pmos.example.cn/x",
            "`http://pmos.example.cn/x` is on `pmos.example.cn`, and a kit is sent to this machine only: "
            "expected 127.0.0.1, ::1 or localhost",
        ),
        (
            "http://127.0.0.1@10.0.0.7/",
            "`http://127.0.0.1@10.0.0.7/` is on `10.0.0.7`, and a kit is sent to this machine only: "
            "expected 127.0.0.1, ::1 or localhost",
        ),
        ("https://localhost/", "`https://localhost/` should begin with `http://`"),
        ("file:///etc/passwd", "`file:///etc/passwd` should begin with `http://`"),
        ("http://127.0.0.1:port/", "`http://127.0.0.1:port/` is no URL"),
        ("http://[::1/", "`http://[::1/` is no URL"),
    ],
)
def test_a_url_elsewhere_is_refused(url: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        checker_named(url)
    assert caught.value.en == message


@pytest.mark.parametrize("url", ["http://localhost:8000/x", "http://127.8.0.1/", "http://[::1]:8000/"])
def test_a_url_of_this_machine_is_taken(url: str) -> None:
    assert checker_named(url).name == url
