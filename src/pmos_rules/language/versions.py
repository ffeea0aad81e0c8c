"""A range of versions, as a pack writes it beside one that it extends → whether that one's version lies in it.

A module of its own, since what compares versions takes long to import, and few packs write a range.
"""

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from pmos_rules.language.faults import Faults
from pmos_rules.language.nodes import ScalarNode


def check_version(base: ScalarNode, version: str | None, wanted: ScalarNode, faults: Faults) -> None:
    """Tell where a base pack is not of the version that is wanted; None where there is no such pack."""
    try:
        versions = SpecifierSet(wanted.text)
        is_within = version is None or versions.contains(Version(version), prereleases=True)
    except InvalidSpecifier:
        message, hint = f"`{wanted.text}` is no range of versions", "write `'>=2026.11'` or `'>=2026.11, <2027'`"
        faults.report("bad-value", message, wanted.span, hint)
    except InvalidVersion:
        message = f"`{version}`, the version of `{base.text}`, is not one that can be compared"
        faults.report("bad-version", message, wanted.span, "a version is written as `2026.11` or `2026.11.1`")
    else:
        if not is_within:
            message = f"`{base.text}` is here in version {version}, and `{wanted.text}` is wanted"
            faults.report("wrong-version", message, wanted.span, "install another version, or widen the range")
