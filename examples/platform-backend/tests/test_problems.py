"""What the backend says over HTTP: receipts and problem details, and nothing that is personal."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from conftest import AS_OF
from platform_backend.app import MOST_BYTES

from pmos_rules.testing.kit import make_kit


def post(platform: str, body: Any) -> tuple[int, str | None, dict[str, Any]]:
    """Status, media type and body of what the platform answers."""
    connection = HTTPConnection(urlsplit(platform).netloc, timeout=20)
    try:
        said = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        connection.request("POST", "/registrations", said, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type"), json.loads(response.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def rejected(platform: str) -> dict[str, Any]:
    kit = make_kit("hubei", "retailer", violate=["hubei.retailer.shareholders_sum_100"], as_of=AS_OF)
    status, media_type, problem = post(platform, kit.entries[0].dossier)
    assert (status, media_type) == (422, "application/problem+json")
    return problem


def test_a_dossier_that_breaks_no_rule_gets_a_receipt(platform: str) -> None:
    (entry,) = make_kit("hubei", "retailer", violate=(), as_of=AS_OF).entries
    status, media_type, receipt = post(platform, entry.dossier)
    assert (status, media_type) == (201, "application/json")
    assert receipt["id"].startswith("/registrations/")
    assert (receipt["verdict"], receipt["findings"]) == ("accept", [])


def test_a_problem_has_the_members_of_rfc_9457(rejected: dict[str, Any]) -> None:
    assert rejected["type"] == "https://platform.example.cn/problems/rejected"
    assert (rejected["title"], rejected["status"]) == ("申报材料不符合规定", 422)
    assert rejected["instance"].startswith("/registrations/")
    assert "应为 100%" in rejected["detail"]


def test_each_finding_has_the_uri_of_its_rule_and_its_place(rejected: dict[str, Any]) -> None:
    found = next(found for found in rejected["findings"] if found["rule"] == "hubei.retailer.shareholders_sum_100")
    assert found["type"] == "https://platform.example.cn/problems/rules/hubei.retailer.shareholders_sum_100"
    assert (found["severity"], found["path"]) == ("error", "/shareholders")
    assert found["cite"] == "湖北电力交易平台注册指南 2.3"


def test_personal_data_are_not_repeated(platform: str) -> None:
    secret, mobile, identity = "Geheim#123", "139123456781", "420102197910100641"
    dossier = {
        "market": "hubei",
        "kind": "retailer",
        "account": {"password": secret, "legal_rep_id": identity},
        "contact": {"mobile": mobile},
        "staff": [{"name": "王三", "id_number": identity}],
    }
    _, _, problem = post(platform, dossier)
    said = json.dumps(problem, ensure_ascii=False)
    assert {"common.contact.mobile", "common.id.resident_id"} <= {found["rule"] for found in problem["findings"]}
    assert not [value for value in (secret, mobile, identity) if value in said]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"a": 1, "a": 2}', b"\xff"])
def test_what_is_no_dossier_is_a_problem_too(platform: str, body: bytes) -> None:
    status, media_type, problem = post(platform, body)
    assert (status, media_type) == (400, "application/problem+json")
    assert problem["type"] == "https://platform.example.cn/problems/malformed"


def test_too_much_is_refused(platform: str) -> None:
    status, _, problem = post(platform, b" " * (MOST_BYTES + 1))
    assert (status, problem["status"], problem["detail"]) == (413, 413, "超过 2 MiB")


def test_an_accident_says_nothing_of_the_dossier(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("420102197910100641")

    monkeypatch.setattr("platform_backend.app.problem_of", crash)
    assert post(platform, {"market": "hubei"}) == (
        500,
        "application/problem+json",
        {"type": "about:blank", "title": "Internal Server Error", "status": 500},
    )


def test_there_is_a_form_to_try_it_with(platform: str) -> None:
    with urlopen(f"{platform}/", timeout=20) as response:
        assert "<form>" in response.read().decode()
