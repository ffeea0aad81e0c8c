"""What one small rule becomes in a checklist: where it stands, how much it weighs, when, and by which clause."""

from collections.abc import Mapping
from typing import Any

import pytest

from pmos_rules.language.ruleset import MarketRules
from pmos_rules.rendering.checklist import Checklist, checklist_markdown, checklist_text, compose
from pmos_rules.rendering.checklist.html import checklist_html
from tests.evaluation.small import DAY, SCHEMA, load

pytestmark = pytest.mark.usefixtures("odd_checks")
NAMES: Mapping[str, Any] = {
    "parameters": {
        "most": {"values": {"2018-04-01": {"value": "5", "cite": "1"}, "2026-08-01": {"value": "9", "cite": "2"}}},
        "size": {"type": "bytes", "values": {"2018-04-01": {"value": "10 MiB", "cite": "1"}}},
        "odd_size": {"type": "bytes", "values": {"2018-04-01": {"value": "10 MB", "cite": "1"}}},
    },
    "codelists": {
        "choices": {"of": "choice", "甲": {"also": ["甲方"]}, "B": {"also": ["乙方"]}, "C": {}},
        "materials": {"合并证": {"named": ["合并证"]}, "副本": {}, "复印件": {}},
        "slots": {
            "执照": {"also": ["執照", "营业执照", "營業執照"], "named": ["执照", "营业执照"], "accepts": ["合并证"]},
            "章程": {"accepts": ["合并证"]},
        },
    },
    "terms": {"big": {"number": {"above": "5"}}},
    "labels": {"text": "正文", "section": "第一部分"},
}


def checklist(*rules: Mapping[str, Any]) -> Checklist:
    written = [{"id": f"small.rule{n}", "if_missing": "not_applicable", **rule} for n, rule in enumerate(rules)]
    return compose(load({**NAMES, "rules": written}).rules, SCHEMA, "retailer", DAY)


def body(*rules: Mapping[str, Any], language: str = "zh") -> list[str]:
    """The text without its head and its foot."""
    text = checklist_text(checklist(*rules), language=language, width=200)  # type: ignore[arg-type] # zh or en
    lines = text.splitlines()
    return [line for line in lines[4 : lines.index("依据的文件" if language == "zh" else "Documents cited") - 1] if line]


