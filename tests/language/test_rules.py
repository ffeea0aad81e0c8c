"""What stands around a check: titles, severities, families, kinds, dates, citations, labels."""

from datetime import date
from decimal import Decimal

import pytest

from pmos_rules.api import schema
from pmos_rules.findings import Severity, Text
from pmos_rules.language.ir import Condition, Literal, Path
from pmos_rules.language.ir import Test as Ask
from pmos_rules.language.rules import check_market, load_market
from pmos_rules.language.ruleset import Grade, Interval, Rule
from pmos_rules.language.symbols import PackText
from pmos_rules.source import RulesetError, SourceText
from tests.language.example import MANIFEST, RULE, load, pack, rule

FULL_NAME = Path("dossier", ("basic", "full_name"))
WITH_GRID = Path("dossier", ("basic", "retailer_type"), codelist="retailer_type")
GUIDE = Text("指南", "Guide")


def rules(text: str, kind: str | None = "retailer", **around: str) -> dict[str, Rule]:
    """The rules of a file by their ids, without those of the names beside it."""
    found = load(text, **around).rules[kind]
    return {rule.id: rule for rule in found if not rule.id.startswith("example.known")}


# -- what a rule is unless it says otherwise -------------------------------------------------------------


def test_a_rule_is_an_error_stated_by_the_clause_in_force_as_its_pack() -> None:
    found = rule("check: {basic.full_name: {format: email}}")
    assert (found.severity, found.basis, found.effective, found.pack) == (
        Severity.ERROR,
        "stated",
        Interval(),
        "example",
    )
    assert (found.cite.instrument, found.cite.section, found.cite.title) == ("guide", "1", GUIDE)
    assert (str(found.span), found.family) == ("rules1.yaml:6:9", None)


def test_a_rule_is_in_force_when_its_pack_is_unless_it_says_so_itself() -> None:
    manifest = MANIFEST + "effective: {from: 2018-04-01, until: 2030-01-01}\n"
    text = 'rules:\n- {id: example.one, title: {zh: 甲, en: A}, check: always, cite: "1"}\n- {id: example.two, title: {zh: 甲, en: A}, check: always, cite: "1", effective: {from: 2026-01-01}}\n'
    found = load(text, manifest=manifest)
    assert found.effective == Interval(date(2018, 4, 1), date(2030, 1, 1))
    by_id = {rule.id: rule.effective for rule in found.rules["retailer"]}
    assert (by_id["example.one"], by_id["example.two"]) == (found.effective, Interval(date(2026, 1, 1)))


@pytest.mark.parametrize(
    ("check", "stage"),
    [
        ("{basic.full_name: {present: true}}", "submit"),
        ("{attached: 工商营业执照}", "submit"),
        ("{count: {of: staff.*, at_least: 1}}", "submit"),
        ("{count: {of: staff.*, at_most: 1}}", "save"),
        ("{sum: {of: shareholders.*.percent, at_least: 1}}", "save"),
        ("{basic.full_name: {present: true, format: email}}", "save"),
    ],
)
def test_what_is_not_there_yet_bites_on_submission(check: str, stage: str) -> None:
    assert rule(f"check: {check}").from_stage == stage
    assert rule(f"check: {check}\nfrom_stage: trade").from_stage == "trade"


@pytest.mark.parametrize(
    ("written", "severities"),
    [
        ("obligation: must", [Severity.ERROR]),
        ("obligation: must_not", [Severity.ERROR]),
        ("obligation: should", [Severity.WARNING]),
        ("obligation: may", [Severity.INFO]),
        ("obligation: info", [Severity.INFO]),
        ("severity: warning\nreading: {zh: 甲, en: A}", [Severity.WARNING]),
        ("severity: warning\nbasis: derived", [Severity.WARNING]),
        ("obligation: should\nseverity: warning", [Severity.WARNING]),
        ("obligation: should\nseverity: [warning]", [Severity.WARNING]),
        ("severity: [{when: with_grid, is: info}, error]\nbasis: derived", [Severity.ERROR, Severity.INFO]),
    ],
)
def test_the_severity_follows_from_the_obligation_unless_it_is_written(
    written: str, severities: list[Severity]
) -> None:
    assert list(rule(f"check: always\n{written}").severities) == severities


def test_without_a_market_kinds_that_no_market_covers_are_left_to_others() -> None:
    texts = pack("applies_to: {kind: aggregation}\n" + RULE + "    check: {basic.status: {present: true}}\n")
    told = [[fault.code for fault in check_market(texts, name, schema())[1]] for name in ("example", None)]
    assert ["never-applies" in codes for codes in told] == [True, False]


