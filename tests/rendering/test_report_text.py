"""A report reads as an applicant needs it: the verdict, what to do, where, and why."""

from pmos_rules.rendering import render_text
from tests.rendering.made import finding, report

SUM = finding(
    "hubei.retailer.shareholders_sum_100",
    "股东信息 › 持股比例",
    "合计为 99.99%，应为 100%",
    fix="四舍五入的差额记在一名股东名下",
)
CONTENT = finding(
    "hubei.file.pdf",
    "附件 › 第 1 个 › 文件内容",
    "文件内容未知，应为 PDF",
    outcome="undetermined",
)


def test_a_dossier_that_breaks_nothing_is_told_so_in_three_lines() -> None:
    assert render_text(report(), name="档案/示例") == (
        "档案/示例\n"
        "规则集 hubei 2026.11；售电公司；提交环节；按 2026-11-21 有效的规定\n"
        "结论：通过；未发现问题\n"
    )


def test_a_finding_has_its_place_what_is_wrong_what_to_do_and_the_clause() -> None:
    assert render_text(report(SUM, verdict="reject"), name="a.yaml") == (
        "a.yaml\n"
        "规则集 hubei 2026.11；售电公司；提交环节；按 2026-11-21 有效的规定\n"
        "结论：退回\n"
        "1 处必须改正\n"
        "\n"
        "必须改正（1）\n"
        "\n"
        "  1. 股东信息 › 持股比例\n"
        "     合计为 99.99%，应为 100%\n"
        "     改法：四舍五入的差额记在一名股东名下\n"
        "     依据：《湖北电力交易平台市场主体注册指引》2.3\n"
        "     规则：hubei.retailer.shareholders_sum_100\n"
    )


def test_english_says_the_same() -> None:
    assert render_text(report(SUM, CONTENT, verdict="reject", kind=None), name="a.yaml", language="en") == (
        "a.yaml\n"
        "ruleset hubei 2026.11; stage submit; the law of 2026-11-21\n"
        "Verdict: sent back\n"
        "1 to correct, 1 to supply\n"
        "\n"
        "Must be corrected (1)\n"
        "\n"
        "  1. 股东信息 › 持股比例\n"
        "     合计为 99.99%，应为 100%\n"
        "     Fix: 四舍五入的差额记在一名股东名下\n"
        "     Clause: Guide to registration in Hubei 2.3\n"
        "     Rule: hubei.retailer.shareholders_sum_100\n"
        "\n"
        "Cannot be judged until supplied (1)\n"
        "\n"
        "  2. 附件 › 第 1 个 › 文件内容\n"
        "     文件内容未知，应为 PDF\n"
        "     Clause: Guide to registration in Hubei 2.3\n"
        "     Rule: hubei.file.pdf\n"
    )


def body(*findings: object, verdict: str = "reject", width: int = 80) -> str:
    """The report without its header."""
    text = render_text(report(*findings, verdict=verdict), name="a", width=width)  # type: ignore[arg-type] # findings
    return text.split("\n\n", 1)[1]


def header(*findings: object, verdict: str) -> list[str]:
    text = render_text(report(*findings, verdict=verdict), name="a")  # type: ignore[arg-type] # findings
    return text.split("\n\n", 1)[0].split("\n")[2:]


def test_what_must_be_corrected_comes_first_and_what_is_for_information_last() -> None:
    findings = [
        finding("x.a.info", "甲", "甲", severity="info"),
        finding("x.a.warning", "乙", "乙", severity="warning"),
        finding("x.a.crash", "丙", "规则未能运行", outcome="error"),
        finding("x.a.unknown", "丁", "丁", outcome="undetermined", severity="warning"),
        finding("x.a.error", "戊", "戊"),
    ]
    headings = [line for line in body(*findings).split("\n") if line and not line.startswith(" ")]
    assert headings == [
        "必须改正（1）",
        "补充后才能判断（1）",
        "规则未能运行（1）",
        "建议核对（1）",
        "供参考（1）",
    ]
    assert header(*findings, verdict="reject")[1] == (
        "1 处必须改正、1 处待补充、1 条规则未能运行、1 处建议核对、1 处供参考"
    )


def test_an_undetermined_verdict_says_first_what_to_supply() -> None:
    warned = finding("x.a.b", "联系信息", "无", outcome="undetermined", severity="warning")
    assert header(warned, CONTENT, CONTENT, verdict="undetermined") == [
        "结论：尚不能判断；先补充：附件 › 第 1 个 › 文件内容",
        "2 处待补充",
    ]


