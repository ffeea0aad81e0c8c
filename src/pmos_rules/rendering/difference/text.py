"""Turns what differs between two rulesets into text for a terminal."""

from collections.abc import Iterable, Iterator

from pmos_rules.findings import Text
from pmos_rules.language.ruleset import Change
from pmos_rules.rendering.difference.codes import in_words
from pmos_rules.rendering.difference.model import (
    Absence,
    Advice,
    Appears,
    Aspect,
    Changed,
    Direction,
    Ground,
    GuidanceChanged,
    ParameterChanged,
    RulesetDifference,
    Told,
    Value,
    Vanishes,
)
from pmos_rules.rendering.difference.rules import BASIS, SEVERITY, days_of
from pmos_rules.rendering.layout import wrap
from pmos_rules.rendering.phrases import Language, phrases
from pmos_rules.rendering.report_text import Paint, Role

_STEP = "  "
_ALONE = 3
"""So many rules of a family are told one by one; more of them are told together."""
_ORDER = (Direction.TIGHTENS, Direction.LOOSENS, Direction.BOTH, Direction.CHANGES, Direction.RESTATES)
_HEADS = {
    "appears": Text("新增", "Appears"),
    "vanishes": Text("取消", "Vanishes"),
    Direction.TIGHTENS: Text("加严", "Tightened"),
    Direction.LOOSENS: Text("放宽", "Loosened"),
    Direction.BOTH: Text("有严有宽", "Tighter in part, looser in part"),
    Direction.CHANGES: Text("改动，严宽不能断定", "Changed, neither tighter nor looser for certain"),
    Direction.RESTATES: Text("要求不变，说法或依据不同", "The same asked, in other words or by another clause"),
}
_BETWEEN = {
    "appears": Text("只有{after}有", "Only in {after}"),
    "vanishes": Text("只有{before}有", "Only in {before}"),
    Direction.TIGHTENS: Text("{after}更严", "Tighter in {after}"),
    Direction.LOOSENS: Text("{after}更宽", "Looser in {after}"),
    Direction.CHANGES: Text("要求不同，严宽不能断定", "Different, neither tighter nor looser for certain"),
}
"""Between two markets nothing has changed: one asks for more than the other."""
_TOLD_OF_ONE = frozenset({"title", "message", "fix"})
"""What two markets word in their own ways, and what a change of the same rule is told by."""
_MOST_TITLES = 8
_MARKS = {
    Direction.TIGHTENS: Text("〔加严〕", " [tighter]"),
    Direction.LOOSENS: Text("〔放宽〕", " [looser]"),
    Direction.BOTH: Text("〔有严有宽〕", " [tighter and looser]"),
    Direction.CHANGES: Text("〔改动〕", " [changed]"),
    Direction.RESTATES: Text("", ""),
}
_ASPECTS = {
    "for": Text("对象", "stands on"),
    "when": Text("适用条件", "when"),
    "check": Text("检查", "checks"),
    "codes": Text("代码表", "code lists"),
    "if_missing": Text("缺值", "missing"),
    "severity": Text("严重程度", "severity"),
    "from_stage": Text("起始环节", "from stage"),
    "depends_on": Text("先看", "after"),
    "effective": Text("施行", "in force"),
    "cite": Text("依据", "cites"),
    "basis": Text("依据性质", "basis"),
    "title": Text("标题", "title"),
    "message": Text("提示语", "message"),
    "fix": Text("处理", "to mend"),
    "reading": Text("理解", "reading"),
}
_CHANGES = {
    "set": Text("改 {keys}", "sets {keys}"),
    "except": Text("增加例外", "adds an exception"),
    "disable": Text("停用", "disables it"),
    "replace": Text("以 {by} 代替", "puts {by} in its place"),
}
_NOTHING = {"when": Text("不限", "always"), "check": Text("不另要求", "nothing besides")}


def difference_text(
    difference: RulesetDifference,
    *,
    language: Language = "zh",
    width: int = 80,
    paint: Paint = lambda line, _role: line,
) -> str:
    """The difference as lines that end in a line break; ``paint`` gives a finished line its colour."""
    return "\n".join(_Text(difference, language, width, paint).lines) + "\n"


