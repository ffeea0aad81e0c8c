"""A path → what a message calls it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pmos_rules.findings import Text
from pmos_rules.language.ir import Path
from tests.naive.law import Law
from tests.naive.places import Form, Place
from tests.naive.reading import Here

PARTS: Mapping[str, Text] = {
    "host": Text("主机名", "host"),
    "stem": Text("主名", "stem"),
    "extension": Text("扩展名", "extension"),
    "company": Text("公司名称部分", "company part"),
    "material": Text("材料名称部分", "material part"),
    "organisation_code": Text("第 9 至 17 位", "characters 9 to 17"),
    "birth_date": Text("出生日期", "birth date"),
    "age": Text("推算年龄", "age"),
    "start": Text("起始日", "first day"),
    "until": Text("截止日", "last day"),
    "level": Text("级别", "level"),
    "is_leaf": Text("是否为最末级", "being the lowest level"),
    "content.is_pdf": Text("内容是否为 PDF", "being a PDF"),
    "content.opens": Text("能否打开", "being openable"),
    "content.encrypted": Text("是否加密", "being encrypted"),
    "content.pages": Text("页数", "number of pages"),
    "content.text_layer": Text("有无文字层", "having a text layer"),
    "content.image_only_pages": Text("纯图像页数", "number of image-only pages"),
}
TODAY = Text("审查日期", "the date of the check")


@dataclass(frozen=True, slots=True)
class Names:
    """What paths are called by a form, from where a predicate is asked."""

    form: Form
    law: Law
    here: Here

    def of(self, path: Path) -> Text:
        """The last word of the label, with the part of the value if one is asked for."""
        if path.scope == "as_of":
            return TODAY
        label = self.many(path) if path.repeats else self.form.short(self.place(path))
        part = PARTS.get(path.part or "")
        return Text(f"{label.zh}的{part.zh}", f"{part.en} of {label.en}") if part is not None else label

    def many(self, path: Path) -> Text:
        """The field in the rows of a list, or the list where its items are values."""
        place = tuple(0 if step == "*" else step for step in self.place(path))
        after = path.steps[::-1].index("*")
        rows = self.form.short(place[: len(place) - after - 1])
        if after == 0:
            return rows
        own = self.form.short(place)
        return Text(f"{rows.zh} › {own.zh}", f"{rows.en} › {own.en}")

    def place(self, path: Path) -> Place:
        """Where a path leads, with `*` as it is written."""
        start = {"item": self.here.item_place, "beside": self.here.item_place[:-1], "row": self.here.row_place}
        return (*start.get(path.scope, ()), *path.steps)

    def in_row(self, over: Path) -> "Names":
        """The same inside a row of a list."""
        place = tuple(0 if step == "*" else step for step in self.place(over))
        return replace(self, here=replace(self.here, row=None, row_place=place))