def test_a_graded_severity_has_its_own_texts_and_leaves_out_what_never_holds() -> None:
    found = rule(
        "for: [basic.full_name, business.uscc]\ncheck: {this: {length: 1}}\nbasis: derived\nseverity:\n"
        "- {when: {field_in: code_fields}, is: warning}\n"
        "- {when: with_grid, is: info, message: {zh: 甲‹difference›, en: a}, fix: {zh: 乙, en: b}}\n- error\n"
    )
    name, uscc = found.arms
    assert [grade.severity.value for grade in uscc.grades] == ["warning", "info", "error"]
    graded = Condition(Condition(Ask("equals", WITH_GRID, Literal("有配网运营权售电公司"))))
    assert name.grades == (
        Grade(Severity.INFO, graded, Text("甲‹difference›", "a"), Text("乙", "b")),
        Grade(Severity.ERROR),
    )


# -- titles, labels, texts -------------------------------------------------------------------------------


def test_titles_are_made_for_what_is_required_and_attached() -> None:
    text = """
rules:
- {family: example.required, each: {basic: [full_name]}, check: required, cite: "1"}
- {family: example.attached, each: {letter: 信用承诺书}, check: {attached: $each}, cite: "1"}
- {id: example.attached.licence, check: {attached: {slot: 工商营业执照, stamped: true}}, if_missing: fail, cite: "1"}
"""
    assert {id: found.title for id, found in rules(text).items()} == {
        "example.required.basic.full_name": Text("须填写“企业全称”", "“企业全称” is required"),
        "example.attached.letter": Text("须上传“信用承诺书”", "“信用承诺书” must be attached"),
        "example.attached.licence": Text("须上传“工商营业执照”", "“工商营业执照” must be attached"),
    }


def test_a_label_is_what_the_form_for_a_kind_calls_a_field() -> None:
    own = "applies_to: {kind: consumer}\nlabels: {basic.full_name: 企业名称}\n"
    text = """
rules:
- family: example.given
  each: {name: basic.full_name, other: basic.short_name, word: 随便}
  title: {zh: 填写$label, en: Give $label}
  check: {basic.full_name: {present: true}}
  message: {zh: 缺$label, en: no $label}
  severity: [{when: with_grid, is: info, message: {zh: 少$label, en: less $label}}, error]
  basis: derived
  cite: "1"
"""
    market = load(own, text)
    titles = {kind: {r.id: r for r in market.rules[kind]} for kind in ("retailer", "consumer", None)}
    retailer, consumer = titles["retailer"]["example.given.name"], titles["consumer"]["example.given.name"]
    assert (retailer.title, consumer.title) == (
        Text("填写企业全称", "Give 企业全称"),
        Text("填写企业名称", "Give 企业名称"),
    )
    assert (retailer.message, consumer.arms[0].grades[0].message) == (
        Text("缺企业全称", "no 企业全称"),
        Text("少企业名称", "less 企业名称"),
    )
    assert titles[None]["example.given.other"].title.zh == "填写企业简称"
    assert titles[None]["example.given.word"].title.zh == "填写随便"
    assert market.labels == {"retailer": {}, "consumer": {"basic.full_name": "企业名称"}, None: {}}


# -- families ----------------------------------------------------------------------------------------------


def test_a_family_is_filled_in_wherever_each_stands() -> None:
    text = """
rules:
- family: example.total
  each: {no_grid: no, with_grid: with}
  title: {zh: 人数$each, en: Number $each}
  when: {basic.short_name: $each}
  check: {count: {of: staff.*, at_least: 1}}
  cite: "$each (1)"
  depends_on: [example.known]
"""
    found = rules(text)
    assert [(r.id, r.title.zh, r.cite.section, r.family) for r in found.values()] == [
        ("example.total.no_grid", "人数no", "no (1)", "example.total"),
        ("example.total.with_grid", "人数with", "with (1)", "example.total"),
    ]
    assert found["example.total.with_grid"].depends_on == ("example.known",)


def test_keys_of_a_check_are_filled_in_too() -> None:
    text = 'rules:\n- {family: example.text, each: [basic.full_name, basic.address], title: {zh: 甲, en: A}, check: {$each: {format: email}}, if_missing: fail, cite: "1"}\n'
    checks = {id: found.arms[0].check for id, found in rules(text).items()}
    assert checks["example.text.basic.full_name"] == Ask("format", FULL_NAME, Literal("email"))
    assert list(checks) == ["example.text.basic.full_name", "example.text.basic.address"]


