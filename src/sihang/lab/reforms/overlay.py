"""Packages with some of their files changed, in memory: read and checked as if written so, each problem at the line that said it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sihang.lab.reforms.reform_file import Reform
from sihang.rulebook.errors import KeyPath, Problem, Words
from sihang.rulebook.folder import Folder, SourceFile
from sihang.rulebook.package import Package


@dataclass(frozen=True)
class ChangedFile(SourceFile):
    """A file whose `data` is no longer what its text says.

    Args:
        said: place in `data` to the place of the reform that put it there.
        kept: a list of `data` from which entries were taken, to what the places of those left were in the file.
    """

    reform: Reform
    said: Mapping[KeyPath, KeyPath]
    kept: Mapping[KeyPath, list[int]]

    def problem(self, code: str, path: KeyPath, words: Words) -> Problem:
        for length in range(len(path), -1, -1):
            if path[:length] in self.said:
                return self.reform.problem(code, (*self.said[path[:length]], *path[length:]), words)
        return super().problem(code, self._in_file(path), words)

    def _in_file(self, path: KeyPath) -> KeyPath:
        for place, indexes in self.kept.items():
            at = path[len(place)] if len(path) > len(place) and path[: len(place)] == place else None
            if isinstance(at, int) and at < len(indexes):
                return (*place, indexes[at], *path[len(place) + 1 :])
        return path


@dataclass
class Draft:
    """A file being changed."""

    source: SourceFile
    data: Any
    said: dict[KeyPath, KeyPath] = field(default_factory=dict)
    kept: dict[KeyPath, list[int]] = field(default_factory=dict)

    @staticmethod
    def of(source: SourceFile) -> Draft:
        return Draft(source, deepcopy(source.data))

    def put(self, path: KeyPath, value: Any, said: KeyPath) -> None:
        """Set a value, or append to a list where the last step is its length."""
        part, last = self.at(path[:-1]), path[-1]
        if isinstance(part, list) and last == len(part):
            part.append(value)
        else:
            part[last] = value
        self.said.setdefault(path, said)

    def at(self, path: KeyPath) -> Any:
        part = self.data
        for step in path:
            part = part[step]
        return part

    def take_out(self, path: KeyPath, gone: set[int]) -> None:
        """Leave out entries of a list; what a reform put into it must be put later."""
        entries = self.at(path)
        before = self.kept.get(path, list(range(len(entries))))
        self.kept[path] = [before[index] for index in range(len(entries)) if index not in gone]
        entries[:] = [each for index, each in enumerate(entries) if index not in gone]

    def changed(self, reform: Reform) -> ChangedFile:
        return ChangedFile(self.source.path, self.data, reform, self.said, self.kept)


class ChangedFolder(Folder):
    """A folder with some files as changed; its digest is still that of the files themselves."""

    def __init__(self, folder: Folder, files: Mapping[str, SourceFile]) -> None:
        super().__init__(folder.path, folder.contents())
        self.__dict__.update(rule_files=folder.rule_files, digest=folder.digest)
        self._changed = files

    def one(self, kind: str) -> SourceFile | None:
        return self._changed.get(f"{kind}.yaml") or super().one(kind)

    def each(self, folder: str, kind: str) -> Iterator[SourceFile]:
        for source in super().each(folder, kind):
            yield self._changed.get(f"{folder}/{source.path.name}", source)


class AddedFolder(Folder):
    """The files that a reform adds, as a package of its own that stands in no folder."""

    def __init__(self, reform: Reform, name: str, files: Mapping[str, SourceFile]) -> None:
        super().__init__(reform.path)
        self.__dict__.update(rule_files={}, digest=reform.digest)
        self._name = name
        self._added = files

    @property
    def id(self) -> str:
        return self._name

    def one(self, kind: str) -> SourceFile | None:
        return self._added.get(kind)

    def each(self, folder: str, kind: str) -> Iterator[SourceFile]:
        yield from ()

    def source_text(self) -> str:
        return ""


class Drafts:
    """Every file of the packages that is being changed, by package and name."""

    def __init__(self, packages: tuple[Package, ...]) -> None:
        self.packages = packages
        self._drafts: dict[tuple[str, str], Draft] = {}

    def file(self, package: Package, kind: str) -> Draft | None:
        """`<kind>.yaml` of a package, None where it has none."""
        source = package.folder.one(kind)
        return None if source is None else self._draft(package, f"{kind}.yaml", source)

    def measure(self, package: Package, source: SourceFile) -> Draft:
        return self._draft(package, f"measures/{source.path.name}", source)

    def _draft(self, package: Package, name: str, source: SourceFile) -> Draft:
        return self._drafts.setdefault((package.id, name), Draft.of(source))

    def folders(self, reform: Reform) -> list[Folder]:
        """The folder of each package, with what was changed in it."""
        folders: list[Folder] = []
        for package in self.packages:
            files = {
                name: draft.changed(reform)
                for (owner, name), draft in self._drafts.items()
                if owner == package.id and (draft.said or draft.kept)
            }
            folders.append(ChangedFolder(package.folder, files) if files else package.folder)
        return folders