def test_of_much_to_supply_the_beginning_is_named() -> None:
    many = [
        finding("x.a.b", f"附件 › 第 {n} 个", "未知", outcome="undetermined", title="附件应为 PDF")
        for n in range(1, 9)
    ]
    assert header(*many, verdict="undetermined")[:2] == [
        "结论：尚不能判断；先补充：附件 › 第 1 个、附件 › 第 2 个、附件 › 第 3 个、附件 ›",
        "第 4 个、附件 › 第 5 个、附件 › 第 6 个等 8 项",
    ]


def test_one_rule_over_several_items_is_one_entry() -> None:
    rows = [
        finding(
            "hubei.field.half_width",
            f"股东信息 › 第 {n} 位 › 证件号码",
            f"第 {n} 个字符为“１”，应为半角字符",
            title="编码类字段应为半角",
            fix="改为半角",
        )
        for n in range(1, 4)
    ]
    assert body(*rows) == (
        "必须改正（3）\n"
        "\n"
        "  1. 编码类字段应为半角（3 处）\n"
        "     - 股东信息 › 第 1 位 › 证件号码：第 1 个字符为“１”，应为半角字符\n"
        "     - 股东信息 › 第 2 位 › 证件号码：第 2 个字符为“１”，应为半角字符\n"
        "     - 股东信息 › 第 3 位 › 证件号码：第 3 个字符为“１”，应为半角字符\n"
        "     改法：改为半角\n"
        "     依据：《湖北电力交易平台市场主体注册指引》2.3\n"
        "     规则：hubei.field.half_width\n"
    )


def test_of_very_many_items_the_first_are_shown_and_the_rest_counted() -> None:
    rows = [finding("x.a.b", f"第 {n} 位", f"比例为 {n}", title="比例", section=None) for n in range(1, 21)]
    assert body(*rows) == (
        "必须改正（20）\n"
        "\n"
        "  1. 比例（20 处）\n"
        + "".join(f"     - 第 {n} 位：比例为 {n}\n" for n in range(1, 7))
        + "     - 另有 14 处\n"
        "     规则：x.a.b\n"
    )


def test_a_single_item_more_is_shown_rather_than_counted() -> None:
    rows = [finding("x.a.b", f"第 {n} 位", f"比例为 {n}", title="比例", section=None) for n in range(1, 8)]
    assert "第 7 位：比例为 7" in body(*rows)


def test_a_fix_that_differs_from_item_to_item_stands_with_its_item() -> None:
    rows = [
        finding("x.a.b", f"第 {n} 位", f"比例为 {n}", title="比例", fix=f"减去 {n}", section=None)
        for n in (1, 2)
    ]
    assert body(*rows) == (
        "必须改正（2）\n"
        "\n"
        "  1. 比例（2 处）\n"
        "     - 第 1 位：比例为 1\n"
        "       改法：减去 1\n"
        "     - 第 2 位：比例为 2\n"
        "       改法：减去 2\n"
        "     规则：x.a.b\n"
    )


def test_a_family_of_missing_fields_is_one_entry_by_section() -> None:
    places = [("basic.full_name", "基本信息", "企业全称"), ("basic.region", "基本信息", "所属地区")]
    places += [("business.uscc", "商务信息", "统一社会信用代码")]
    rows = [
        finding(
            f"hubei.retailer.required.{path}",
            f"{section} › {label}",
            f"{section} › {label}未填写，应填写",
            title=f"{label}必填",
            fix=f"填写“{label}”",
            section="2.3 截图",
            basis="screenshot",
        )
        for path, section, label in places
    ]
    assert body(*rows) == (
        "必须改正（3）\n"
        "\n"
        "  1. 未填写，应填写（3 处）\n"
        "     - 基本信息 › 企业全称、所属地区\n"
        "     - 商务信息 › 统一社会信用代码\n"
        "     依据：《湖北电力交易平台市场主体注册指引》2.3 截图\n"
        "     规则：hubei.retailer.required.basic.full_name 等 3 条\n"
    )


def test_a_message_that_begins_with_its_place_does_not_say_it_twice() -> None:
    one, two = (
        finding(
            "x.a.b", f"第 {n} 位 › 比例", f"第 {n} 位 › 比例为“{n}”，应大于 9", title="比例", section=None
        )
        for n in (1, 2)
    )
    assert body(one) == "必须改正（1）\n\n  1. 第 1 位 › 比例\n     为“1”，应大于 9\n     规则：x.a.b\n"
    assert "     - 第 1 位 › 比例为“1”，应大于 9\n" in body(one, two)


