"""A rule → what it asks for, of whom, by which clause, and how the clause is read."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pmos_rules.evaluation.describing import PARTS
from pmos_rules.evaluation.labels import Key, Places
from pmos_rules.evaluation.phrases import Words, sentence
from pmos_rules.evaluation.showing import show_number
from pmos_rules.findings import Severity, Text
from pmos_rules.formats.vocabulary import KINDS
from pmos_rules.language.ir import Constant, Parameter, Path
from pmos_rules.language.ruleset import Arm, Change, Grade, Interval, MarketRules, Rule
from pmos_rules.language.schema import SectionSchema
from pmos_rules.language.walking import nodes_of, tests_of

_MOST = 6
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
    "not_applicable": Text("不适用", "does not apply"),
    "fail": Text("不符合", "fails"),
    "undetermined": Text("待核", "is undetermined"),
}
_STAGE = {"save": Text("保存", "save"), "submit": Text("提交", "submit"), "trade": Text("交易", "trade")}


_NO_ARM = Arm(Constant(True), ())
"""How a rule reads that stands on fields of which this kind has none."""


@dataclass(frozen=True, slots=True)
class InWords:
    """What a rule asks for, said of its structure: of which places, when, what is checked, how much that weighs.

    ``missing`` is what a value that is not there makes of it, None where the check decides nothing of that kind.
    """

    places: Text | None
    when: Text | None
    check: Text
    missing: Text | None
    severity: Text


def in_words(rule: Rule, market: MarketRules, schema: SectionSchema) -> InWords:
    """The rule as sentences in both languages."""
    words, arm = words_for(rule, market, schema), rule.arms[0] if rule.arms else _NO_ARM
    return InWords(
        places=None if arm.scope is None else _listed([a.scope for a in rule.arms if a.scope], words),
        when=None if arm.when is None else sentence(arm.when, words),
        check=sentence(arm.check, words, asked=True),
        missing=_missing(rule, words) if _decided(rule) else None,
        severity=_severity(rule, words),
    )


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

    said = in_words(rule, market, schema)
    yield ("要求" if zh else "asks", pick(rule.title))
    if not rule.is_disabled:
        yield ("对象" if zh else "of whom", pick(_kinds(rule, market)))
    if said.places is not None:
        yield ("逐项检查" if zh else "for each of", pick(said.places))
    if said.when is not None:
        yield ("适用条件" if zh else "when", pick(said.when))
    yield ("检查" if zh else "checks", pick(said.check))
    if said.missing is not None:
        yield ("缺值" if zh else "missing", pick(said.missing))
    yield ("严重程度" if zh else "severity", pick(said.severity))
    yield ("起始环节" if zh else "from stage", pick(_STAGE[rule.from_stage]))
    title, basis = pick(rule.cite.title), pick(_BASIS[rule.basis])
    cited = f"《{title}》{rule.cite.section}（{basis}）" if zh else f"{title}, {rule.cite.section} ({basis})"
    yield ("依据" if zh else "cites", cited)
    if rule.effective.start or rule.effective.until:
        yield ("施行" if zh else "in force", pick(in_force(rule.effective)))
    for change in rule.history:
        yield ("变更" if zh else "changed", pick(change_in_words(change)))
    for name in dict.fromkeys(used.name for arm in rule.arms for used in nodes_of(Parameter, arm)):
        for change in market.parameters[name].history:
            yield (f"${name} 变更" if zh else f"${name} changed", pick(change_in_words(change)))
    if rule.replaces:
        yield ("代替" if zh else "in place of", ("、" if zh else ", ").join(rule.replaces))
    if rule.reading is not None:
        yield ("理解" if zh else "reading", pick(rule.reading))
    if rule.fix is not None:
        yield ("处理" if zh else "to mend", pick(rule.fix))
    if rule.depends_on:
        yield ("先看" if zh else "after", ("、" if zh else ", ").join(rule.depends_on))
    if rule.span is not None:
        yield ("位置" if zh else "written in", str(rule.span))
    yield ("摘要" if zh else "digest", rule.digest)


def change_in_words(change: Change) -> Text:
    """Who changed the rule, in what, since when, why, and what it rested on before."""
    zh, en = _CHANGED[change.kind]
    keys, by = "、".join(change.keys), change.by or ""
    zh, en = zh.format(keys=keys, by=by), en.format(keys=", ".join(change.keys), by=by)
    days, reason, cite, before = in_force(change.effective), change.reason, change.cite, change.before
    return Text(
        f"{change.pack} {days.zh}{zh}：{reason.zh}"
        f"（《{cite.title.zh}》{cite.section}；原依据《{before.title.zh}》{before.section}）",
        f"{change.pack} {en}{' ' if days.en else ''}{days.en}: {reason.en} "
        f"({cite.title.en}, {cite.section}; until then {before.title.en}, {before.section})",
    )


_CHANGED = {
    "set": ("改 {keys}", "sets {keys}"),
    "except": ("增加例外", "adds an exception"),
    "disable": ("停用", "disables it"),
    "replace": ("以 {by} 代替", "puts {by} in its place"),
}


def _kinds(rule: Rule, market: MarketRules) -> Text:
    kinds = [kind for kind in market.kinds if any(known.id == rule.id for known in market.rules[kind])]
    named = {kind: zh for zh, kind in reversed([*KINDS.items()])}
    return Text("、".join(named[kind] for kind in kinds), ", ".join(kinds))


def _listed(scopes: list[Path], words: Words) -> Text:
    """What `for` stands on, the first six by name."""
    places, more = [words.label(scope) for scope in scopes[:_MOST]], len(scopes) - _MOST
    zh, en = "、".join(place.zh for place in places), ", ".join(place.en for place in places)
    return Text(f"{zh}等 {len(scopes)} 项", f"{en} and {more} more") if more > 0 else Text(zh, en)


def _decided(rule: Rule) -> Mapping[str, Path]:
    """The paths of which the rule decides what it means that they are missing."""
    read = tests_of(rule.arms[0].check, deciding=True) if rule.arms else ()
    return {str(path): path for path in read if path.scope != "row" and not path.supplied}


def _missing(rule: Rule, words: Words) -> Text:
    """What a missing value makes of the rule, for each path that has a policy of its own."""
    paths = _decided(rule)
    own = [name for name in rule.if_missing if name in paths]
    said = [(words.label(paths[name]), _MISSING[rule.if_missing[name]]) for name in own]
    zh = [f"“{label.zh}”缺值时{policy.zh}" for label, policy in said]
    en = [f"{policy.en} where “{label.en}” is missing" for label, policy in said]
    if paths.keys() - set(own):
        rest, another = _MISSING[rule.otherwise_missing or "not_applicable"], bool(own)
        zh.append(f"{'其余' if another else ''}缺值时{rest.zh}")
        en.append(f"{rest.en} where {'another' if another else 'a'} value is missing")
    return Text("；".join(zh), "; ".join(en))


def _severity(rule: Rule, words: Words) -> Text:
    """The severity, or each with the condition under which it is that."""
    *graded, last = rule.arms[0].grades if rule.arms else (Grade(rule.severity),)
    if len(rule.severities) == 1 or len(rule.arms) != 1:
        levels = [_SEVERITY[severity] for severity in rule.severities]
        return Text("或".join(level.zh for level in levels), " or ".join(level.en for level in levels))
    said = [(_SEVERITY[grade.severity], sentence(grade.when, words)) for grade in graded if grade.when is not None]
    rest = _SEVERITY[last.severity]
    zh = "；".join(f"若{when.zh}，则{level.zh}" for level, when in said)
    en = "; ".join(f"{level.en} if {when.en}" for level, when in said)
    return Text(f"{zh}；否则{rest.zh}", f"{en}; otherwise {rest.en}")


def in_force(effective: Interval) -> Text:
    """The days of an interval: 自 2018-04-01 起，至 2027-01-01 前; nothing where it is open on both sides."""
    zh = [f"自 {effective.start} 起" if effective.start else "", f"至 {effective.until} 前" if effective.until else ""]
    en = [f"from {effective.start}" if effective.start else "", f"until {effective.until}" if effective.until else ""]
    return Text("，".join(filter(None, zh)), " ".join(filter(None, en)))


def words_for(
    rule: Rule,
    market: MarketRules,
    schema: SectionSchema,
    *,
    kind: str | None = None,
    parameter: Callable[[Parameter], Text] | None = None,
) -> Words:
    """How a rule's paths are called on the form for a kind, by default for the first that the rule is about."""
    about = next((known for known, rules in market.rules.items() if any(r.id == rule.id for r in rules)), None)
    places = Places(schema, market.labels[kind or about], lambda: None)
    scope = rule.arms[0].scope if rule.arms else None
    start = scope.steps if scope is not None else ()
    value = parameter or _parameters(market)

    def at(base: Mapping[str, Key]) -> Words:
        """Words for paths that start at these places."""

        def label(path: Path) -> Text:
            if path.scope == "item" and len(rule.arms) > 1:
                return _of_item(path, start, places)
            if path.scope == "as_of":
                return Text("审查日期", "the date of the check")
            return _label(path, (*base[path.scope], *path.steps), places)

        def inside(over: Path) -> Words:
            return at({**base, "row": (*base[over.scope], *over.steps)})

        return Words(label, lambda name: tuple(market.codelists[name].entries), inside, value)

    return at({"dossier": (), "item": start, "beside": start[:-1]})


