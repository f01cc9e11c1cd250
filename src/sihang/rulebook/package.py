"""A package: what one document says, as data. Reading it resolves no rule yet; `layers` puts packages together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sihang.rulebook import compiled
from sihang.rulebook.case import MatterType
from sihang.rulebook.declare import declare_fact, declare_slot
from sihang.rulebook.errors import MISSING, PackageUnusable, Problem, Words
from sihang.rulebook.facts import ORGANISATION, Fact
from sihang.rulebook.folder import Folder, SourceFile, find_folder
from sihang.rulebook.slots import Slot
from sihang.values import Period

if TYPE_CHECKING:
    from sihang.rulebook.text import SourceText

LEVELS = ("national", "city", "district", "department", "body")
"""Higher norms first."""

DRAFT_NOTICE = Words("草稿，未经核对，不得据以办理", "A draft that nobody has checked; not to be acted on")


@dataclass(frozen=True, slots=True)
class Name:
    """What an authority is called, and from when to when."""

    words: Words
    period: Period


@dataclass(frozen=True, slots=True)
class Authority:
    id: str
    level: str
    names: tuple[Name, ...]

    def name_on(self, day: date) -> Words:
        """The name in force on a day; the last known one where none is."""
        for name in self.names:
            if name.period.contains(day):
                return name.words
        return self.names[-1].words


@dataclass(frozen=True)
class Package:
    """One package as read.

    `problems` holds what is wrong with its files; rules in the files are read later, in the scope of a measure.
    """

    id: str
    folder: Folder
    about: Mapping[str, Any]
    facts: Mapping[str, Fact]
    matters: Mapping[str, MatterType]
    slots: Mapping[str, Slot]
    authorities: Mapping[str, Authority]
    measures: tuple[SourceFile, ...]
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def title(self) -> Words:
        return words_of(self.about["title"])

    @property
    def notice(self) -> Words | None:
        """What must stand wherever a figure of this package is shown: an example, a summary, a draft."""
        if self.about.get("draft"):
            return DRAFT_NOTICE
        return words_of(self.about["notice"]) if "notice" in self.about else None

    @property
    def kind(self) -> str:
        return str(self.about["kind"])

    @property
    def document(self) -> str:
        return str(self.about["document"])

    @property
    def implements(self) -> str | None:
        return self.about.get("implements")

    @property
    def issued(self) -> date:
        day: date = self.about["issued"]
        return day

    @property
    def period(self) -> Period:
        validity = self.about["validity"]
        return Period(validity["from"], validity.get("to"))

    @cached_property
    def text(self) -> SourceText:
        from sihang.rulebook.text import SourceText  # not needed to assess

        return SourceText.parse(self.folder.source_text())

    @property
    def digest(self) -> str:
        return self.folder.digest

    def part(self, kind: str) -> Any:
        """The list or mapping of `<kind>.yaml`, empty where there is none."""
        source = self.folder.one(kind)
        if source is None or source.data is MISSING:
            return {} if kind in ("interpretations",) else []
        return next(iter(source.data.values()))

    def readings(self) -> Mapping[str, Any]:
        return self.part("interpretations")  # type: ignore[no-any-return]


def words_of(labels: Mapping[str, str]) -> Words:
    """Chinese and English of a label; the Chinese stands in where English is not written yet."""
    return Words(labels["zh"], labels.get("en", labels["zh"]))


def read_package(name: str, *, fresh: bool = False) -> Package:
    """Read a package by id or path, without the cache if `fresh`; raise PackageUnusable where nothing can be used."""
    return package_of(compiled.folder_as_kept(find_folder(name), fresh=fresh))


def package_of(folder: Folder) -> Package:
    """The package that a folder holds; raise PackageUnusable where nothing can be used."""
    about = folder.one("package")
    if about is None or about.data is MISSING:
        raise PackageUnusable(folder.problems)
    package_id = about.data["id"]
    if package_id != folder.id:
        words = Words(f"id 应与文件夹同名“{folder.id}”", f"the id must be the folder's name, '{folder.id}'")
        folder.problems.append(about.problem("wrong-id", ("id",), words))
    slots = _slots(folder, package_id)
    facts, matters = _facts(folder, package_id, slots)
    authorities = {key: _authority(key, raw) for key, raw in about.data.get("authorities", {}).items()}
    measures = tuple(source for source in folder.each("measures", "measure") if source.data is not MISSING)
    for kind in ("fills", "overlap", "supersessions"):
        folder.one(kind)
    return Package(package_id, folder, about.data, facts, matters, slots, authorities, measures, tuple(folder.problems))


def _authority(key: str, raw: Mapping[str, Any]) -> Authority:
    names = tuple(Name(words_of(name), Period(name.get("from"), name.get("to"))) for name in raw["names"])
    return Authority(key, raw["level"], names or (Name(Words(key, key), Period(None, None)),))


def _slots(folder: Folder, package_id: str) -> dict[str, Slot]:
    source = folder.one("slots")
    if source is None or source.data is MISSING:
        return {}
    slots: dict[str, Slot] = {}
    for key, raw in source.data["slots"].items():
        slot, wrong = declare_slot(key, raw, package_id)
        folder.problems.extend(source.problem(code, ("slots", key, *where), words) for code, where, words in wrong)
        slots[key] = slot
    return slots


def _facts(folder: Folder, package_id: str, slots: Mapping[str, Slot]) -> tuple[dict[str, Fact], dict[str, MatterType]]:
    source = folder.one("facts")
    facts: dict[str, Fact] = {}
    matters: dict[str, MatterType] = {}
    if source is None or source.data is MISSING:
        return facts, matters

    def declare(key: str, raw: Mapping[str, Any], holder: str, path: tuple[str, ...]) -> Fact:
        fact, wrong = declare_fact(key, raw, holder, package_id, slots)
        if key in facts:
            words = Words(
                f"“{key}”已声明过，键在全包内不得重复",
                f"'{key}' is declared twice; keys are unique over all types",
            )
            wrong.append(("declared-twice", (), words))
        folder.problems.extend(source.problem(code, (*path, key, *where), words) for code, where, words in wrong)
        facts[key] = fact
        return fact

    for key, raw in source.data.get("organisation", {}).items():
        declare(key, raw, ORGANISATION, ("organisation",))
    for name, raw in source.data.get("matters", {}).items():
        mine = {
            key: declare(key, each, name, ("matters", name, part))
            for part in ("facts", "determinations")
            for key, each in raw.get(part, {}).items()
        }
        matters[name] = MatterType(name, raw["zh"], raw["en"], mine)
    return facts, matters
