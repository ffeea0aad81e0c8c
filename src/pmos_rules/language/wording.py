"""The title of a rule and how its clause speaks → a warning where the two say the opposite.

Only words that cannot be meant otherwise count: 许可, 须知 or 供应 say nothing of an obligation, and 可 alone mostly
says what can be done to something (可识读).
"""

import re
from collections.abc import Mapping

from pmos_rules.findings import Severity
from pmos_rules.language.decoding import child
from pmos_rules.language.faults import Faults
from pmos_rules.language.grades import levels_of
from pmos_rules.language.nodes import Node, ScalarNode
from pmos_rules.language.syntax import RuleSyntax
from pmos_rules.language.texts import place_in

_BINDING: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile("必须|(?<!必)须(?!知)|(?<![响供相适对反效回顺])应当?(?![用答收付急变声])|不得|不可以|禁止|严禁"),
    "en": re.compile(r"\b(?:must|shall|may not|is required|are required|mandatory|forbidden)\b", re.IGNORECASE),
}
_OPEN: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile("(?<![适便事权])宜|(?<!不)可以|[均亦也]可|可不|可自行|可选择|建议|鼓励|尽量"),
    "en": re.compile(r"\b(?:should|may(?! not)|recommended|advised|optional(?:ly)?)\b", re.IGNORECASE),
}


def check_wording(rule: Node, syntax: RuleSyntax, faults: Faults) -> None:
    """A title must not bind where the clause leaves it open, nor leave open where it binds."""
    obligation = syntax.obligation or "must"
    is_binding = obligation in ("must", "must_not")
    if is_binding != (Severity.ERROR in levels_of(syntax)):
        return  # it departs from the clause, and its reading says why
    said, other = (_BINDING, _OPEN) if is_binding else (_OPEN, _BINDING)
    for language, words in other.items():
        text = child(child(rule, "title"), language)
        found = words.search(text.text) if isinstance(text, ScalarNode) else None
        if found is None or not isinstance(text, ScalarNode) or said[language].search(text.text):
            continue
        message = f"the title says `{found[0]}`, and the obligation is `{obligation}`"
        hint = (
            "write `obligation: should` if the clause leaves it open, or word the title so that it binds"
            if is_binding
            else "write `obligation: must` if the clause binds, or word the title so that it leaves it open"
        )
        faults.report("wording", message, place_in(text, found[0]), hint, level="warning")
