"""The folder of a package: where it is found, its files as read, and its digest."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sihang.rulebook.errors import MISSING, Found, KeyPath, PackageUnusable, Problem, Words, printable, suggestion

if TYPE_CHECKING:
    from sihang.rulebook.reading import Lines

SEARCH_VARIABLE = "SIHANG_POLICIES"
ALIASES_IN_CASES = 300
SIZE_LIMIT = 2_000_000
"""Bytes; as `reading.SIZE_LIMIT`, which is not imported here because it brings YAML along."""
_RULES = {"": ".yaml", "measures/": ".yaml", "source/": ""}
"""The subfolders that the rules are made of (not cases and examples), and how the names in them end."""


@dataclass(frozen=True)
class SourceFile:
    """One YAML file of a package and what of it can be used (MISSING if nothing)."""

    path: Path
    data: Any

    @property
    def name(self) -> str:
        return str(self.path)

    def problem(self, code: str, path: KeyPath, words: Words) -> Problem:
        """A problem at a place of this file, with its line."""
        return Problem(code, f"{self.name}:{self._lines.line(path)}", words)

    @cached_property
    def _lines(self) -> Lines:
        from sihang.rulebook.reading import Lines, read_text

        return Lines(read_text(self.path)[0] or "")


def roots() -> list[Path]:
    """The folders that hold packages: $SIHANG_POLICIES first, then those shipped."""
    named = [Path(part) for part in os.environ.get(SEARCH_VARIABLE, "").split(os.pathsep) if part]
    here = Path(__file__).resolve()
    shipped = [here.parents[1] / "policies", here.parents[3] / "policies"]
    return [root for root in (*named, *shipped) if root.is_dir()]


def shipped_packages() -> list[str]:
    """The ids of all packages that can be named without a path."""
    found = {path.parent.name for root in roots() for path in root.glob("*/package.yaml")}
    return sorted(found)


def find_folder(name: str) -> Path:
    """The folder of a package named by its id or by a path; raise PackageUnusable."""
    as_path = Path(name)
    if ("/" in name or os.sep in name or name.startswith(".")) and "\0" not in name:
        if _holds_package(as_path):
            return as_path
        words = Words(f"这个文件夹里没有 package.yaml：{name}", f"no package.yaml in this folder: {name}")
        raise PackageUnusable([Problem("no-package", printable(name), words)])
    if re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        for root in roots():
            if _holds_package(root / name):
                return root / name
    known = shipped_packages()
    hint = suggestion(name, known)
    listed = ", ".join(known)
    words = Words(f"没有这个规则包。{hint.zh}可用：{listed}", f"no such package. {hint.en} One of: {listed}")
    raise PackageUnusable([Problem("no-package", printable(name[:80]), words)])


def _holds_package(path: Path) -> bool:
    try:
        return (path / "package.yaml").is_file()
    except OSError:  # a name that is too long for the file system
        return False


class Folder:
    """The files of one package, read once."""

    def __init__(self, path: Path, kept: Mapping[str, Any] | None = None) -> None:
        """`kept`: relative name to content of files that were read before and found in order."""
        self.path = path
        self.problems: list[Problem] = []
        self._files: dict[str, SourceFile | None] = {}
        self._kept = kept or {}

    @property
    def id(self) -> str:
        return self.path.resolve().name

    def one(self, kind: str) -> SourceFile | None:
        """`<kind>.yaml`, checked against its shape; None where there is no such file."""
        return self._read(f"{kind}.yaml", kind)

    def each(self, folder: str, kind: str) -> Iterator[SourceFile]:
        """Every YAML file of a subfolder, in the order of names."""
        for name in _names(self.path / folder, ".yaml"):
            source = self._read(f"{folder}/{name}", kind)
            if source is not None:
                yield source

    def _read(self, relative: str, kind: str) -> SourceFile | None:
        if relative not in self._files:
            self._files[relative] = self._read_now(relative, kind)
        return self._files[relative]

    def _read_now(self, relative: str, kind: str) -> SourceFile | None:
        path = self.path / relative
        if relative in self._kept:
            return SourceFile(path, self._kept[relative])
        if not path.is_file():
            return None
        # YAML, and the shapes, are not needed where everything was kept; they take a tenth of a second to start.
        from sihang.rulebook.reading import read_text, read_yaml
        from sihang.rulebook.schema import FILES

        text, problems = read_text(path)
        if text is None:
            self.problems.extend(problems)
            return SourceFile(path, MISSING)
        raw, problems = read_yaml(text, str(path), anchors=ALIASES_IN_CASES if kind == "cases" else 0)
        if problems:
            self.problems.extend(problems)
            return SourceFile(path, MISSING)
        found: Found = []
        source = SourceFile(path, FILES[kind].take(raw, (), found))
        self.problems.extend(source.problem(code, where, words) for code, where, words in found)
        return source

    def contents(self) -> dict[str, Any]:
        """Relative name to content of every YAML file of rules read so far."""
        read = {name: source.data for name, source in self._files.items() if source is not None}
        return {name: data for name, data in read.items() if name in self.rule_files}

    def source_text(self) -> str:
        """The issued text, word for word; empty where the package has none."""
        from sihang.rulebook.reading import read_text

        path = self.path / "source" / "text.md"
        if not path.is_file():
            if path.exists():  # a folder, or a pipe that would never end
                words = Words("应为文件", "must be a file")
                self.problems.append(Problem("file-unreadable", str(path), words))
            return ""
        text, problems = read_text(path)
        self.problems.extend(problems)
        return text or ""

    @cached_property
    def rule_files(self) -> dict[str, bytes]:
        """Relative name to content of every file that the rules are made of (not cases and examples).

        What is no plain file, cannot be read or is too large is none of them; as a rule it is a problem of its own.
        """
        found = {}
        for folder, ending in _RULES.items():
            for name in _names(self.path / folder, ending):
                path = self.path / folder / name
                with suppress(OSError):
                    if path.is_file() and path.stat().st_size <= SIZE_LIMIT:
                        found[folder + name] = path.read_bytes()
        return dict(sorted(found.items()))

    @cached_property
    def digest(self) -> str:
        """One digest over all rule files: names, lengths and contents."""
        parts = [f"{name}\0{len(content)}\0".encode() + content for name, content in sorted(self.rule_files.items())]
        return sm3(b"".join(parts))


def _names(folder: Path, ending: str) -> list[str]:
    """The names in a folder, in order, without what editors leave (.m03.yaml.swp, text.md~, #text.md#)."""
    with suppress(OSError):
        names = [path.name for path in folder.iterdir()]
        return sorted(name for name in names if name.endswith(ending) and name[0] not in ".#" and name[-1] != "~")
    return []


def write_whole(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write beside the file and rename, so that there is never half a file; raise OSError where that cannot be.

    A link is followed, and a file keeps its permissions; `mode` is for a new one.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{os.urandom(8).hex()}.tmp")
    beside.touch(mode, exist_ok=False)
    try:
        beside.write_bytes(data)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def sm3(data: bytes) -> str:
    """The SM3 digest (GB/T 32905), as `sm3:` and 64 hex digits."""
    try:
        return "sm3:" + hashlib.new("sm3", data).hexdigest()
    except ValueError:
        raise RuntimeError("this Python's OpenSSL has no SM3; use a Python built on OpenSSL 1.1.1 or later") from None
