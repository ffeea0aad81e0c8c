"""Every promise is kept by every kind of filing: by the first subjects of each, and by what Hypothesis draws."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmos_rules.strategies import GenerationError, Seeded, compliant, violating
from tests.built_in import generator, ruleset
from tests.properties.budget import SHRUNK, SUBJECTS
from tests.properties.days import another_day_of_the_same_law, law_days
from tests.properties.patches import apply, gives_patches, patches_mend
from tests.properties.promises import OF_GOOD_ONES, PROMISES, broken
from tests.properties.repeating import digest, digest_elsewhere
from tests.properties.subjects import Subject, World, subjects, worlds

WORLDS = pytest.mark.parametrize("world", worlds(), ids=" ".join)

PATCHING = {
    "common.text.fullwidth",
    "common.text.padded",
    "common.text.traditional",
    "hubei.generator.licence_in_process_literal",
}
"""The rules of the built-in packs whose findings can carry a patch."""

THE_SAME_FIVE = 5


def test_promises_of_good_ones_are_promises() -> None:
    assert PROMISES.keys() >= OF_GOOD_ONES


@WORLDS
def test_what_is_promised_is_kept(world: World) -> None:
    told = [
        f"{number}, {name}: {line}"
        for number, subject in subjects(world, SUBJECTS)
        for name in PROMISES
        for line in broken(subject, name)
    ]
    assert told == []


@WORLDS
@settings(max_examples=SHRUNK, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_promised_is_kept_by_what_shrinks(world: World, data: st.DataObject) -> None:
    rules, drawn_by = ruleset(world[0]), generator(*world)
    rule = data.draw(st.one_of(st.none(), st.sampled_from(drawn_by.rules)))
    try:
        drawn = compliant(rules, world[1]) if rule is None else violating(rules, rule, kind=world[1])
        subject = Subject(drawn_by, data.draw(drawn), Seeded(0), rule)
    except GenerationError:
        return
    name = data.draw(st.sampled_from(sorted(PROMISES)))
    assert list(broken(subject, name)) == []


# -- each by itself ----------------------------------------------------------------------------------------


def test_another_process_says_the_same_bytes() -> None:
    here = digest(THE_SAME_FIVE)
    assert [digest_elsewhere(THE_SAME_FIVE, hash_seed) for hash_seed in (1, 4711)] == [here, here]


@WORLDS
def test_another_day_of_any_law_that_there_was_is_nothing(world: World) -> None:
    for day in law_days(world[0]):
        if ruleset(world[0]).market_rules.effective.holds(day):
            told = [line for _, each in subjects(world, 4, day) for line in another_day_of_the_same_law(each)]
            assert (day, told) == (day, [])


@WORLDS
def test_each_rule_that_can_patch_does_so_and_is_mended(world: World) -> None:
    patching = {rule.id for rule in generator(*world).plan.rules if gives_patches(rule)}
    assert patching <= PATCHING
    for rule in sorted(patching & set(generator(*world).rules)):
        drawn = [
            Subject(generator(*world), generator(*world).violating(rule, Seeded(n)), Seeded(n), rule) for n in range(12)
        ]
        patched = [found for each in drawn for found in each.report().findings if found.rule == rule and found.patch]
        assert (rule, bool(patched)) == (rule, True)
        assert [line for each in drawn for line in patches_mend(each)] == []


def test_every_rule_that_can_patch_was_asked() -> None:
    assert {rule.id for world in worlds() for rule in generator(*world).plan.rules if gives_patches(rule)} == PATCHING


def test_a_patch_replaces_only_what_is_there() -> None:
    with pytest.raises(AssertionError):
        apply([{"op": "replace", "path": "/a", "value": 1}], {})