def test_what_several_rules_wait_for_is_one_entry() -> None:
    waiting = [
        finding(
            f"hubei.file.{rule}",
            f"附件 › 第 {n} 项 › 文件内容",
            f"附件 › 第 {n} 项 › 文件内容未提供，无法判断：{title}",
            outcome="undetermined",
            title=title,
            fix=f"补充第 {n} 项",
        )
        for rule, title in (("pdf", "附件应为 PDF"), ("encrypted", "附件不得加密"))
        for n in (1, 2)
    ]
    assert body(*waiting, verdict="undetermined") == (
        "补充后才能判断（2）\n"
        "\n"
        "  1. 待补充的内容（2 处）\n"
        "     - 附件 › 第 1 项 › 文件内容\n"
        "     - 附件 › 第 2 项 › 文件内容\n"
        "     补充之前无法判断：\n"
        "     - 附件应为 PDF（hubei.file.pdf）\n"
        "     - 附件不得加密（hubei.file.encrypted）\n"
    )
    assert body(*waiting[::2], verdict="undetermined") == (
        "补充后才能判断（1）\n"
        "\n"
        "  1. 附件 › 第 1 项 › 文件内容\n"
        "     改法：补充第 1 项\n"
        "     补充之前无法判断：\n"
        "     - 附件应为 PDF（hubei.file.pdf）\n"
        "     - 附件不得加密（hubei.file.encrypted）\n"
    )


def test_rules_that_stand_alone_are_not_thrown_together() -> None:
    assert body(finding("x.a.b", "甲", "甲"), finding("x.a.c", "甲", "甲")).count("规则：") == 2


def test_a_reading_and_a_cause_are_told() -> None:
    cause = finding("input.wrong_shape", "股东信息", "应为列表", section=None)
    caused = finding(
        "x.a.b",
        "股东信息 › 持股比例",
        "无法读取，应为数",
        outcome="undetermined",
        reading="空白视为未填",
        basis="derived",
        caused_by=("input.wrong_shape", "x.not.reported"),
    )
    assert body(caused, cause) == (
        "必须改正（1）\n"
        "\n"
        "  1. 股东信息\n"
        "     应为列表\n"
        "     规则：input.wrong_shape\n"
        "\n"
        "补充后才能判断（1）\n"
        "\n"
        "  2. 股东信息 › 持股比例\n"
        "     无法读取，应为数\n"
        "     起因：见第 1 项\n"
        "     条文理解：空白视为未填\n"
        "     依据：《湖北电力交易平台市场主体注册指引》2.3（由条文推出）\n"
        "     规则：x.a.b\n"
    )


def test_a_finding_without_a_place_is_named_by_its_title() -> None:
    assert body(finding("x.a.b", "", "文件 a.pdf 未列入", title="文件未列入清单", section=None)) == (
        "必须改正（1）\n\n  1. 文件未列入清单\n     文件 a.pdf 未列入\n     规则：x.a.b\n"
    )


def test_a_narrow_terminal_gets_narrow_lines() -> None:
    lines = body(SUM, width=40).split("\n")
    assert lines[2:] == [
        "  1. 股东信息 › 持股比例",
        "     合计为 99.99%，应为 100%",
        "     改法：四舍五入的差额记在一名股东名",
        "     下",
        "     依据：《湖北电力交易平台市场主体注",
        "     册指引》2.3",
        "     规则：",
        "     hubei.retailer.shareholders_sum_100",
        "",
    ]


def test_lines_are_painted_after_they_are_broken() -> None:
    painted = render_text(report(SUM, verdict="reject"), name="a", paint=lambda line, role: f"<{role}>{line}")
    assert painted.split("\n")[:8] == [
        "<title>a",
        "<dim>规则集 hubei 2026.11；售电公司；提交环节；按 2026-11-21 有效的规定",
        "<reject>结论：退回",
        "<plain>1 处必须改正",
        "",
        "<title>必须改正（1）",
        "",
        "<place>  1. 股东信息 › 持股比例",
    ]


def test_what_was_typed_cannot_command_the_terminal() -> None:
    assert "\x1b" not in body(finding("x.a.b", "名称", "为“\x1b]0;x\x07”", section=None))
