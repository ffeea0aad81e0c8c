"""A pydantic class is read as a schema: any class will do, so that a province can bring its own dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import BaseModel, Field

from pmos_rules.api import schema
from pmos_rules.formats.types import COUNT, FILE_NAME, NAME, RAW, Part, ValueType
from pmos_rules.language.paths import Base, Scope, UnknownPath, every_leaf, every_path, resolve
from pmos_rules.language.rules import check_market
from pmos_rules.language.schema import Shape, read_schema
from tests.language.example import HEAD, RULE, pack


@dataclass(frozen=True)
class Read:
    """Says how a field is read."""

    value_type: ValueType
    shape: str = "value"


class Paper(BaseModel):
    """A section with a part of its own."""

    PARTS: ClassVar = {"title": Part("title", NAME, lambda paper: paper)}
    file: Annotated[str | None, Read(FILE_NAME)] = Field(None, title="文件")


class Own(BaseModel):
    """A dossier of which nobody has heard."""

    name: Annotated[str | None, Read(NAME)] = Field(None, validation_alias=None, title="名称")
    count: Annotated[int | None, "said in passing", Read(COUNT)] = None
    anything: Annotated[Any, Read(RAW)] = None
    notes: Annotated[tuple[str, ...], Read(NAME, "values")] = ()
    figures: Annotated[dict[str, int], Read(COUNT, "mapping")] = {}
    paper: Paper | None = None
    papers: tuple[Paper, ...] = ()
    by_name: Mapping[str, Paper] = {}
    plain: Annotated[int, "nothing that says how it is read"] = 0
    parent: "Own | None" = None
    seen: Annotated[str | None, Read(NAME)] = Field(None, json_schema_extra={"supplied": True})


OWN = read_schema(Own)
ROOT = Scope(Base("dossier", Shape("section", section=OWN)))


def test_fields_have_the_shape_that_they_are_declared_with() -> None:
    own = read_schema(Own)
    shapes = {name: known.shape for name, known in own.fields.items()}
    assert {name: shape.kind for name, shape in shapes.items()} == {
        "name": "value",
        "count": "value",
        "anything": "raw",
        "notes": "list",
        "figures": "mapping",
        "paper": "section",
        "papers": "list",
        "by_name": "mapping",
        "plain": "raw",
        "parent": "section",
        "seen": "value",
    }
    assert (shapes["count"].type, shapes["notes"].element) == (COUNT, Shape("value", type=NAME))
    assert shapes["parent"].section is own
    assert [name for name, known in own.fields.items() if known.supplied] == ["seen"]


def test_parts_are_those_that_a_class_names() -> None:
    paper = read_schema(Paper)
    assert (list(paper.parts), dict(read_schema(Own).parts)) == (["title"], {})


def test_fields_are_called_by_their_labels() -> None:
    assert (OWN.fields["name"].labels, OWN.fields["name"].label, OWN.fields["count"].label) == (
        ("名称",),
        "名称",
        "count",
    )
    dossier = schema()
    assert dossier.by_key("basic") is dossier.by_key(dossier.fields["basic"].label) is dossier.fields["basic"]
    assert dossier.by_key("无此栏") is None
    assert {"basic", dossier.fields["basic"].label} <= set(dossier.keys())


@pytest.mark.parametrize(
    ("text", "key", "type_name"),
    [
        ("name", ("name",), "name"),
        ("notes.*", ("notes", "*"), "name"),
        ("figures.*", ("figures", "*"), "count"),
        ("papers.*.file.stem", ("papers", "*", "file", "stem"), "text"),
        ("by_name.*.title", ("by_name", "*", "title"), "name"),
        ("parent.parent.name", ("parent", "parent", "name"), "name"),
    ],
)
def test_a_path_leads_to_a_value(text: str, key: tuple[str, ...], type_name: str) -> None:
    path = resolve(text, ROOT)
    assert (path.key, path.type.name if path.type else None) == (key, type_name)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("nmae", "there is no field `nmae`", "did you mean `name`?"),
        ("名称", "there is no field `名称`", "did you mean `name`?"),
        ("papers.file", "there is no field `papers.file`", "did you mean `papers.*.file`?"),
        ("paper.", "there is no field `paper.`", None),
        ("paper.*", "there is no field `paper.*`", "did you mean `paper`?"),
        ("anything.there", "there is no field `anything.there`", None),
        ("this", "`this` stands for an item, and there is no `for` here", "add `for:` with a path to the items"),
    ],
)
def test_a_path_that_leads_nowhere_says_what_was_meant(text: str, message: str, hint: str | None) -> None:
    with pytest.raises(UnknownPath) as caught:
        resolve(text, ROOT)
    assert (caught.value.message, caught.value.help) == (message, hint)


def test_what_holds_itself_has_paths_and_values_to_a_depth() -> None:
    paths = list(every_path(ROOT.dossier.shape))
    assert {"parent.parent.parent.parent.name", "papers.*.file.stem", "by_name.*.title"} <= set(paths)
    assert "parent.parent.parent.parent.parent.name" not in paths
    leaves = [(".".join(leaf.steps), leaf.supplied) for leaf in every_leaf(ROOT.dossier.shape)]
    assert leaves[:6] == [
        ("name", False),
        ("count", False),
        ("notes.*", False),
        ("figures.*", False),
        ("paper.file", False),
        ("papers.*.file", False),
    ]
    assert ("seen", True) in leaves


def test_rules_are_checked_against_it() -> None:
    checks = ["{name: {format: email}}", "{anything: 1}", "{paper.title: {has: han}}"]
    ids = "".join(
        RULE.replace("rule\n", f"r{n}\n")[len("\nrules:\n") :] + f"    check: {check}\n"
        for n, check in enumerate(checks)
    )
    names = HEAD
    rules, found = check_market(pack(f"rules:\n{ids}", names=names), "example", OWN)
    assert rules is not None
    assert [(d.code, d.message) for d in found] == [
        ("not-a-value", "`anything` is raw data, and one value is wanted here")
    ]
    assert [rule.id for rule in rules.rules["retailer"]] == ["example.r0", "example.r2"]
