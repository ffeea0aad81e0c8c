"""An HTTP endpoint on this machine, as a checker."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from pmos_rules.errors import InputError
from pmos_rules.findings import Text, Verdict
from pmos_rules.testing.kit.answer import Answer, NoAnswer, answer_of, nonsense

_MOST_READ = 4 * 1024 * 1024
_REJECTING = (400, 409, 422)


class EndpointChecker:
    """Posts each dossier as JSON to a URL of this machine, over one connection, no faster than it answers.

    The answer is the JSON of the body. Where the body says neither verdict nor findings, the status does: 2xx
    accepts; 400, 409 and 422 reject; anything else is no answer, and nothing is followed to another place.
    A request gets ``timeout`` seconds, and there are ``most`` of them. Raises InputError for a URL elsewhere.
    """

    def __init__(
        self, url: str, *, timeout: float = 10, most: int = 100_000, headers: Mapping[str, str] | None = None
    ) -> None:
        self._host, self._port, self._target = _here(url)
        self.name = url
        self.timeout = timeout
        self.left = most
        self.headers = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
        self._connection: HTTPConnection | None = None

    def answers(self, dossiers: Sequence[Mapping[str, Any]], /) -> Iterator[Answer | NoAnswer]:
        """One answer to each dossier."""
        try:
            for dossier in dossiers:
                yield self._answer(json.dumps(dossier, ensure_ascii=False, default=str).encode("utf-8", "replace"))
        finally:
            self._close()

    def _answer(self, body: bytes) -> Answer | NoAnswer:
        if self.left <= 0:
            return NoAnswer("unreachable", Text("请求次数已达上限", "no more requests may be made"))
        self.left -= 1
        began = time.monotonic()
        try:
            status, said = self._post(body, began + self.timeout)
        except TimeoutError:
            self._close()
            text = Text(f"{self.timeout:g} 秒内没有答复", f"no answer within {self.timeout:g} s")
            return NoAnswer("timed_out", text)
        except (OSError, HTTPException) as error:
            self._close()
            why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
            return NoAnswer("unreachable", Text(f"无法连接：{why}", f"it cannot be reached: {why}"))
        return _read(status, said)

    def _post(self, body: bytes, end: float) -> tuple[int, bytes]:
        """Status and body; once more over a new connection where the server had closed the old one."""
        kept = self._connection is not None
        try:
            return self._request(body, end)
        except (ConnectionError, HTTPException):
            self._close()
            if not kept:
                raise
            return self._request(body, end)

    def _request(self, body: bytes, end: float) -> tuple[int, bytes]:
        if self._connection is None:
            self._connection = HTTPConnection(self._host, self._port, timeout=self.timeout)
        self._connection.request("POST", self._target, body, self.headers)
        response = self._connection.getresponse()
        said = _body(response, end)
        if response.will_close or not response.isclosed():
            self._close()
        return response.status, said

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _body(response: HTTPResponse, end: float) -> bytes:
    """No more than anybody needs, and no later than the end, though it should come drop by drop."""
    said = bytearray()
    while len(said) < _MOST_READ and (part := response.read1(65536)):
        said += part
        if time.monotonic() > end:
            raise TimeoutError
    return bytes(said)


def _read(status: int, said: bytes) -> Answer | NoAnswer:
    if not 200 <= status < 300 and status not in _REJECTING:
        return NoAnswer("crashed", Text(f"以状态 {status} 答复", f"it answered with status {status}"))
    by_status = Answer(Verdict.ACCEPT if status < 300 else Verdict.REJECT)
    try:
        data = json.loads(said)
    except (ValueError, RecursionError):
        return nonsense("no JSON") if said.strip() else by_status
    if isinstance(data, Mapping) and not {"verdict", "findings", "rules"} & data.keys():
        return by_status
    answer = answer_of(data)
    if isinstance(answer, Answer) and answer.verdict is None:
        return Answer(by_status.verdict, answer.claims)
    return answer


def _here(url: str) -> tuple[str, int | None, str]:
    """Host, port and target of a URL on this machine."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise InputError(f"“{url}”不是网址", f"`{url}` is no URL", url) from None
    if parts.scheme != "http":
        raise InputError(f"“{url}”应以 http:// 开头", f"`{url}` should begin with `http://`", url)
    if not _is_loopback(host):
        raise InputError(
            f"“{url}”的主机“{host}”不是本机；测试集只发往本机，应为 127.0.0.1、::1 或 localhost",
            f"`{url}` is on `{host}`, and a kit is sent to this machine only: expected 127.0.0.1, ::1 or localhost",
            url,
        )
    # What `localhost` means is for others to say, what 127.0.0.1 means is not.
    return "127.0.0.1" if host == "localhost" else host, port, _target(parts)


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