class _Text:
    """The lines written so far."""

    def __init__(self, found: RulesetDifference, language: Language, width: int, paint: Paint) -> None:
        self.found, self.zh, self.width, self.paint = found, language == "zh", width, paint
        self.words = phrases(language)
        self.lines: list[str] = []
        self.head()
        heads = _heads(found)
        self.rules(heads["appears"], found.appears)
        self.rules(heads["vanishes"], found.vanishes)
        for direction in _ORDER:
            self.changed(heads[direction], found.by_direction(direction))
        self.parameters()
        self.codelists()
        self.guidance()

    def write(self, text: str, role: Role = "plain", *, first: str = "") -> None:
        self.lines += (self.paint(line, role) for line in wrap(text, self.width, first=first))

    def pick(self, text: Text) -> str:
        return text.zh if self.zh else text.en

    def say(self, zh: str, en: str, role: Role = "plain", *, deep: int = 0, mark: str = "") -> None:
        self.write(zh if self.zh else en, role, first=_STEP * deep + mark)

    def section(self, head: Text, number: int) -> None:
        self.lines.append("")
        self.say(f"{head.zh}（{number}）", f"{head.en} ({number})", "title")

    # -- what is compared ----------------------------------------------------------------------------------

    def head(self) -> None:
        before, after = self.found.before, self.found.after
        for mark, side in (("- ", before), ("+ ", after)):
            title = self.pick(side.title)
            self.say(
                f"{title} {side.pack} {side.version}，{side.as_of} 的规定",
                f"{title} ({side.pack} {side.version}), the law of {side.as_of}",
                "title",
                mark=mark,
            )
            if not side.is_in_force:
                days = days_of(side.effective) or Text("", "")
                zh, en = f"该日没有规定：规则{days.zh}施行", f"no law on that day: it is in force {days.en}"
                self.say(zh, en, "dim", deep=1)
        self.kinds()
        self.say(*self.count())

    def kinds(self) -> None:
        """What only one of two markets covers."""
        if not self.found.is_between_markets:
            return
        before, after = self.found.before, self.found.after
        for side, other in ((before, after), (after, before)):
            only = [kind for kind in self.found.kinds if kind in side.kinds and kind not in other.kinds]
            if only:
                named = self.named(only)
                zh, en = f"只有{side.title.zh}涉及、未作比较", f"only {side.title.en} covers, not compared"
                self.say(f"{zh}：{named}", f"{en}: {named}", "dim")

    def named(self, kinds: Iterable[str]) -> str:
        return self.words.enumeration.join(self.words.kinds.get(kind, kind) for kind in kinds)

    def count(self) -> tuple[str, str]:
        """How much differs, in a line."""
        found = self.found
        if not found:
            return f"没有不同；相同的规则 {found.unchanged} 条", f"no difference; {found.unchanged} rules are the same"
        heads = _heads(found)
        rules = [(len(found.appears), heads["appears"]), (len(found.vanishes), heads["vanishes"])]
        rules += [(len(found.by_direction(direction)), heads[direction]) for direction in _ORDER]
        others = [
            (len(found.parameters), Text("参数", "parameters")),
            (len(found.codelists), Text("代码表", "code lists")),
            (len(found.guidance), Text("指引", "guidance")),
        ]
        zh = [f"{head.zh.partition('，')[0]} {number} 条" for number, head in rules if number]
        zh += [f"{name.zh} {number} 项" for number, name in others if number]
        en = [f"{head.en[:1].lower()}{head.en[1:].partition(',')[0]} {number}" for number, head in rules if number]
        en += [f"{name.en} {number}" for number, name in others if number]
        return (
            f"{'，'.join(zh)}；相同的规则 {found.unchanged} 条",
            f"{', '.join(en)}; the same rules {found.unchanged}",
        )

    # -- rules -----------------------------------------------------------------------------------------------

    def rules(self, head: Text, entries: tuple[Appears, ...] | tuple[Vanishes, ...]) -> None:
        """Rules that are there on one side only; many of one family together."""
        if entries:
            self.section(head, len(entries))
        for alike in _alike(entries):
            first = alike[0]
            if len(alike) > _ALONE:
                self.family(alike)
            else:
                for entry in alike:
                    self.rule(entry.rule, entry.kinds)
                    self.ground(entry.rule.ground)
            if len(alike) > _ALONE:
                self.ground(first.rule.ground)
            self.why(first)

    def rule(self, rule: Told, kinds: tuple[str, ...]) -> None:
        about, severity = self.named(kinds), self.pick(SEVERITY[rule.severity])
        self.say(rule.id, rule.id, "place", deep=1)
        self.say(
            f"{rule.title.zh}（{severity}；{about}）", f"{rule.title.en} ({severity}; {about})", deep=2
        )

    def family(self, alike: list[Appears] | list[Vanishes]) -> None:
        first = alike[0]
        name, about, severity = first.rule.family, self.named(first.kinds), self.pick(SEVERITY[first.rule.severity])
        self.say(
            f"{name}.*（{len(alike)} 条；{severity}；{about}）",
            f"{name}.* ({len(alike)} rules; {severity}; {about})",
            "place",
            deep=1,
        )
        titles, more = [entry.rule.title for entry in alike[:_MOST_TITLES]], len(alike) - _MOST_TITLES
        self.say(
            "；".join(title.zh for title in titles) + (f"；另 {more} 条" if more > 0 else ""),
            "; ".join(title.en for title in titles) + (f"; and {more} more" if more > 0 else ""),
            deep=2,
        )

    def ground(self, ground: Ground) -> None:
        said = self.cited(ground)
        days = days_of(ground.effective)
        self.say(
            f"依据：{said}" + (f"；施行：{days.zh}" if days else ""),
            f"cites: {said}" + (f"; in force {days.en}" if days else ""),
            "dim",
            deep=2,
        )

    def cited(self, ground: Ground) -> str:
        return self.words.cited(ground.cite, ground.basis)

    def why(self, entry: Appears | Vanishes) -> None:
        """Why it is on one side only, where that is more than that it is."""
        said = _why(entry.absence, vanished=isinstance(entry, Vanishes))
        if said is not None:
            self.say(*said, "dim", deep=2)
        if entry.absence.change is not None:
            self.change(entry.absence.change)
        if isinstance(entry, Appears) and entry.replaces:
            self.say(f"代替：{'、'.join(entry.replaces)}", f"in place of: {', '.join(entry.replaces)}", "dim", deep=2)

    def change(self, change: Change) -> None:
        """Who changed something, how, since when, why, and by which clause."""
        how, keys, by = _CHANGES[change.kind], change.keys, change.by or ""
        days = days_of(change.effective) or Text("", "")
        zh, en = how.zh.format(keys="、".join(keys), by=by), how.en.format(keys=", ".join(keys), by=by)
        cited = self.cited(Ground(change.cite))
        self.say(
            f"变更：{change.pack} {days.zh}{zh}：{change.reason.zh}（{cited}）",
            f"changed: {change.pack} {en}{' ' if days.en else ''}{days.en}: {change.reason.en} ({cited})",
            "dim",
            deep=2,
        )

    # -- rules that changed ----------------------------------------------------------------------------------

    def changed(self, head: Text, entries: tuple[Changed, ...]) -> None:
        if entries:
            self.section(head, len(entries))
        for entry in entries:
            self.rule(entry.after, entry.kinds)
            if entry.before.id != entry.after.id:
                self.say(f"对应 {entry.before.id}", f"compared with {entry.before.id}", "dim", deep=2)
            if not any(aspect.name == "cite" for aspect in entry.aspects):
                self.ground(entry.after.ground)
            left_out = _TOLD_OF_ONE if self.found.is_between_markets else frozenset[str]()
            for aspect in entry.aspects:
                if aspect.name in left_out:
                    continue
                self.aspect(aspect, entry.direction)
            for change in entry.changes:
                self.change(change)
            for name in entry.parameters:
                self.parameter_of(name)

    def aspect(self, aspect: Aspect, whole: Direction) -> None:
        """A respect in which it changed; its direction where that is not the rule's."""
        name = self.pick(_ASPECTS[aspect.name])
        mark = self.pick(_MARKS[aspect.direction]) if aspect.direction is not whole else ""
        colon = "：" if self.zh else ": "
        if aspect.name == "codes":
            self.write(f"{name}{mark}{colon}{self.pick(aspect.after or Text('', ''))}", first=_STEP * 2)
            return
        nothing = _NOTHING.get(aspect.name, Text("无", "nothing"))
        before, after = (self.pick(text or nothing) for text in (aspect.before, aspect.after))
        if before == after:
            self.say(f"{name}{mark}：{after}（写法不同）", f"{name}{mark}: {after} (put in another way)", deep=2)
        else:
            self.write(f"{name}{mark}{colon}{before} → {after}", first=_STEP * 2)

    def parameter_of(self, name: str) -> None:
        """Since when a parameter of a rule has its value, and by which clause."""
        found = next(one for one in self.found.parameters if one.name == name) if self.is_told(name) else None
        if found is not None and found.after is not None:
            since, cited = found.after.since, self.cited(Ground(found.after.cite))
            self.say(
                f"参数 {name}：自 {since} 起（{cited}）", f"parameter {name}: since {since} ({cited})", "dim", deep=2
            )

    def is_told(self, name: str) -> bool:
        return any(one.name == name for one in self.found.parameters)

    # -- what is no rule ---------------------------------------------------------------------------------------

    def parameters(self) -> None:
        if self.found.parameters:
            self.section(Text("参数", "Parameters"), len(self.found.parameters))
        for one in self.found.parameters:
            self.say(one.name, one.name, "place", deep=1)
            self.parameter(one)
            for change in one.changes:
                self.change(change)

    def parameter(self, one: ParameterChanged) -> None:
        if one.title != Text(one.name, one.name):
            self.say(one.title.zh, one.title.en, deep=2)
        before, after = self.value(one.before), self.value(one.after)
        self.write(f"{before} → {after}", first=_STEP * 2)

    def value(self, value: Value | None) -> str:
        if value is None:
            return self.pick(Text("无", "none"))
        columns = (f"{name}{' ' if name else ''}{self.pick(said)}" for name, said in _named_columns(value))
        cited = self.cited(Ground(value.cite))
        shown = self.words.enumeration.join(columns)
        return self.pick(Text(f"{shown}（自 {value.since} 起，{cited}）", f"{shown} (since {value.since}, {cited})"))

    def codelists(self) -> None:
        if self.found.codelists:
            self.section(Text("代码表", "Code lists"), len(self.found.codelists))
        for one in self.found.codelists:
            self.say(f"{one.name}：{in_words(one).zh}", f"{one.name}: {in_words(one).en}", deep=1)

    def guidance(self) -> None:
        if self.found.guidance:
            self.section(Text("指引", "Guidance"), len(self.found.guidance))
        for one in self.found.guidance:
            self.advice(one)

    def advice(self, one: GuidanceChanged) -> None:
        now = one.after or one.before
        assert now is not None
        head = _ADVICE[one.before is not None, one.after is not None]
        if self.found.is_between_markets and (one.before is None or one.after is None):
            side = self.found.before if one.after is None else self.found.after
            head = Text(f"只有{side.title.zh}有", f"only in {side.title.en}")
        self.say(f"{head.zh} {now.id}", f"{head.en} {now.id}", "place", deep=1)
        if one.before is None or one.after is None:
            cited = self.cited(now.ground)
            self.say(f"{now.title.zh}（{cited}）", f"{now.title.en} ({cited})", deep=2)
            return
        for old, new in _sayings(one.before, one.after):
            self.write(f"{self.pick(old)} → {self.pick(new)}", first=_STEP * 2)


