"""The name of a base → the complete dossier that lies under it in a pack's ``cases/dossiers`` folder."""

from collections.abc import Sequence
from pathlib import Path

from pmos_rules.errors import PmosRulesError
from pmos_rules.language.nodes import MappingNode, to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.packs.reading import read_within
from pmos_rules.source import Diagnostic, Span, suggest
from pmos_rules.testing.case import Base, Rules


class Bases:
    """Finds bases in the pack's own folder first, then in the other packs'; reads each once per market."""

    def __init__(self, packs: Sequence[Path]) -> None:
        self._files = {
            file.stem: file
            for pack in reversed(packs)
            for file in sorted((pack / "cases" / "dossiers").glob("*.yaml"))
        }
        self._known: dict[tuple[str, str], Base | None] = {}

    def find(
        self, name: str, market: str, rules: Rules, asked: Span, problems: list[Diagnostic]
    ) -> Base | None:
        """The base; None, and a diagnostic, where there is none of that name or it cannot be used."""
        if name not in self._files:
            problems.append(self._unknown(name, asked))
        elif (name, market) not in self._known:
            self._known[name, market] = _load(name, self._files[name], rules, problems)
        return self.get(name, market)

    def get(self, name: str, market: str) -> Base | None:
        """The base, where it was found before."""
        return self._known.get((name, market))

    def _unknown(self, name: str, asked: Span) -> Diagnostic:
        near = suggest(name, self._files)
        help = f"did you mean `{near}`?" if near else "a base is a file in `cases/dossiers` of a pack"
        return Diagnostic("unknown-base", f"there is no base dossier `{name}`", asked, help)


def _load(name: str, file: Path, rules: Rules, problems: list[Diagnostic]) -> Base | None:
    """The base and what the rules say of it; None, and a diagnostic, where they say nothing on its day."""
    node = _read(file, problems)
    if node is None:
        return None
    base = Base(name, {key.text: to_plain(value) for key, value in node.entries}, rules)
    try:
        base.report  # noqa: B018 - made now, so that no case meets what is wrong with its base
    except (ValueError, PmosRulesError) as error:
        message = f"a base says on which day it is judged, but {error}"
        problems.append(Diagnostic("no-day", message, node.entries[0][0].span, "mend `as_of:`"))
        return None
    return base


def _read(file: Path, problems: list[Diagnostic]) -> MappingNode | None:
    source = read_within(file.parent.parent.parent, file, str(file))
    if isinstance(source, Diagnostic):
        problems.append(source)
        return None
    node, found = read_yaml(source)
    problems += found
    if isinstance(node, MappingNode) and node.entries and not found:
        return node
    if node is not None and not found:
        problems.append(Diagnostic("wrong-shape", "a base dossier is a mapping", node.span))
    return None
