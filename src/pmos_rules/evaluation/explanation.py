"""A rule → what it asks for, of whom, by which clause, and how the clause is read."""

import re
from collections.abc import Callable, Iterator, Mapping

from pmos_rules.evaluation.describing import PARTS
from pmos_rules.evaluation.labels import Key, Places
from pmos_rules.evaluation.phrases import Words, sentence
from pmos_rules.evaluation.showing import show_number
from pmos_rules.findings import Severity, Text
from pmos_rules.language.ir import Parameter, Path
from pmos_rules.language.ruleset import Interval, MarketRules, Rule
from pmos_rules.language.schema import SectionSchema

_SEVERITY = {
    Severity.ERROR: Text("退回", "error"),
    Severity.WARNING: Text("提示", "warning"),
    Severity.INFO: Text("参考", "info"),
}
_BASIS = {
    "stated": Text("条款明文", "stated by the clause"),
    "screenshot": Text("仅见于截图", "seen in a screenshot only"),
    "derived": Text("推定，来源未明文规定", "derived; no source states it"),
}
_MISSING = {
    "not_applicable": Text("缺值时不适用", "does not apply where a value is missing"),
    "fail": Text("缺值时不符合", "fails where a value is missing"),
    "undetermined": Text("缺值时待核", "is undetermined where a value is missing"),
}
_STAGE = {"save": Text("保存", "save"), "submit": Text("提交", "submit"), "trade": Text("交易", "trade")}


def explain(rule: Rule, market: MarketRules, schema: SectionSchema, lang: str) -> str:
    """The explanation as lines of text."""
    zh = lang == "zh"
    lines = [
        rule.id,
        *(f"  {name}{'：' if zh else ': '}{text}" for name, text in _lines(rule, market, schema, zh)),
    ]
    return "\n".join(lines)


def _lines(rule: Rule, market: MarketRules, schema: SectionSchema, zh: bool) -> Iterator[tuple[str, str]]:
    def pick(text: Text) -> str:
        return text.zh if zh else text.en

    words, arm = _words(rule, market, schema), rule.arms[0]
    yield ("要求" if zh else "asks", pick(rule.title))
    if arm.scope is not None:
        places = [pick(words.label(a.scope)) for a in rule.arms if a.scope is not None]
        shown = ("、" if zh else ", ").join(places[:6]) + ("…" if len(places) > 6 else "")
        yield ("逐项检查" if zh else "for each of", shown)
    if arm.when is not None:
        yield ("适用条件" if zh else "when", pick(sentence(arm.when, words)))
    yield ("检查" if zh else "checks", pick(sentence(arm.check, words, asked=True)))
    yield ("缺值" if zh else "missing", pick(_MISSING[rule.otherwise_missing or "not_applicable"]))
    yield ("严重程度" if zh else "severity", ("、" if zh else ", ").join(pick(_SEVERITY[s]) for s in rule.severities))
    yield ("起始环节" if zh else "from stage", pick(_STAGE[rule.from_stage]))
    title, basis = pick(rule.cite.title), pick(_BASIS[rule.basis])
    cited = f"《{title}》{rule.cite.section}（{basis}）" if zh else f"{title}, {rule.cite.section} ({basis})"
    yield ("依据" if zh else "cites", cited)
    if rule.effective.start or rule.effective.until:
        yield ("施行" if zh else "in force", pick(_in_force(rule.effective)))
    if rule.reading is not None:
        yield ("理解" if zh else "reading", pick(rule.reading))
    if rule.fix is not None:
        yield ("处理" if zh else "to mend", pick(rule.fix))
    if rule.depends_on:
        yield ("先看" if zh else "after", ("、" if zh else ", ").join(rule.depends_on))
    if rule.span is not None:
        yield ("位置" if zh else "written in", str(rule.span))


def _in_force(effective: Interval) -> Text:
    zh = [f"自 {effective.start} 起" if effective.start else "", f"至 {effective.until} 前" if effective.until else ""]
    en = [f"from {effective.start}" if effective.start else "", f"until {effective.until}" if effective.until else ""]
    return Text("，".join(filter(None, zh)), " ".join(filter(None, en)))


def _words(rule: Rule, market: MarketRules, schema: SectionSchema) -> Words:
    kind = next((kind for kind, rules in market.rules.items() if any(r.id == rule.id for r in rules)), None)
    places = Places(schema, market.labels[kind], lambda: None)
    scope = rule.arms[0].scope
    start = scope.steps if scope is not None else ()

    def at(base: Mapping[str, Key]) -> Words:
        """Words for paths that start at these places."""

        def label(path: Path) -> Text:
            if path.scope == "as_of":
                return Text("审查日期", "the date of the check")
            return _label(path, (*base[path.scope], *path.steps), places)

        def inside(over: Path) -> Words:
            return at({**base, "row": (*base[over.scope], *over.steps)})

        return Words(label, lambda name: tuple(market.codelists[name].entries), inside, _parameters(market))

    return at({"dossier": (), "item": start, "beside": start[:-1]})


def _label(path: Path, steps: Key, places: Places) -> Text:
    """The label of a place in every row."""
    found = places.label(tuple(0 if step == "*" else step for step in steps))
    zh = found.zh.replace("第 1 位", "各位").replace("第 1 项", "各项")
    en = re.sub(r"(?<=› )1\b", "each", found.en)
    part = PARTS.get(path.part or "")
    return Text(f"{zh}的{part.zh}", f"{part.en} of {en}") if part else Text(zh, en)


def _parameters(market: MarketRules) -> Callable[[Parameter], Text]:
    def value(parameter: Parameter) -> Text:
        dated = market.parameters[parameter.name].values[-1]
        number = dated.columns[parameter.column]
        shown = show_number(number)  # type: ignore[arg-type]
        return Text(shown, shown)

    return value