# -- kinds and markets ---------------------------------------------------------------------------------------


def test_a_rule_is_for_the_kinds_of_its_file_that_it_is_for_itself() -> None:
    text = """
applies_to: {market: example, kind: [retailer, consumer]}
rules:
- {id: example.all, title: {zh: 甲, en: A}, check: always, cite: "1"}
- {id: example.narrow, title: {zh: 甲, en: A}, applies_to: {kind: consumer}, check: always, cite: {consumer: "2"}}
"""
    assert list(rules(text)) == ["example.all"]
    assert list(rules(text, "consumer")) == ["example.all", "example.narrow"]
    assert rules(text, None) == {}


def test_kinds_may_have_rules_of_the_same_id_and_clauses_of_their_own() -> None:
    text = """
rules:
- {id: example.same, title: {zh: 甲, en: A}, applies_to: {kind: retailer}, check: always, cite: {retailer: "2"}}
- {id: example.same, title: {zh: 乙, en: B}, applies_to: {kind: consumer}, check: never, cite: {retailer: "2", consumer: "3"}}
- {id: example.both, title: {zh: 丙, en: C}, check: never, cite: {retailer: "4", consumer: "5"}}
"""
    assert [(r.title.zh, r.cite.section) for r in rules(text).values()] == [("甲", "2"), ("丙", "4")]
    assert [(r.title.zh, r.cite.section) for r in rules(text, "consumer").values()] == [("乙", "3"), ("丙", "5")]
    assert [(r.title.zh, r.cite.section) for r in rules(text, None).values()] == [("丙", "4")]


def test_what_is_required_is_asked_for_each_kind_by_itself() -> None:
    text = """
terms:
  needed: {fields: {required_by: [error], text: true}, also: [basic.address], but_not: [business.uscc]}
  lightly: {fields: {required_by: warning}}
rules:
- {id: example.needed, title: {zh: 甲, en: A}, for: needed, check: {this: {readable: true}}, cite: "1"}
- {id: example.lightly, title: {zh: 甲, en: A}, for: lightly, check: {this: {readable: true}}, cite: "1"}
- {family: example.more, each: {basic: [status]}, applies_to: {kind: consumer}, check: required, cite: "1"}
- {family: example.less, each: {basic: [short_name]}, obligation: should, check: required, cite: "1"}
"""
    fields = {
        kind: {id: [str(arm.scope) for arm in r.arms] for id, r in rules(text, kind).items()}
        for kind in ("retailer", "consumer")
    }
    assert fields["retailer"]["example.needed"] == ["basic.full_name", "basic.address"]
    assert fields["consumer"]["example.needed"] == ["basic.full_name", "basic.status", "basic.address"]
    assert fields["retailer"]["example.lightly"] == ["basic.short_name"]


def test_guidance_is_for_the_kinds_of_its_file_and_its_own() -> None:
    text = """
applies_to: {kind: [retailer, generator]}
guidance:
- {id: example.all, title: {zh: 甲, en: A}, topic: advice, cite: "1"}
- {id: example.some, title: {zh: 甲, en: A}, topic: advice, applies_to: {kind: [retailer, consumer]}, cite: {consumer: "3"}}
- {id: example.none, title: {zh: 甲, en: A}, topic: advice, applies_to: {kind: generator}, cite: "1"}
"""
    other = 'guidance:\n- {id: example.any, title: {zh: 甲, en: A}, topic: step, basis: derived, reading: {zh: 乙, en: B}, cite: {instrument: guide, section: "9"}}\n'
    found = {entry.id: entry for entry in load(text, other).guidance}
    assert {id: entry.kinds for id, entry in found.items()} == {
        "example.all": {"retailer", "generator"},
        "example.some": {"retailer"},
        "example.any": None,
    }
    assert (found["example.some"].cite.section, found["example.any"].cite.section) == ("3", "9")
    assert (found["example.any"].basis, found["example.any"].reading) == ("derived", Text("乙", "B"))


# -- selectors of fields --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selector", "some", "not_one"),
    [
        ("{fields: {type: [uscc]}}", ["business.uscc"], "basic.full_name"),
        ("{fields: {text: true}}", ["basic.full_name", "business.uscc"], "account.password"),
        ("{fields: {text: true, type: name}}", ["basic.full_name"], "basic.business_scope"),
        ("{fields: {codelist: any}}", ["basic.retailer_type"], "basic.full_name"),
        ("{fields: {codelist: retailer_type}}", ["basic.retailer_type"], "account.state"),
        ("[basic.full_name, staff.*.name]", ["basic.full_name", "staff.*.name"], "business.uscc"),
    ],
)
def test_a_term_selects_fields(selector: str, some: list[str], not_one: str) -> None:
    found = rule("for: chosen\ncheck: {this: {readable: true}}", f"terms: {{chosen: {selector}}}\n")
    scopes = [str(arm.scope) for arm in found.arms]
    assert [scope for scope in scopes if scope in some] == some
    assert not_one not in scopes
    assert not any(scope.startswith(("extracted.", "reference.")) for scope in scopes)


