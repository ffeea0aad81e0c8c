"""Installed distributions → the packs that they bring, and the markets that those answer for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from pmos_rules.errors import PmosRulesError
from pmos_rules.language.decoding import child
from pmos_rules.language.nodes import MappingNode, ScalarNode, SequenceNode
from pmos_rules.language.reader import read_yaml
from pmos_rules.language.symbols import PackText
from pmos_rules.source import Diagnostic, RulesetError, SourceText, read_source, suggest

GROUP = "pmos_rules.packs"
MANIFEST = "pack.yaml"


class UnknownMarketError(PmosRulesError):
    """No installed pack answers for the market."""


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A folder with a manifest: its name, where it lies, what it builds on, and which markets it answers for."""

    name: str
    path: Path
    extends: tuple[str, ...]
    markets: Mapping[str, tuple[str, ...]]
    title: str


def installed_packs() -> Mapping[str, PackFolder]:
    """Every installed pack by name, in the order of the distributions' names."""
    return _installed()


@lru_cache(maxsize=1)
def _installed() -> Mapping[str, PackFolder]:
    found: dict[str, PackFolder] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        for root in _roots(point.value):
            for folder in packs_below(root):
                known = found.setdefault(folder.name, folder)
                if known.path != folder.path:
                    raise PmosRulesError(
                        f"两个已安装的规则包都叫“{folder.name}”：{known.path} 和 {folder.path}",
                        f"two installed packs are called `{folder.name}`: {known.path} and {folder.path}",
                    )
    return found


def _roots(module: str) -> list[Path]:
    spec = find_spec(module)
    return [Path(place) for place in spec.submodule_search_locations or ()] if spec is not None else []


def packs_below(root: Path) -> list[PackFolder]:
    """The packs in the folders of a folder."""
    return [read_folder(manifest.parent) for manifest in sorted(root.glob(f"*/{MANIFEST}"))]


def read_folder(path: Path) -> PackFolder:
    """What a manifest says of its pack; a manifest that cannot be read raises RulesetError."""
    source = _source(path / MANIFEST, path.name)
    node, diagnostics = read_yaml(source)
    if node is None or diagnostics:
        raise RulesetError(diagnostics)
    extends, markets = child(node, "extends"), child(node, "markets")
    title = child(child(node, "title"), "zh")
    name = child(node, "pack")
    return PackFolder(
        name.text if isinstance(name, ScalarNode) else path.name,
        path,
        _texts(extends),
        {
            key.text: _texts(child(value, "kinds"))
            for key, value in (markets.entries if isinstance(markets, MappingNode) else ())
        },
        title.text if isinstance(title, ScalarNode) else path.name,
    )


def _texts(node: object) -> tuple[str, ...]:
    return (
        tuple(item.text for item in node.items if isinstance(item, ScalarNode))
        if isinstance(node, SequenceNode)
        else ()
    )


def _source(path: Path, name: str) -> SourceText:
    source = read_source(path)
    if isinstance(source, Diagnostic):
        raise RulesetError([source])
    return SourceText(f"{name}/{path.name}", source.text)


def pack_text(folder: PackFolder) -> PackText:
    """The files of a pack as text."""
    files = sorted(path for path in folder.path.glob("*.yaml") if path.name != MANIFEST)
    return PackText(
        folder.name,
        _source(folder.path / MANIFEST, folder.name),
        tuple(_source(path, folder.name) for path in files),
    )


def with_bases(folder: PackFolder) -> tuple[PackText, ...]:
    """A pack and everything that it builds on, base packs first."""
    ordered: dict[str, PackFolder] = {}

    def visit(pack: PackFolder, above: tuple[str, ...]) -> None:
        if pack.name in above:
            chain = " → ".join((*above, pack.name))
            raise PmosRulesError(f"规则包互相扩展：{chain}", f"packs extend one another: {chain}")
        for base in pack.extends:
            if base not in known:
                near = suggest(base, known)
                raise PmosRulesError(
                    f"规则包“{pack.name}”所扩展的“{base}”没有安装" + (f"，是否应为“{near}”" if near else ""),
                    f"the pack `{pack.name}` extends `{base}`, which is not installed"
                    + (f"; did you mean `{near}`?" if near else ""),
                )
            if base not in ordered:
                visit(known[base], (*above, pack.name))
        ordered.setdefault(pack.name, pack)

    known = {
        **installed_packs(),
        **{beside.name: beside for beside in packs_below(folder.path.parent)},
        folder.name: folder,
    }
    visit(folder, ())
    return tuple(pack_text(pack) for pack in ordered.values())


def find_pack(name: str | Path) -> PackFolder:
    """A pack by its name, by a market that it answers for, or by the path of its folder."""
    path = Path(name)
    if (path / MANIFEST).is_file():
        return read_folder(path)
    packs = installed_packs()
    text = str(name)
    if text in packs:
        return packs[text]
    for pack in packs.values():
        if text in pack.markets:
            return pack
    known = sorted({*packs, *(market for pack in packs.values() for market in pack.markets)})
    near = suggest(text, known)
    listed = ", ".join(known)
    raise UnknownMarketError(
        f"没有名为“{text}”的规则包，也没有规则包负责这样的交易中心"
        + (f"，是否应为“{near}”" if near else f"；可用的有 {listed}，或含 {MANIFEST} 的文件夹路径"),
        f"no installed pack is called `{text}` or answers for such a market; "
        + (
            f"did you mean `{near}`?"
            if near
            else f"known are {listed}, or the path of a folder with a {MANIFEST}"
        ),
    )
