"""Write the rules of a package in their canonical form, leaving everything else of its files as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sihang.rulebook.check import LINES
from sihang.rulebook.errors import PackageUnusable
from sihang.rulebook.folder import write_whole
from sihang.rulebook.formatting import canonical
from sihang.rulebook.layers import Layers
from sihang.rulebook.package import Package
from sihang.rulebook.parse import NotARule
from sihang.rulebook.scope import Scope

_NEEDS_QUOTES = re.compile(r": |:$| #|^[\"'\[\]{}&*!|>%@`#-]")


@dataclass(frozen=True)
class Edit:
    """One line of rule that is not canonical: where it stands, as it is and as it should be."""

    path: Path
    line: int
    old: str
    new: str
    start: int
    end: int
    written: str
    text: str = field(repr=False)
    """The whole file as it was read."""


def edits(package: Package, layers: Layers) -> list[Edit]:
    """Every rule of the package that is not in canonical form; lines that cannot be read are left alone.

    Raises:
        PackageUnusable: a file is not UTF-8, or cannot be read at all.
    """
    if unreadable := [problem for problem in package.problems if problem.code == "file-unreadable"]:
        raise PackageUnusable(unreadable)
    found: list[Edit] = []
    for path in _rule_files(package):
        text = path.read_bytes().decode()  # with its line ends, which reading as text would make all alike
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError:
            continue
        scope = Scope.of(layers.facts.values(), layers.slots.values(), matter=_matter(root))
        found += [edit for node in _rules(root) if (edit := _edit(path, text, node, scope)) is not None]
    return found


def apply(found: list[Edit]) -> None:
    """Write the edits, the last of a file first, so that the places of the others stay right."""
    texts = {edit.path: edit.text for edit in found}
    for edit in sorted(found, key=lambda edit: -edit.start):
        texts[edit.path] = texts[edit.path][: edit.start] + edit.written + texts[edit.path][edit.end :]
    for path, text in texts.items():
        write_whole(path, text.encode())


def _rule_files(package: Package) -> list[Path]:
    named = [package.folder.path / name for name in ("package.yaml", "fills.yaml")]
    return [path for path in [*named, *(source.path for source in package.measures)] if path.is_file()]


def _matter(root: Any) -> str | None:
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value.value for key, value in pairs if key.value == "matter"), None)


def _rules(node: Any) -> Iterator[Any]:
    """The scalars that are rules, wherever they stand."""
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _rules(part)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in LINES and isinstance(value, yaml.ScalarNode):
                yield value
            else:
                yield from _rules(value)


def _edit(path: Path, text: str, node: Any, scope: Scope) -> Edit | None:
    old = " ".join(str(node.value).split())
    try:
        new = canonical(old, scope)
    except NotARule:
        return None
    if new == old:
        return None
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("|", ">"):
        indent, newline = " " * (node.start_mark.column + 2), "\r\n" if "\r\n" in text else "\n"
        written = f">-{newline}{indent}{new}" + (newline if text[start:end].endswith("\n") else "")
    else:
        written = f'"{new}"' if _NEEDS_QUOTES.search(new) else new
    return Edit(path, node.start_mark.line + 1, old, new, start, end, written, text)