def test_for_takes_several_paths() -> None:
    found = rule("for: [attachments.*, units.*.attachments.*, upload]\ncheck: {size_bytes: {above: 0}}")
    assert [str(arm.scope) for arm in found.arms] == ["attachments.*", "units.*.attachments.*", "upload"]


# -- parameters, code lists --------------------------------------------------------------------------------------


def test_a_parameter_has_values_by_date_each_with_its_clause() -> None:
    text = """
parameters:
  most:
    title: {zh: 上限, en: Most}
    type: bytes
    unit: byte
    values:
      2026-01-01: {value: 20 MiB, cite: "2", instrument: guide}
      2018-04-01: {value: 10 MB, cite: "1"}
"""
    table = load(text).parameters["most"]
    assert (table.title, table.type, table.unit, table.columns) == (Text("上限", "Most"), "bytes", "byte", {None})
    assert [(value.start, value.columns[None], value.cite.section) for value in table.values] == [
        (date(2018, 4, 1), Decimal(10**7), "1"),
        (date(2026, 1, 1), Decimal(20 * 2**20), "2"),
    ]
    assert [table.at(date(2018, 3, 31)), table.at(date(2025, 12, 31)), table.at(date(2026, 1, 1))] == [
        None,
        *table.values,
    ]


def test_a_code_list_may_be_a_plain_list_or_say_what_else_a_value_is_called() -> None:
    text = "codelists:\n  plain: [无, 有]\n  named: {甲: {also: [乙], named: [丙], accepts: []}}\n"
    tables = load(text).codelists
    assert tables["plain"].canonical == {"无": "无", "有": "有"}
    assert (tables["named"].canonical, tables["named"].entries["甲"].named) == ({"甲": "甲", "乙": "甲"}, ("丙",))


# -- packs ---------------------------------------------------------------------------------------------------------


def test_a_market_without_rules_has_a_name_a_digest_and_its_kinds() -> None:
    found = load()
    assert (found.market, found.title, found.version, found.kinds, found.packs) == (
        "example",
        Text("示例", "Example"),
        "1",
        ("retailer", "consumer"),
        ("example",),
    )
    assert found.digest == load().digest != load("labels: {}\n").digest


def test_a_pack_that_answers_for_no_market_is_checked_for_every_kind() -> None:
    manifest = MANIFEST.replace("markets: {", "# {")
    found = load_market(pack(manifest=manifest), None, schema())
    assert (found.market, len(found.kinds)) == ("example", 5)


def test_warnings_do_not_keep_a_pack_from_loading_and_errors_do() -> None:
    assert load("terms: {unused: always}\n").packs == ("example",)
    with pytest.raises(RulesetError) as caught:
        load("terms: {unused: always}\nrules: {}\n")
    assert [(d.code, str(d.span)) for d in caught.value.diagnostics] == [("wrong-shape", "rules1.yaml:5:8")]


def test_the_order_of_diagnostics_is_that_of_files_and_places() -> None:
    wrong = "terms:\n  b: {fields: {typ: a}}\n  a: {fields: {typ: a}}\nrules:\n- {id: example.x}\n"
    texts = (
        *pack(wrong, wrong),
        PackText("above", SourceText("above.yaml", "pack: above\n"), (), ("example",)),
    )
    found = [check_market(texts, None, schema())[1] for _ in range(2)]
    assert found[0] == found[1]
    assert [str(d.span) for d in found[0]][:4] == [
        "above.yaml:1:1",
        "above.yaml:1:1",
        "above.yaml:1:1",
        "rules1.yaml:5:16",
    ]


def test_names_of_files_read_in_any_order_are_shared() -> None:
    first = 'rules:\n- {id: example.first, title: {zh: 甲, en: A}, when: later, check: {upload.size_bytes: {at_most: $later}}, if_missing: fail, cite: "1"}\n'
    second = (
        'terms: {later: {basic.status: 入市}}\nparameters: {later: {values: {2018-04-01: {value: 1, cite: "1"}}}}\n'
    )
    assert "example.first" in {rule.id for rule in load(first, second).rules["retailer"]}
