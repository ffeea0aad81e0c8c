"""The page about processes: its table loads, its keys are those of the code, and its session runs as shown."""

import doctest

from pmos_rules.language.syntax import ProcessSyntax, by_alias
from pmos_rules.processes import Misstep, Permitted, Replay
from tests.docs.blocks import ROOT, block, code, table
from tests.processes.small import check

PAGE = "docs/reference/processes.md"
HEAD = "schema: pmos-rules/1\nruleset: small\ninstrument: guide\n"


def test_the_example_loads() -> None:
    text = HEAD + block(PAGE, "yaml", "processes").replace("example.", "small.")
    rules, found = check(text)
    assert found == []
    assert rules is not None
    assert rules.processes["loan"].process.rules == (
        ("order_of", "lend", "small.lend_in_order"),
        ("actor_of", "lend", "small.lend_in_order"),
    )


def test_every_key_of_a_process_stands_in_the_table() -> None:
    assert {name for row in table(PAGE, "## The table") for name in code(row[0])} == set(
        by_alias(ProcessSyntax)
    )


def test_the_session_runs_as_shown() -> None:
    session = doctest.DocTestParser().get_doctest(
        (ROOT / PAGE).read_text("utf-8").replace("\n```", "\n\n```"), {}, PAGE, PAGE, 0
    )
    assert doctest.DocTestRunner().run(session).failed == 0


def test_every_attribute_in_the_table_is_one() -> None:
    of = {"Replay": Replay, "Misstep": Misstep, "Permitted": Permitted}
    owner = ""
    for first, second, _ in table(PAGE, "## Replay"):
        (owner,) = code(first) or [owner]
        for name in code(second):
            assert name in of[owner].__dataclass_fields__
