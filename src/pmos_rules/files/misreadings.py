"""What a reader says of a dossier file in, a sentence in Chinese and English without a single value out.

The diagnostics of `language` are written for the author of a ruleset and quote what he wrote. A line of a
dossier may be a password or an identity number, so here only its place is named.
"""

import re
from dataclasses import dataclass

from pmos_rules.source import Diagnostic, SourceText


@dataclass(frozen=True, slots=True)
class Misreading:
    """One thing wrong with a file: its place (from 1; None for the file as a whole), and two sentences."""

    place: tuple[int, int] | None
    says_zh: str
    says_en: str

    def where(self, path: str) -> str:
        """The place as compilers write it: ``dossier.yaml:3:1``."""
        return path if self.place is None else f"{path}:{self.place[0]}:{self.place[1]}"

    def zh(self, path: str) -> str:
        """The sentence with its place, in Chinese."""
        place = "" if self.place is None else f" 第 {self.place[0]} 行第 {self.place[1]} 列"
        return f"文件 {path}{place}：{self.says_zh}"

    def en(self, path: str) -> str:
        """The sentence with its place, in English."""
        place = "" if self.place is None else f" line {self.place[0]}, column {self.place[1]}"
        return f"`{path}`{place}: {self.says_en}"


def explain(diagnostic: Diagnostic) -> Misreading:
    """Return what a diagnostic of the YAML reader, or of reading a file, means to an applicant."""
    zh, en = _SAID.get(diagnostic.code, ("不合 YAML 写法", "this is not YAML"))
    span = diagnostic.span
    whole = diagnostic.code in _OF_THE_FILE or not span.source.text
    return Misreading(None if whole else span.source.position(span.start), zh, en)


def explain_json(source: SourceText, said: str) -> Misreading:
    """Return what the JSON reader's complaint means; its place is counted in bytes, ours in characters."""
    zh, en = next((words for known, words in _JSON if known in said), ("不合 JSON 写法", "this is not JSON"))
    found = _JSON_PLACE.search(said)
    if found is None:
        return Misreading(None, zh, en)
    line, column = int(found[1]), int(found[2])
    before = source.line(line).encode("utf-8", "surrogatepass")[: max(column - 1, 0)]
    return Misreading((line, len(before.decode("utf-8", "ignore")) + 1), zh, en)


_JSON_PLACE = re.compile(r" at line (\d+) column (\d+)$")
_JSON = (
    ("duplicate key", ("同一字段写了两次，应只保留一处", "a field is written twice; keep one of the two")),
    ("EOF", ("内容没有写完，缺引号或括号", "it ends too early: a quotation mark or bracket is missing")),
    ("trailing characters", ("内容收尾之后还有文字", "something follows the end")),
    ("recursion limit", ("列表与字段嵌套过深", "lists and fields nest too deeply")),
)

_OF_THE_FILE = frozenset(
    {"source-not-found", "source-unreadable", "source-too-large", "yaml-empty", "yaml-too-large"}
)

_SAID = {
    "source-not-found": ("文件不存在", "there is no such file"),
    "source-unreadable": (
        "文件无法读取，应为有读取权限的普通文件",
        "it cannot be read, expected a file that you may read",
    ),
    "source-too-large": ("文件超过 4 MiB", "it is larger than 4 MiB"),
    "source-encoding": ("文件编码应为 UTF-8，可另存为 UTF-8", "it is not encoded in UTF-8; save it as UTF-8"),
    "yaml-empty": ("文件内容为空", "it is empty"),
    "yaml-too-large": ("文件内容过多", "it holds too much"),
    "yaml-too-deep": ("列表与字段嵌套过深", "lists and fields nest too deeply"),
    "yaml-unprintable": ("有不可见的字符，应删去", "an invisible character stands here; remove it"),
    "yaml-tab": ("此处有制表符，应为空格", "a tab stands here; use blanks"),
    "yaml-indentation": (
        "缩进与上下各行不一致，同级字段应对齐",
        "this line is indented unlike those around it; align the fields of one level",
    ),
    "yaml-several-documents": (
        "此处开始了第二份文档，一个文件应只有一份",
        "a second document begins here; put each into a file of its own",
    ),
    "yaml-duplicate-key": (
        "同一字段写了两次，应只保留一处",
        "a field is written twice; keep one of the two",
    ),
    "yaml-key": ("冒号前应有字段名", "expected the name of a field before the colon"),
    "yaml-colon": (
        "此处不应有冒号；值中有冒号的，把整个值放进引号",
        "a colon cannot stand here; put a value that contains one in quotation marks",
    ),
    "yaml-no-colon": (
        "应为“字段: 值”，冒号为半角，其后留一个空格",
        "expected a field, a colon, a blank and a value",
    ),
    "yaml-bracket": ("括号不成对", "the brackets do not match"),
    "yaml-quote": ("引号没有收尾", "a quotation mark is never closed"),
    "yaml-after-value": (
        "值的后面还有内容；把整个值放进引号",
        "something follows a value that is complete; put the whole value in quotation marks",
    ),
    "yaml-content": ("此处应有值", "expected a value here"),
    "yaml-reserved": (
        "值不能以此符号开头；把整个值放进引号",
        "a value cannot begin with this sign; put it in quotation marks",
    ),
    "yaml-alias": (
        "值不能以“*”开头；把整个值放进引号",
        "a value cannot begin with `*`; put it in quotation marks",
    ),
    "yaml-anchor": (
        "值不能以“&”开头；把整个值放进引号",
        "a value cannot begin with `&`; put it in quotation marks",
    ),
    "yaml-tag": (
        "值不能以“!”开头；把整个值放进引号",
        "a value cannot begin with `!`; put it in quotation marks",
    ),
    "yaml-block-text": (
        "“|”“>”之后同一行不能再有内容；把整个值放进引号",
        "nothing may follow `|` or `>` on its line; put the value in quotation marks",
    ),
    "yaml-dash": (
        "列表应另起一行；值以“-”开头的，把整个值放进引号",
        "a list cannot begin here; begin it on a line of its own, or put the value in quotation marks",
    ),
    "yaml-escape": (
        "双引号内的反斜杠应写成两个，也可改用单引号",
        "write two backslashes in double quotation marks, or use single ones",
    ),
    "yaml-directive": (
        "以“%”开头的一行应删去",
        "a line that begins with `%` cannot stand here; remove it",
    ),
}
