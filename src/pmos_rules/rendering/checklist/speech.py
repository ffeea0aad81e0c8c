"""The parts of a checklist → phrases in one language: how much, when, by which clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pmos_rules.findings import Severity, Text
from pmos_rules.rendering.checklist.model import (
    Block,
    Checklist,
    Condition,
    Deadline,
    Entry,
    Grade,
    Ground,
    Group,
    Need,
    Point,
    walk,
)
from pmos_rules.rendering.phrases import Language, phrases


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `{}` is filled in by `str.format`."""

    title: str
    facts: str
    parts: Mapping[str, str]
    fill_in: Mapping[Severity | None, str]
    attach: Mapping[Severity | None, str]
    weights: Mapping[Severity, str]
    marks: Mapping[Severity, str]
    bases: Mapping[str, str]
    must: str
    lighter: str
    explained: Mapping[str, str]
    numbered: str
    where: str
    unless: str
    both: str
    case: str
    otherwise: str
    varies: str
    depends: str
    varying: str
    of: str
    detail: str
    brackets: str
    reading: str
    options: str
    known: str
    also: str
    substitutes: str
    names: str
    example: str
    example_company: str
    substitute: str
    each_row: str
    each_file: str
    awaited: str
    trading: str
    documents_noted: str
    step: str
    step_back: str
    needs: str
    starts: str
    days: str
    usual: str
    comma: str
    alternative: str
    between: str
    instruments: str
    ends: tuple[str, str]


_ZH = Words(
    title="{}{}申报准备清单",
    facts="规则集 {} {}；按 {} 有效的规定",
    parts={
        "fields": "填写内容",
        "documents": "上传材料",
        "files": "文件要求",
        "others": "其他要求",
        "steps": "办理步骤",
        "deadlines": "办理期限",
        "permission": "允许的做法",
        "advice": "建议",
        "background": "背景说明",
    },
    fill_in={
        Severity.ERROR: "必填",
        Severity.WARNING: "应填（缺填只提示）",
        Severity.INFO: "可填（供参考）",
        None: "填写时注意",
    },
    attach={
        Severity.ERROR: "必传",
        Severity.WARNING: "应传（缺少只提示）",
        Severity.INFO: "可传（供参考）",
        None: "上传时注意",
    },
    weights={Severity.ERROR: "必须", Severity.WARNING: "只提示", Severity.INFO: "仅供参考"},
    marks={Severity.WARNING: "提示", Severity.INFO: "参考"},
    bases={"stated": "", "screenshot": "截图", "derived": "推定"},
    must="没有标注的为必须，不符合的退回",
    lighter="〔提示〕〔参考〕不据此退回",
    explained={"screenshot": "〔截图〕只见于界面截图", "derived": "〔推定〕由条文推出或出于常理，来源没有明写"},
    numbered="[ ] 中的数字为文末所列文件的编号",
    where="若{}",
    unless="{}的除外",
    both="{}；{}",
    case="若{}，{}",
    otherwise="否则{}",
    varies="视情形：{}（见理解）",
    depends="视情形，见理解",
    varying="视栏目：{}",
    of="适用于：{}",
    detail="{}：{}",
    brackets="〔{}〕",
    reading="理解：{}",
    options="选项：{}",
    known="认得的写法：{}",
    also="又称：{}",
    substitutes="也可放：{}",
    names="文件名中可写：{}",
    example="文件名示例：{}",
    example_company="文件名示例：{}（“{}”处写本企业的名称）",
    substitute="{}可放在这些栏：{}",
    each_row="{}（逐项填写）",
    each_file="{}（每项都要）",
    awaited="须说明（缺填则待核）",
    trading="参与交易时",
    documents_noted="关于材料",
    step="{}，由{}办理：“{}”→“{}”",
    step_back="{}，由{}办理：“{}”时，状态不变",
    needs="须先符合：{}",
    starts="起算期限：{}",
    days="{}：{}，{} 个工作日",
    usual="（通常，非承诺）",
    comma="、",
    alternative="或",
    between="；",
    instruments="依据的文件",
    ends=("", "。"),
)
_EN = Words(
    title="Checklist: {}, {}",
    facts="ruleset {} {}; the law of {}",
    parts={
        "fields": "What to fill in",
        "documents": "What to attach",
        "files": "What files must be like",
        "others": "Other requirements",
        "steps": "Steps",
        "deadlines": "Deadlines",
        "permission": "What is permitted",
        "advice": "Advice",
        "background": "Background",
    },
    fill_in={
        Severity.ERROR: "Required",
        Severity.WARNING: "Asked for (only a warning if missing)",
        Severity.INFO: "Welcome (for information)",
        None: "Where filled in",
    },
    attach={
        Severity.ERROR: "Required",
        Severity.WARNING: "Asked for (only a warning if missing)",
        Severity.INFO: "Welcome (for information)",
        None: "Where attached",
    },
    weights={Severity.ERROR: "a must", Severity.WARNING: "only a warning", Severity.INFO: "for information"},
    marks={Severity.WARNING: "warning", Severity.INFO: "information"},
    bases={"stated": "", "screenshot": "screenshot", "derived": "derived"},
    must="What has no mark is a must and is sent back where it is not met",
    lighter="nothing is sent back for a (warning) or for (information)",
    explained={
        "screenshot": "(screenshot): seen in a screenshot only",
        "derived": "(derived): inferred, or common sense; no source states it",
    },
    numbered="numbers in [ ] are those of the documents listed at the end",
    where="if {}",
    unless="unless {}",
    both="{}, {}",
    case="{1} if {0}",
    otherwise="otherwise {}",
    varies="depending on the case: {} (see the reading)",
    depends="depending on the case, see the reading",
    varying="depending on the field: {}",
    of="for {}",
    detail="{}: {}",
    brackets=" ({})",
    reading="reading: {}",
    options="one of: {}",
    known="understood: {}",
    also="also called {}",
    substitutes="may hold instead: {}",
    names="in the file name: {}",
    example="a file name that complies: {}",
    example_company="a file name that complies: {} (put your own company's name for “{}”)",
    substitute="{} may stand in any of these: {}",
    each_row="{} (for each)",
    each_file="{} (for each)",
    awaited="To be told (undetermined if missing)",
    trading="for trading",
    documents_noted="About documents",
    step="{}, by {}: “{}” → “{}”",
    step_back="{}, by {}: at “{}”, which it stays",
    needs="first needed: {}",
    starts="starts the deadline: {}",
    days="{}: {}, {} working days",
    usual=" (usual, no promise)",
    comma=", ",
    alternative=" or ",
    between="; ",
    instruments="Documents cited",
    ends=("", ""),
)


