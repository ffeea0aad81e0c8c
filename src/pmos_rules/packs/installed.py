"""Installed distributions → the packs that they bring, and the markets that those answer for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from pmos_rules.errors import PmosRulesError
from pmos_rules.language.decoding import child, entries_of, names_in, scalars
from pmos_rules.language.nodes import Node, ScalarNode
from pmos_rules.language.reader import read_yaml
from pmos_rules.language.symbols import PackText
from pmos_rules.packs.reading import read_all, read_within
from pmos_rules.source import Diagnostic, RulesetError, SourceText, suggest

GROUP = "pmos_rules.packs"
MANIFEST = "pack.yaml"


class UnknownMarketError(PmosRulesError):
    """No installed pack answers for the market."""


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A folder with a manifest: name, place, what it builds on, and which markets it answers for."""

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
    """Where a package lies; one that is announced and not there brings no packs."""
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:
        return []
    return [Path(place) for place in spec.submodule_search_locations or ()] if spec is not None else []


def packs_below(root: Path) -> list[PackFolder]:
    """The packs in the folders of a folder."""
    return [read_folder(manifest.parent) for manifest in sorted(root.glob(f"*/{MANIFEST}"))]


def read_folder(path: Path) -> PackFolder:
    """What a manifest says of its pack, as far as it can be read; what is wrong with it is told later."""
    source = read_within(path, path / MANIFEST, MANIFEST)
    node = read_yaml(source)[0] if isinstance(source, SourceText) else None
    answered = entries_of(child(node, "markets"))
    return PackFolder(
        name=_text(child(node, "pack")) or path.name,
        path=path,
        extends=tuple(name.text for name in names_in(child(node, "extends"))),
        markets={market.text: _texts(child(value, "kinds")) for market, value in answered},
        title=_text(child(child(node, "title"), "zh")) or path.name,
    )


def _text(node: Node | None) -> str | None:
    return node.text if isinstance(node, ScalarNode) else None


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(scalar.text for scalar in scalars(node))


def with_bases(folder: PackFolder) -> tuple[PackText, ...]:
    """A pack and everything that it builds on as text, base packs first.

    Packs that lie beside it come before installed ones of the same name. A pack that is not to be found is
    left out, and loading tells so. A file that is no text raises RulesetError.
    """
    known = _known(folder)
    ordered: dict[str, PackFolder] = {}
    visited = {folder.name}
    # Without recursion: packs may build on one another in a chain of any length.
    above = [(folder, iter(folder.extends))]
    while above:
        pack, bases = above[-1]
        base = next(bases, None)
        if base is None:
            ordered[pack.name] = above.pop()[0]
        elif base in known and base not in visited:
            visited.add(base)
            above.append((known[base], iter(known[base].extends)))
    unreadable: list[Diagnostic] = []
    texts = tuple(_as_text(pack, tuple(known), unreadable) for pack in ordered.values())
    if unreadable:
        raise RulesetError(unreadable)
    return texts


def _known(folder: PackFolder) -> Mapping[str, PackFolder]:
    """The packs that a pack may extend, itself among them."""
    installed = installed_packs()
    own = installed.get(folder.name)
    if own is not None and own.path == folder.path:
        return installed
    beside = {pack.name: pack for pack in packs_below(folder.path.parent)}
    return {**installed, **beside, folder.name: folder}


def _as_text(pack: PackFolder, others: tuple[str, ...], unreadable: list[Diagnostic]) -> PackText:
    rules = sorted(path for path in pack.path.glob("*.yaml") if path.name != MANIFEST)
    sources, faults = read_all(pack.path, [pack.path / MANIFEST, *rules], pack.name)
    unreadable += faults
    manifest, *files = sources or [SourceText(pack.name, "")]
    return PackText(pack.name, manifest, tuple(files), others)


def find_pack(name: str | Path) -> PackFolder:
    """A pack by its name, by a market that it answers for, or by the path of its folder."""
    path = Path(name)
    if (path / MANIFEST).is_file():
        return read_folder(path)
    packs, text = installed_packs(), str(name)
    if text in packs:
        return packs[text]
    answering = [pack for pack in packs.values() if text in pack.markets]
    if len(answering) == 1:
        return answering[0]
    if answering:
        names = [pack.name for pack in answering]
        raise UnknownMarketError(
            f"负责“{text}”的规则包不止一个：{'、'.join(names)}，应写明规则包的名称",
            f"several packs answer for `{text}`: {', '.join(names)}; name the pack",
        )
    if path.is_dir():
        raise UnknownMarketError(f"文件夹“{text}”中没有 {MANIFEST}", f"the folder `{text}` has no {MANIFEST}")
    raise _unknown(text, packs)


def _unknown(text: str, packs: Mapping[str, PackFolder]) -> UnknownMarketError:
    known = sorted({*packs, *(market for pack in packs.values() for market in pack.markets)})
    near, listed = suggest(text, known), ", ".join(known)
    return UnknownMarketError(
        f"没有名为“{text}”的规则包，也没有规则包负责这样的交易中心"
        + (f"，是否应为“{near}”" if near else f"；可用的有 {listed}，或含 {MANIFEST} 的文件夹路径"),
        f"no installed pack is called `{text}` or answers for such a market; "
        + (f"did you mean `{near}`?" if near else f"known are {listed}, or the path of a folder with a {MANIFEST}"),
    )
