"""The packs of the repository compared: with themselves on two days, and with one another."""

import json
from datetime import date

import pytest

from pmos_rules.api import UnknownKindError
from pmos_rules.rendering.difference import Direction, difference_text, difference_to_dict
from tests.built_in import ruleset

DAY = date(2026, 7, 1)


def test_the_national_report_of_2025_adds_two_rules_to_hubei() -> None:
    hubei = ruleset("hubei")
    found = hubei.diff(as_of=date(2018, 4, 1), other_as_of=DAY)
    assert [entry.rule.id for entry in found.appears] == [
        "national.account.real_name",
        "national.account.legal_rep_authorised",
    ]
    assert {entry.absence.day for entry in found.appears} == {date(2025, 1, 1)}
    assert (found.vanishes, found.changed, found.parameters, found.codelists, found.guidance) == ((),) * 5
    assert not hubei.diff(as_of=date(2018, 4, 1), other_as_of=date(2024, 12, 31))
    assert not hubei.diff(as_of=date(2025, 1, 1), other_as_of=DAY)


@pytest.mark.parametrize("market", ["hubei", "chongqing", "jiangsu", "mengdong"])
def test_a_pack_does_not_differ_from_itself(market: str) -> None:
    found = ruleset(market).diff(as_of=DAY)
    assert not found
    assert found.unchanged > 0


def test_before_the_law_there_are_no_rules() -> None:
    hubei = ruleset("hubei")
    found = hubei.diff(as_of=date(2018, 3, 31), other_as_of=date(2018, 4, 1))
    assert not found.before.is_in_force
    assert {entry.absence.reason for entry in found.appears} == {"law"}
    assert found.unchanged == 0


def test_two_markets_are_compared_by_what_follows_their_name() -> None:
    hubei, chongqing = ruleset("hubei"), ruleset("chongqing")
    found = hubei.diff(chongqing, as_of=DAY)
    changed = {rule.id: rule for rule in found.changed}
    size = changed["chongqing.file.max_size"]
    assert size.before.id == "hubei.file.max_size"
    assert size.direction is Direction.LOOSENS  # it stands on fewer attachments
    assert changed["chongqing.consumer.attachment.catalog"].direction is Direction.TIGHTENS
    assert {entry.rule.id.split(".")[0] for entry in found.vanishes} == {"hubei"}
    turned = chongqing.diff(hubei, as_of=DAY)
    opposite = {Direction.TIGHTENS: Direction.LOOSENS, Direction.LOOSENS: Direction.TIGHTENS}
    assert {rule.before.id: opposite.get(rule.direction, rule.direction) for rule in turned.changed} == {
        rule.id: rule.direction for rule in found.changed
    }
    assert [e.rule.id for e in turned.appears] == [e.rule.id for e in found.vanishes]


def test_a_kind_that_neither_covers_is_refused() -> None:
    hubei, chongqing = ruleset("hubei"), ruleset("chongqing")
    assert hubei.diff(chongqing, as_of=DAY, kind="电力用户").kinds == ("consumer",)
    assert not hubei.diff(chongqing, as_of=DAY, kind="retailer").changed
    with pytest.raises(UnknownKindError, match="aggregation"):
        hubei.diff(chongqing, as_of=DAY, kind="aggregation")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_names_every_difference_and_json_holds_it(language: str) -> None:
    found = ruleset("hubei").diff(ruleset("chongqing"), as_of=DAY)
    text = difference_text(found, language=language, width=10_000)
    data = json.loads(json.dumps(difference_to_dict(found)))
    assert data["differs"] is True
    for rule in found.changed:
        assert f"\n  {rule.id}\n" in text
    for one in (*found.parameters, *found.codelists):
        assert f"\n  {one.name}" in text
    assert [rule["id"] for rule in data["changed"]] == [rule.id for rule in found.changed]
    assert [rule["direction"] for rule in data["changed"]] == [rule.direction.value for rule in found.changed]