PRESENT = {"text": {"present": "true"}}
CASES: list[tuple[str, list[dict[str, Any]], list[str]]] = [
    (
        "a required field is told once, with its clause and how that is read",
        [{"check": PRESENT}],
        ["一、填写内容", "  办理与申报", "    必填  [1] 1", "      理解：理解", "      □ 正文"],
    ),
    (
        "fields that are required alike stand in one line",
        [{"check": {**PRESENT, "name": {"present": "true"}}}, {"check": {"code": {"present": "true"}}}],
        ["一、填写内容", "  办理与申报", "    必填  [1] 1", "      理解：理解", "      □ 正文   □ 名称   □ 编码"],
    ),
    (
        "a warning, information and what need not be given come after what must be",
        [
            {"check": {"url": {"length": {"at_most": "20"}}}},
            {"check": {"name": {"present": "true"}}, "severity": "info"},
            {"check": PRESENT, "severity": "warning"},
            {"check": {"code": {"present": "true"}}},
        ],
        [
            "一、填写内容",
            "  办理与申报",
            "    必填  [1] 1",
            "      理解：理解",
            "      □ 编码",
            "    应填（缺填只提示）  [1] 1",
            "      理解：理解",
            "      □ 正文",
            "    可填（供参考）  [1] 1",
            "      理解：理解",
            "      □ 名称",
            "    填写时注意",
            "      □ 网址",
            "        - 标题：应不超过 20 个字  [1] 1",
            "          理解：理解",
        ],
    ),
    (
        "a condition stands above what it is a condition of",
        [{"check": PRESENT, "when": "big", "unless": {"any": [{"name": "甲"}, {"name": {"has": "digit"}}]}}],
        [
            "一、填写内容",
            "  办理与申报",
            "    必填  [1] 1",
            "      若“数量”大于 5；“名称”为“甲”，或含有数字的除外",
            "      理解：理解",
            "      □ 正文",
        ],
    ),
    (
        "how much a field is asked for may depend",
        [{"check": PRESENT, "severity": [{"when": "big", "is": "error"}, "warning"]}],
        [
            "一、填写内容",
            "  办理与申报",
            "    必填或应填（缺填只提示）  [1] 1",
            "      若“数量”大于 5，必填；否则应填（缺填只提示）",
            "      理解：理解",
            "      □ 正文",
        ],
    ),
    (
        "what a field weighs where it is given says nothing of how much it is asked for",
        [{"check": {**PRESENT, "all": [{"text": {"has": "digit"}}]},
          "severity": [{"when": PRESENT, "is": "warning"}, "error"]}],
        [
            "一、填写内容",
            "  办理与申报",
            "    必填",
            "      □ 正文",
            "        - 标题〔提示〕  [1] 1",
            "          理解：理解",
        ],
    ),
    (
        "what it weighs where it is missing is how much it is asked for",
        [{"check": {"yes": "true"}, "if_missing": "fail",
          "severity": [{"when": {"yes": {"missing": "true"}}, "is": "warning"}, "error"]}],
        [
            "一、填写内容",
            "  办理与申报",
            "    应填（缺填只提示）",
            "      □ 是否",
            "        - 标题  [1] 1",
            "          理解：理解",
        ],
    ),
    (
        "where nothing can be said without a value, it is waited for",
        [{"check": {"number": {"above": "$most"}}, "if_missing": "undetermined"}],
        [
            "一、填写内容",
            "  办理与申报",
            "    须说明（缺填则待核）",
            "      □ 数量",
            "        - 标题：应大于 5  [1] 1",
            "          理解：理解",
        ],
    ),
    (
        "what is asked of who trades is not asked for the filing",
        [{"check": {"number": {"above": "5"}}, "if_missing": "fail", "from_stage": "trade"}],
        [
            "一、填写内容",
            "  办理与申报",
            "    填写时注意",
            "      □ 数量",
            "        - 标题：应大于 5〔参与交易时〕  [1] 1",
            "          理解：理解",
        ],
    ),
    (
        "a number that the title names is not said twice",
        [{"check": {"number": {"above": "5"}}, "title": {"zh": "数量大于 5", "en": "above 5"}}],
        ["一、填写内容", "  办理与申报", "    填写时注意", "      □ 数量", "        - 数量大于 5  [1] 1", "          理解：理解"],
    ),
    (
        "a code list that is asked for gives the options, in Chinese too",
        [{"check": {"choice": {"in": "choices"}}}],
        [
            "一、填写内容",
            "  办理与申报",
            "    填写时注意",
            "      □ 选项",
            "        选项：甲、B（乙方）、C",
            "        - 标题  [1] 1",
            "          理解：理解",
        ],
    ),
    (
        "a code list that is not asked for is what is understood",
        [{"check": {"choice": ["B", "C", "甲"]}, "reading": None}],
        [
            "一、填写内容",
            "  办理与申报",
            "    填写时注意",
            "      □ 选项",
            "        认得的写法：甲、B（乙方）、C",
            "        - 标题：应为“B（乙方）”、“C”、“甲”之一  [1] 1",
        ],
    ),
    (
        "rows have a section of their own, with what is asked of all of them",
        [
            {"for": "rows.*", "check": {"text": {"present": "true"}, "number": {"above": "3"}}},
            {"check": {"count": {"of": "rows.*", "where": {"text": "甲"}, "distinct_by": "code", "at_least": "$most"}}},
        ],
        [
            "一、填写内容",
            "  列表（逐项填写）",
            "    必填  [1] 1",
            "      理解：理解",
            "      □ 文本",
            "    填写时注意",
            "      □ 数量",
            "        - 标题：应大于 3  [1] 1",
            "          理解：理解",
            "    □ 标题：“列表”（限“文本”为“甲”者）按“编码”去重后的数量应不少于 5  [1] 1",
            "      理解：理解",
        ],
    ),
    (
        "what a rule about several fields means is said with the first",
        [{"check": {"number": {"above": "3"}, "limit": {"above": "4"}}}],
        [
            "一、填写内容",
            "  办理与申报",
            "    填写时注意",
            "      □ 数量",
            "        - 标题：应大于 3  [1] 1",
            "          理解：理解",
            "      □ 限额",
            "        - 标题：应大于 4  [1] 1",
        ],
    ),
    (
        "alternatives stand with the first field that they are about",
        [{"check": {"any": [{"section.text": {"present": "true"}}, {"section.yes": "true"}]}, "if_missing": "fail"}],
        ["一、填写内容", "  第一部分", "    必填", "      □ 文本", "        - 标题  [1] 1", "          理解：理解"],
    ),
    (
        "what is about no single field is another requirement",
        [
            {"check": {"any": [{"text": "甲"}, {"section.text": "甲"}]}},
            {"check": {"agree": {"left": "left", "right": "right", "on": ["text"]}}, "basis": "derived", "severity": "info"},
        ],
        [
            "一、其他要求",
            "  办理与申报",
            "    □ 标题  [1] 1",
            "      理解：理解",
            "  左侧",
            "    □ 标题〔参考〕  [1] 1〔推定〕",
            "      理解：理解",
        ],
    ),
    (
        "a rule about many fields is one about how fields are filled in",
        [{"for": ["text", "name", "code", "url", "other_text"], "check": {"this": {"length": {"at_most": "9"}}},
          "severity": [{"when": {"this": "甲"}, "is": "info"}, "warning"]}],
        [
            "一、其他要求",
            "  填写规范",
            "    □ 标题〔提示〕  [1] 1",
            "      适用于：正文、名称、编码、网址等 5 栏",
            "      视栏目：只提示或仅供参考",
            "      理解：理解",
        ],
    ),
    (
        "a rule about two fields stands at the one that the form has",
        [
            {"check": PRESENT},
            {"for": ["text", "name"], "check": {"this": {"length": {"at_most": "9"}}}},
            {"for": ["code", "url"], "check": {"this": {"length": {"at_most": "8"}}}},
        ],
        [
            "一、填写内容",
            "  办理与申报",
            "    必填  [1] 1",
            "      理解：理解",
            "      □ 正文",
            "        - 标题：应不超过 9 个字",
            "          理解：理解",
            "二、其他要求",
            "  填写规范",
            "    □ 标题  [1] 1",
            "      适用于：编码、网址",
            "      理解：理解",
        ],
    ),
    (
        "a slot has its substitutes, its other names and what is asked of what lies there",
        [
            {"check": {"attached": "执照"}},
            {"check": {"attached": "章程"}, "when": "big", "severity": "warning"},
            {"for": "attachments.*", "when": {"slot": "执照", "material": "副本"}, "check": {"stamped": "true"}},
            {"check": {"attached": {"slot": "执照", "material": "复印件"}}, "severity": "info"},
        ],
        [
            "一、上传材料",
            "  附件",
            "    必传  [1] 1",
            "      理解：理解",
            "      □ 执照",
            "        又称：营业执照",
            "        也可放：合并证",
            "        文件名中可写：执照、营业执照",
            "        - 标题：上传“执照”（“材料”为“复印件”）〔参考〕",
            "          理解：理解",
            "        - 标题",
            "          若“材料”为“副本”",
            "    应传（缺少只提示）  [1] 1",
            "      若“数量”大于 5",
            "      理解：理解",
            "      □ 章程",
            "        也可放：合并证",
            "  ※ 合并证可放在这些栏：执照、章程",
        ],
    ),
    (
        "a slot that must hold one material, and a list that must not be empty",
        [
            {"for": "rows.*", "check": {"attached": {"slot": "执照", "material": "副本"}}},
            {"check": {"attachments": {"present": "true"}}},
        ],
        [
            "一、上传材料",
            "  附件",
            "    □ 标题  [1] 1",
            "      理解：理解",
            "  列表 › 附件（每项都要）",
            "    必传  [1] 1",
            "      理解：理解",
            "      □ 执照",
            "        又称：营业执照",
            "        也可放：合并证",
            "        文件名中可写：执照、营业执照",
            "        - 标题：上传“执照”（“材料”为“副本”）",
        ],
    ),
    (
        "what is asked of files comes with an example",
        [
            {"check": {"attached": "章程"}},
            {"for": "attachments.*", "when": {"filename": {"present": "true"}},
             "check": {"filename.extension": {"equals": "pdf", "ignoring": "case"}}},
            {"for": "attachments.*", "check": {"filename.stem": {"matches": "[^_]+_[^_]+"}}},
            {"for": "attachments.*", "check": {"filename.company": {"same_as_any": ["dossier.name", "dossier.text"]}}},
        ],
        [
            "一、上传材料",
            "  附件",
            "    必传  [1] 1",
            "      理解：理解",
            "      □ 章程",
            "        也可放：合并证",
            "        文件名示例：示例能源_章程.pdf",
            "二、文件要求",
            "    □ 标题：“文件名的扩展名”应为“pdf”  [1] 1",
            "      理解：理解",
            "    □ 标题  [1] 1",
            "    □ 标题：“文件名的公司名称部分”应与“名称”或“正文”一致  [1] 1",
            "  ※ 文件名示例：示例能源_章程.pdf（“示例能源”处写本企业的名称）",
        ],
    ),
    (
        "a case that a function decides, or that takes many words, is left to the reading",
        [{"check": {"number": {"above": "5"}}, "severity": [{"when": {"custom": "even", "of": "number"}, "is": "info"}, "error"]}],
        [
            "一、填写内容",
            "  办理与申报",
            "    填写时注意",
            "      □ 数量",
            "        - 标题：应大于 5  [1] 1",
            "          视情形：必须或仅供参考（见理解）",
            "          理解：理解",
        ],
    ),
    (
        "a size is told as people count it",
        [{"check": {"number": {"at_most": "$size"}}}, {"check": {"limit": {"at_most": "$odd_size"}}, "reading": None}],
        [
            "一、填写内容",
            "  办理与申报",
            "    填写时注意",
            "      □ 数量",
            "        - 标题：应不大于 10 MiB（10485760 字节）  [1] 1",
            "          理解：理解",
            "      □ 限额",
            "        - 标题：应不大于 10000000 字节  [1] 1",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "rules", "lines"), CASES, ids=[case[0] for case in CASES])
def test_rules_become(sentence: str, rules: list[dict[str, Any]], lines: list[str]) -> None:
    assert body(*rules) == lines


def test_it_reads_in_english_with_the_labels_of_the_form() -> None:
    rules = [
        {"check": PRESENT, "when": "big", "unless": {"name": {"has": "digit"}}, "basis": "screenshot"},
        {"check": {"number": {"above": "3"}}, "severity": "warning", "from_stage": "trade"},
    ]
    assert body(*rules, language="en") == [
        "1. What to fill in",
        "  办理与申报 (the filing)",
        "    Required  [1] 1 (screenshot)",
        "      if “number” is above 5, unless “name” contains digits",
        "      reading: reading",
        "      □ 正文 (text)",
        "    Where filled in",
        "      □ 数量 (number)",
        "        - title: must be above 3 (warning) (for trading)  [1] 1",
        "          reading: reading",
    ]


def test_what_no_source_states_has_no_number() -> None:
    rule = {"check": PRESENT, "basis": "derived"}
    made = checklist(rule)
    assert [cite.instrument for cite in made.instruments] == ["guide"]
    assert "〔推定〕由条文推出或出于常理，来源没有明写" in checklist_text(made, width=200)
    assert "〔截图〕" not in checklist_text(made, width=200)


def test_a_value_of_a_later_date_counts_from_then_on() -> None:
    rules: MarketRules = load({**NAMES, "rules": [
        {"id": "small.rule", "check": {"number": {"above": "$most"}}, "if_missing": "not_applicable"},
        {"id": "small.later", "check": PRESENT, "if_missing": "not_applicable", "effective": {"from": "2026-08-01"}},
    ]}).rules  # fmt: skip
    early = compose(rules, SCHEMA, "retailer", DAY)
    late = compose(rules, SCHEMA, "retailer", DAY.replace(month=8))
    assert (early.told, late.told) == ({"small.rule"}, {"small.rule", "small.later"})
    assert "应大于 5" in checklist_text(early)
    assert "应大于 9" in checklist_text(late)


def test_what_stands_in_a_rule_cannot_break_a_page() -> None:
    made = checklist({"check": {"number": {"above": "3"}}, "title": {"zh": "<b>*数量*</b> & `x`", "en": "x"}})
    assert "&lt;b&gt;*数量*&lt;/b&gt; &amp; `x`" in checklist_html(made)
    assert "\\<b\\>\\*数量\\*\\</b\\> & \\`x\\`" in checklist_markdown(made)