@dataclass(frozen=True)
class Speech:
    """Says the parts of one checklist in one language."""

    checklist: Checklist
    language: Language

    @property
    def words(self) -> Words:
        """The words of the language."""
        return _ZH if self.language == "zh" else _EN

    def of(self, text: Text) -> str:
        """The side of a text that is in the language."""
        return text.zh if self.language == "zh" else text.en

    # -- the head and the foot -----------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What the checklist is called: 湖北发电企业申报准备清单."""
        checklist = self.checklist
        kind = phrases(self.language).kinds.get(checklist.kind, checklist.kind)
        return self.words.title.format(self.of(checklist.title), kind)

    @property
    def facts(self) -> str:
        """By which rules and of which day."""
        checklist = self.checklist
        return self.words.facts.format(checklist.market, checklist.version, checklist.as_of.isoformat())

    @property
    def legend(self) -> str:
        """What the marks mean that occur."""
        words = self.words
        bases = dict.fromkeys(part.basis for part in walk(self.checklist) if isinstance(part, Ground))
        explained = [text for basis, text in words.explained.items() if basis in bases]
        return words.between.join([words.must, words.lighter, *explained, words.numbered]) + words.ends[1]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        shown = [cite for cite in self.checklist.instruments if cite.instrument != "derived"]
        return {cite.instrument: number for number, cite in enumerate(shown, 1)}

    @property
    def instruments(self) -> list[str]:
        """The documents cited, in the order of their numbers."""
        titles = {cite.instrument: self.of(cite.title) for cite in self.checklist.instruments}
        return [self._in_marks(titles[name]) for name in self._numbers]

    def _in_marks(self, title: str) -> str:
        return f"《{title}》" if self.language == "zh" and not title.startswith("《") else title

    # -- how much, when, by which clause -----------------------------------------------------------------------

    def cited(self, ground: Ground) -> str:
        """[1] 2.3; nothing for what no source states."""
        number = self._numbers.get(ground.cite.instrument)
        return "" if number is None else f"[{number}] {ground.cite.section}"

    def basis(self, ground: Ground) -> str:
        """截图 or 推定; nothing for what the clause says outright."""
        return self.words.bases[ground.basis]

    def asked(self, need: Need, *, attach: bool = False) -> str:
        """必填, 必传 …"""
        if need.awaited:
            return self.words.awaited
        return (self.words.attach if attach else self.words.fill_in)[need.severity]

    def condition(self, condition: Condition) -> str:
        """若…；…的除外."""
        words = self.words
        where = words.where.format(self.of(condition.when)) if condition.when is not None else ""
        unless = words.unless.format(self.of(condition.unless)) if condition.unless is not None else ""
        return words.both.format(where, unless) if where and unless else where or unless

    def grades(self, grades: tuple[Grade, ...], weights: Mapping[Severity, str] | None = None) -> str:
        """若…，只提示；否则必须."""
        words = self.words
        weights = words.weights if weights is None else weights
        if not grades:
            return ""
        if all(grade.when is None for grade in grades):
            return words.varies.format(words.alternative.join(weights[grade.severity] for grade in grades))
        *cases, last = grades
        said = [words.case.format(self.of(g.when), weights[g.severity]) for g in cases if g.when is not None]
        return words.between.join([*said, words.otherwise.format(weights[last.severity])])

    # -- entries and points ------------------------------------------------------------------------------------

    def label(self, entry: Entry) -> str:
        """The label as on the form; in English with what it means."""
        zh, en = entry.label
        return zh if self.language == "zh" or zh == en else f"{zh} ({en})"

    def section(self, group: Group, *, attach: bool) -> str:
        """The title of a section of the form."""
        zh, en = group.title
        title = zh if self.language == "zh" else f"{zh} ({en})"
        each = self.words.each_file if attach else self.words.each_row
        return each.format(title) if group.repeats else title

    def facts_of(self, entry: Entry) -> list[str]:
        """What is known of an entry besides its points: options, substitutes, a name for its file."""
        words = self.words
        listed = (
            (words.options if entry.closed else words.known, entry.options),
            (words.also, entry.also),
            (words.substitutes, entry.substitutes),
            (words.names, entry.names if entry.names != (entry.label.zh,) else ()),
        )
        said = [phrase.format(words.comma.join(values)) for phrase, values in listed if values]
        return said + ([words.example.format(entry.example)] if entry.example is not None else [])

    def point(self, point: Point) -> str:
        """What a point asks for."""
        text = self.of(point.text)
        return text if point.detail is None else self.words.detail.format(text, self.of(point.detail))

    def marks(self, point: Point) -> list[str]:
        """提示 or 参考, nothing for what must be; and whether it is asked only of who trades."""
        words, severity = self.words, point.severity
        lighter = [words.marks[severity]] if severity is not None and severity is not Severity.ERROR else []
        return [*lighter, words.trading] if point.stage == "trade" and severity is not None else lighter

    def cases(self, point: Point) -> list[str]:
        """When a point holds, of what, and what it weighs in which case."""
        words = self.words
        of = words.of.format(self.of(point.of)) if point.of is not None else ""
        grades = self.grades(point.grades)
        if point.of is not None and point.grades:
            weights = (words.weights[grade.severity] for grade in point.grades)
            grades = words.varying.format(words.alternative.join(weights))
        return [text for text in (self.condition(point.condition), of, grades) if text]

    def reading(self, text: Text | None) -> str:
        """How a clause is read."""
        return self.words.reading.format(self.of(text)) if text is not None else ""

    def heading(self, block: Block, *, attach: bool) -> str:
        """How much the entries of a block are asked for: 必填, or 必填或应填 where that depends."""
        need = block.need
        if not need.grades:
            return self.asked(need, attach=attach)
        weights = self.words.attach if attach else self.words.fill_in
        known = {grade.severity for grade in need.grades}
        return self.words.alternative.join(weights[severity] for severity in Severity if severity in known)

    def when(self, block: Block, *, attach: bool) -> list[str]:
        """When the entries of a block are asked for, and on what it depends how much."""
        need, weights = block.need, self.words.attach if attach else self.words.fill_in
        known = {severity: text for severity, text in weights.items() if severity is not None}
        cases = self.grades(need.grades, known)
        if need.grades and all(grade.when is None for grade in need.grades):
            cases = self.words.depends
        return [text for text in (self.condition(need.condition), cases) if text]

    def deadline(self, deadline: Deadline) -> str:
        """聚合合同审核：交易中心，2–3 个工作日."""
        words, most, least = self.words, deadline.working_days, deadline.at_least
        days = str(most) if least in (1, most) else f"{least}–{most}"
        said = words.days.format(self.of(deadline.title), self.of(deadline.of), days)
        return said + (words.usual if deadline.usual else "")

    def example(self) -> str | None:
        """A compliant file name, and what to replace in it."""
        example = self.checklist.example
        if example is None:
            return None
        if example.company is None:
            return self.words.example.format(example.name)
        return self.words.example_company.format(example.name, example.company)