def _heads(found: RulesetDifference) -> dict[str, Text]:
    """What each sort of difference is called; between markets, by which of them."""
    if not found.is_between_markets:
        return {**_HEADS}
    before, after = found.before.title, found.after.title
    named = {
        key: Text(head.zh.format(before=before.zh, after=after.zh), head.en.format(before=before.en, after=after.en))
        for key, head in _BETWEEN.items()
    }
    return {**_HEADS, **named}


_ADVICE = {
    (False, True): Text("新增", "appears"),
    (True, False): Text("取消", "vanishes"),
    (True, True): Text("改动", "changed"),
}


def _alike(entries: tuple[Appears, ...] | tuple[Vanishes, ...]) -> Iterator[list[Appears] | list[Vanishes]]:
    """Rules that only differ in what they are about together, the others alone."""
    groups: dict[object, list[Appears | Vanishes]] = {}
    for entry in entries:
        rule = entry.rule
        key = (rule.family, rule.severity, rule.ground, entry.kinds, entry.absence)
        groups.setdefault(key if rule.family is not None else rule.id, []).append(entry)
    for group in groups.values():
        if len(group) > _ALONE:
            yield group  # type: ignore[misc] # all of one sort, as the entries are
        else:
            yield from ([entry] for entry in group)  # type: ignore[misc] # likewise