def _of_item(path: Path, start: Key, places: Places) -> Text:
    """The label of a place in an item of one of several sorts: what is in it, or the item itself."""
    above, whole = (_every(steps, places) for steps in (start, (*start, *path.steps)))
    inside = (label.removeprefix(top).removeprefix(" › ") for label, top in zip(whole, above, strict=True))
    return with_part(Text(*inside) if path.steps else Text("该项", "the item"), path)


def _label(path: Path, steps: Key, places: Places) -> Text:
    """The label of a place in every row."""
    return with_part(_every(steps, places), path)


def _every(steps: Key, places: Places) -> Text:
    found = places.label(tuple(0 if step == "*" else step for step in steps))
    zh = found.zh.replace("第 1 位", "各位").replace("第 1 项", "各项")
    return Text(zh, re.sub(r"(?<=› )1\b", "each", found.en))


def with_part(label: Text, path: Path) -> Text:
    """The label of a value, and of the part of it that is read: 平台网址的主机名."""
    part = PARTS.get(path.part or "")
    return Text(f"{label.zh}的{part.zh}", f"{part.en} of {label.en}") if part else label


def _parameters(market: MarketRules) -> Callable[[Parameter], Text]:
    def value(parameter: Parameter) -> Text:
        dated = market.parameters[parameter.name].values[-1]
        number = dated.columns[parameter.column]
        shown = show_number(number)  # type: ignore[arg-type]
        return Text(shown, shown)

    return value
