"""What `import pmos_rules` offers: each name has a home, and is found there."""

import subprocess
import sys

import pytest

import pmos_rules
from pmos_rules import _HOMES  # the table under test


@pytest.mark.parametrize("name", pmos_rules.__all__)
def test_every_public_name_is_found_and_documented(name: str) -> None:
    assert getattr(pmos_rules, name).__doc__


def test_the_list_of_names_and_the_table_of_homes_agree() -> None:
    assert sorted(_HOMES) == sorted(pmos_rules.__all__) == pmos_rules.__all__
    assert set(pmos_rules.__all__) <= set(dir(pmos_rules))


def test_a_name_that_is_none_is_told() -> None:
    with pytest.raises(AttributeError, match=r"^module `pmos_rules` has no attribute `load_rules`$"):
        pmos_rules.load_rules  # noqa: B018  # asking is the point


def test_the_import_alone_loads_nothing_heavy() -> None:
    code = "import sys, pmos_rules; print([m for m in ('pydantic', 'yaml', 'pypdf') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