def _why(absence: Absence, *, vanished: bool) -> tuple[str, str] | None:
    """Why a rule is on one side only."""
    day = absence.day
    match absence.reason:
        case "ended" if vanished:
            return f"施行至 {day} 前", f"it was in force until {day}"
        case "not_yet" if vanished:
            return f"自 {day} 起才施行", f"it is in force from {day} only"
        case "ended":
            return f"此前的版本施行至 {day} 前", f"it was in force before, until {day}"
        case "no_value":
            return "所用参数在另一日尚无值", "on the other day a parameter of it has no value yet"
        case "kind":
            return "另一方不涉及这类申报", "the other does not cover this kind of filing"
    return None


def _named_columns(value: Value) -> Iterator[tuple[str, Text]]:
    return ((name or "", said) for name, said in value.columns)


def _sayings(before: Advice, after: Advice) -> Iterator[tuple[Text, Text]]:
    """What guidance said, and what it says now, where that is something else."""
    none = Text("无", "nothing")
    if before.title != after.title:
        yield before.title, after.title
    if before.reading != after.reading:
        yield before.reading or none, after.reading or none
    if before.ground != after.ground:
        yield _clause(before.ground), _clause(after.ground)


def _clause(ground: Ground) -> Text:
    title, section, basis = ground.cite.title, ground.cite.section, BASIS[ground.basis]
    return Text(f"《{title.zh}》{section}（{basis.zh}）", f"{title.en}, {section} ({basis.en})")
