"""Holds the words of a report, in Chinese and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pmos_rules.findings import Citation, Text, Verdict
from pmos_rules.rendering.arrangement import Remedy

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language; `{}` and `{name}` are filled in by `str.format`."""

    language: Language
    ruleset: str
    as_of: str
    stage: str
    kinds: Mapping[str, str]
    stages: Mapping[str, str]
    between: str
    counts: Mapping[Remedy, str]
    heading: str
    verdicts: Mapping[Verdict, str]
    nothing_found: str
    supply_first: str
    supply_and_more: str
    remedies: Mapping[Remedy, str]
    places: str
    more_places: str
    fix: str
    clause: str
    bases: Mapping[str, str]
    reading: str
    rule: str
    rules: str
    caused_by: str
    enumeration: str
    label_and_message: str
    supplies: str
    awaiting: str
    titled: str

    def of(self, text: Text) -> str:
        """The side of a text that is in this language."""
        return text.zh if self.language == "zh" else text.en

    def cited(self, cite: Citation, basis: str) -> str:
        """The clause as one refers to it: 《…指引》2.3."""
        title = self.of(cite.title)
        if basis == "derived" and not title.startswith("《") and cite.instrument == "derived":
            return title
        if self.language == "zh":
            title = title if title.startswith("《") or not title else f"《{title}》"
            where = f"{title}{cite.section}"
        else:
            where = f"{title} {cite.section}".strip()
        says_so = basis == "screenshot" and "截图" in cite.section
        return where if says_so else where + self.bases.get(basis, "")


_ZH = Phrases(
    language="zh",
    ruleset="规则集 {} {}",
    as_of="按 {} 有效的规定",
    stage="{}环节",
    kinds={
        "retailer": "售电公司",
        "consumer": "电力用户",
        "generator": "发电企业",
        "binding": "售电公司绑定零售用户",
        "aggregation": "分布式新能源聚合",
    },
    stages={"save": "保存", "submit": "提交", "trade": "交易"},
    between="；",
    counts={
        Remedy.CORRECT: "{} 处必须改正",
        Remedy.SUPPLY: "{} 处待补充",
        Remedy.REPORT: "{} 条规则未能运行",
        Remedy.REVIEW: "{} 处建议核对",
        Remedy.CONSIDER: "{} 处供参考",
    },
    heading="{}（{}）",
    verdicts={
        Verdict.ACCEPT: "结论：通过",
        Verdict.UNDETERMINED: "结论：尚不能判断",
        Verdict.REJECT: "结论：退回",
    },
    nothing_found="未发现问题",
    supply_first="先补充：{}",
    supply_and_more="等 {} 项",
    remedies={
        Remedy.CORRECT: "必须改正",
        Remedy.SUPPLY: "补充后才能判断",
        Remedy.REPORT: "规则未能运行",
        Remedy.REVIEW: "建议核对",
        Remedy.CONSIDER: "供参考",
    },
    places="{}（{} 处）",
    more_places="另有 {} 处",
    fix="改法：{}",
    clause="依据：{}",
    bases={"screenshot": "（界面截图）", "derived": "（由条文推出）"},
    reading="条文理解：{}",
    rule="规则：{}",
    rules="规则：{} 等 {} 条",
    caused_by="起因：见第 {} 项",
    enumeration="、",
    label_and_message="{}：{}",
    supplies="待补充的内容",
    awaiting="补充之前无法判断：",
    titled="{}（{}）",
)

_EN = Phrases(
    language="en",
    ruleset="ruleset {} {}",
    as_of="the law of {}",
    stage="stage {}",
    kinds={},
    stages={},
    between="; ",
    counts={
        Remedy.CORRECT: "{} to correct",
        Remedy.SUPPLY: "{} to supply",
        Remedy.REPORT: "{} that could not be run",
        Remedy.REVIEW: "{} to look at again",
        Remedy.CONSIDER: "{} for information",
    },
    heading="{} ({})",
    verdicts={
        Verdict.ACCEPT: "Verdict: accepted",
        Verdict.UNDETERMINED: "Verdict: cannot be judged yet",
        Verdict.REJECT: "Verdict: sent back",
    },
    nothing_found="nothing found",
    supply_first="first supply: {}",
    supply_and_more=" and so on, {} in all",
    remedies={
        Remedy.CORRECT: "Must be corrected",
        Remedy.SUPPLY: "Cannot be judged until supplied",
        Remedy.REPORT: "Rules that could not run",
        Remedy.REVIEW: "Worth another look",
        Remedy.CONSIDER: "For information",
    },
    places="{} ({} places)",
    more_places="and {} more",
    fix="Fix: {}",
    clause="Clause: {}",
    bases={"screenshot": " (screenshot)", "derived": " (derived)"},
    reading="Reading: {}",
    rule="Rule: {}",
    rules="Rules: {} and others, {} in all",
    caused_by="Cause: see no. {}",
    enumeration=", ",
    label_and_message="{}: {}",
    supplies="Something is to be supplied",
    awaiting="What cannot be judged before:",
    titled="{} ({})",
)


def phrases(language: Language) -> Phrases:
    """The words of a language."""
    return _ZH if language == "zh" else _EN
