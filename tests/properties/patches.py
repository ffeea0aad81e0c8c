"""A finding with a patch → the dossier with it: that rule has nothing left to say there."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from pmos_rules.language.ir import Agree, Literal, Test
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.walking import nodes_of
from tests.properties.subjects import Subject


def patches_mend(subject: Subject) -> Iterator[str]:
    """With its patch a finding is gone and no other has come; with all of them so is each rule that only had such.

    What compares the form with a document that says what was typed before may speak now.
    """
    before = subject.report()
    patched = [found for found in before.findings if found.patch]
    known = {found.rule for found in before.findings}
    known |= {rule.id for rule in subject.generator.plan.rules if next(nodes_of(Agree, rule), None) is not None}
    for found in patched:
        after = subject.report(apply(found.patch or (), subject.dossier))
        if (found.rule, found.path) in {(other.rule, other.path) for other in after.findings}:
            yield f"{found.rule} at {found.path} is still there after {found.patch}"
        yield from (f"{found.patch} breaks {other.rule}" for other in after.findings if other.rule not in known)
    mended = subject.copy
    for found in patched:
        mended = apply(found.patch or (), mended)
    left = {found.rule for found in before.findings if not found.patch}
    again = {found.rule for found in subject.report(mended).findings} if patched else set()
    yield from (f"{found.rule} speaks after every patch" for found in patched if found.rule in again - left)


def gives_patches(rule: Rule) -> bool:
    """Whether a rule is about how something not personal is written, which is all that patches mend."""
    return any(
        test.operator == "as_given" and (test.left.type is None or not test.left.type.personal)
        for arm in rule.arms
        for test in nodes_of(Test, arm.check)
        if not (test.right == Literal("canonical") and test.left.codelist is None)
    )


def apply(patch: Sequence[Mapping[str, Any]], dossier: Any) -> Any:
    """A copy of the dossier after RFC 6902's operations, of which the library uses `replace` only.

    >>> apply([{"op": "replace", "path": "/a~1b/0", "value": 2}], {"a/b": [1]})
    {'a/b': [2]}
    """
    changed = deepcopy(dossier)
    for step in patch:
        assert set(step) == {"op", "path", "value"}, step
        assert step["op"] == "replace", step
        *way, last = (part.replace("~1", "/").replace("~0", "~") for part in step["path"].split("/")[1:])
        holder = changed
        for part in way:
            holder = holder[int(part) if isinstance(holder, list) else part]
        key = int(last) if isinstance(holder, list) else last
        assert key in (range(len(holder)) if isinstance(holder, list) else holder), step
        holder[key] = deepcopy(step["value"])
    return changed
