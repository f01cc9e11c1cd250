"""Put packages together for one day: which fills are in force, which one of several prevails, what is superseded.

Competence and validity come before priority: a document that may not fill a slot, or is not in force, does
not compete. Among those left the higher norm prevails, then the later; a tie is an error that names both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sihang.rulebook.case import MatterType
from sihang.rulebook.declare import read_entries
from sihang.rulebook.errors import MISSING, Found, KeyPath, Problem, Words, suggestion
from sihang.rulebook.expressions import Filled, Node, walk
from sihang.rulebook.facts import ORGANISATION, Fact, Kind
from sihang.rulebook.folder import SourceFile
from sihang.rulebook.measures import Measure, MeasureReader, RawCondition
from sihang.rulebook.package import LEVELS, Authority, Package
from sihang.rulebook.scope import Fill, Scope
from sihang.rulebook.slots import Entry, Slot
from sihang.values import Period


@dataclass(frozen=True)
class Candidate:
    """One fill of one document, where it stands, and its rank."""

    raw: Mapping[str, Any]
    package: Package
    source: SourceFile
    path: KeyPath
    period: Period
    rank: tuple[int, int]

    @property
    def slot(self) -> str:
        return str(self.raw["slot"])


@dataclass(frozen=True)
class Supersession:
    """A higher document that took the place of measures, by date (clause 14, I-21)."""

    id: str
    document: str
    since: date
    measures: tuple[str, ...]
    effect: str
    reason: Words
    by: str


@dataclass(frozen=True)
class Rules:
    """Everything that holds on one day, ready to be assessed; `problems` are those of this day, fit only if empty."""

    packages: tuple[Package, ...]
    measures: tuple[Measure, ...]
    facts: Mapping[str, Fact]
    slots: Mapping[str, Slot]
    mappings: Mapping[str, tuple[Entry, ...]]
    authorities: Mapping[str, Authority]
    superseded: Mapping[str, Supersession]
    fills: Mapping[str, Fill]
    problems: tuple[Problem, ...]


class Layers:
    """The packages loaded together. `at(day)` gives the rules of a day, compiled once for each set of fills.

    `problems` holds what is wrong whatever the day.
    """

    def __init__(self, packages: Sequence[Package], as_of: date | None = None) -> None:
        self.packages = tuple(packages)
        self.problems: list[Problem] = [problem for package in packages for problem in package.problems]
        self.as_of = as_of
        self.authorities = _merge(self, packages, "authorities")
        self.facts = _merge(self, packages, "facts")
        self.slots = _merge(self, packages, "slots")
        self.matters = self._matters()
        self._labels_once()
        self._ids_once()
        self.candidates = [each for package in packages for each in self._candidates(package)]
        self._compiled: dict[tuple[Any, ...], Rules] = {}
        self._days: dict[tuple[Any, ...], Rules] = {}

    def complain(self, source: SourceFile, path: KeyPath, code: str, zh: str, en: str) -> None:
        self.problems.append(source.problem(code, path, Words(zh, en)))

    def _matters(self) -> dict[str, MatterType]:
        """The matter types; a later package may add facts to one of an earlier."""
        merged: dict[str, MatterType] = {}
        for package in self.packages:
            for key, each in package.matters.items():
                first = merged.setdefault(key, each)
                source = package.folder.one("facts")
                if first.zh != each.zh and source is not None:
                    zh = f"事项类型 {key} 已称“{first.zh}”，这里称“{each.zh}”，请统一"
                    en = f"matters of type {key} are called '{first.zh}' already, here '{each.zh}'; use one label"
                    self.complain(source, ("matters", key, "zh"), "declared-twice", zh, en)
                merged[key] = replace(first, facts={**first.facts, **each.facts, **first.facts})  # the first stays
        return merged

    def _ids_once(self) -> None:
        seen: set[str] = set()
        for source in [source for package in self.packages for source in package.measures]:
            name = source.data["id"]
            if name in seen:
                self.complain(
                    source, ("id",), "declared-twice", f"措施 {name} 出现两次", f"the measure {name} stands twice"
                )
            seen.add(name)

    def _labels_once(self) -> None:
        """A name in a rule, label or key, means one thing."""
        seen: dict[str, str] = {}
        for named in (*self.facts.values(), *self.slots.values()):
            other = seen.setdefault(named.words.zh, named.key)
            if other != named.key:
                zh = f"标签“{named.words.zh}”同时属于 {other} 与 {named.key}，请改其一"
                en = f"the label '{named.words.zh}' is of both {other} and {named.key}; change one"
                self.problems.append(self.problem_at(named, "label-twice", Words(zh, en)))
        for key in self.facts.keys() & self.slots.keys():
            zh, en = f"“{key}”既是事实又是待定项，请改其一", f"'{key}' is both a fact and a slot; change one"
            self.problems.append(self.problem_at(self.slots[key], "declared-twice", Words(zh, en)))

    def problem_at(self, named: Fact | Slot, code: str, words: Words) -> Problem:
        """A problem at the line that declares a fact or slot."""
        folder = next(package.folder for package in self.packages if package.id == named.package)
        path: KeyPath = ("slots", named.key)
        if isinstance(named, Fact):
            part = "determinations" if named.determination else "facts"
            path = (named.holder,) if named.holder == ORGANISATION else ("matters", named.holder, part)
            path = (*path, named.key)
        source = folder.one("slots" if isinstance(named, Slot) else "facts")
        if source is None:  # it was declared there, so this cannot be
            return Problem(code, str(folder.path), words)
        return source.problem(code, path, words)

    def _candidates(self, package: Package) -> Iterable[Candidate]:
        source = package.folder.one("fills")
        if source is None or source.data is MISSING:
            return
        for index, raw in enumerate(source.data["fills"]):
            path: KeyPath = ("fills", index)
            slot = self.slots.get(raw["slot"])
            if slot is None:
                hint = suggestion(raw["slot"], self.slots)
                self.complain(
                    source,
                    (*path, "slot"),
                    "unknown-name",
                    f"没有待定项“{raw['slot']}”。{hint.zh}",
                    f"no slot '{raw['slot']}'. {hint.en}",
                )
            elif self._competent(package, slot, source, path):
                start, end = raw.get("from", package.period.start), raw.get("to", package.period.end)
                if start is not None and end is not None and end < start:
                    zh, en = f"规定的起止日 {start} 至 {end} 颠倒", f"it runs from {start} to {end}, backwards"
                    self.complain(source, path, "empty-range", zh, en)
                    continue
                yield Candidate(raw, package, source, path, Period(start, end), self._rank(package))

    def _competent(self, package: Package, slot: Slot, source: SourceFile, path: KeyPath) -> bool:
        """The slot's own authority, or one of a higher level; an example is for demonstration and always admitted."""
        if package.kind == "example" or package.about["authority"] == slot.by:
            return True
        mine, owner = self.authorities.get(package.about["authority"]), self.authorities.get(slot.by)
        if mine and owner and LEVELS.index(mine.level) < LEVELS.index(owner.level):
            return True
        zh = f"{package.document} 的制定机关无权规定“{slot.words.zh}”（由 {slot.by} 规定）"
        self.complain(
            source,
            path,
            "not-competent",
            zh,
            f"the authority of {package.id} may not fill '{slot.key}' (that is for {slot.by})",
        )
        return False

    def _rank(self, package: Package) -> tuple[int, int]:
        """Smaller prevails: level of the norm, then the later day of issue. Examples come last."""
        authority = self.authorities.get(package.about["authority"])
        level = len(LEVELS) if package.kind == "example" or authority is None else LEVELS.index(authority.level)
        return level, -package.issued.toordinal()

    def at(self, on: date) -> Rules:
        """The rules in force on a day, with the problems that they have on that day."""
        ties: list[Problem] = []
        chosen = {slot: self._prevailing(slot, on, ties) for slot in sorted({each.slot for each in self.candidates})}
        in_force = {slot: each for slot, each in chosen.items() if each is not None}
        mapped = [each for each in self.candidates if "entries" in each.raw and each.period.contains(on)]
        fills = tuple(sorted((each.slot, each.package.id, str(each.path)) for each in [*in_force.values(), *mapped]))
        if fills not in self._compiled:
            self._compiled[fills] = self._compile(in_force, mapped)
        superseded = self._superseded(on)
        records = tuple(sorted((measure, package, entry.id) for measure, (package, entry) in superseded.items()))
        day = (fills, records, tuple(ties))
        if day not in self._days:
            rules = self._compiled[fills]
            self._days[day] = replace(
                rules,
                superseded={measure: entry for measure, (_, entry) in superseded.items()},
                problems=(*ties, *rules.problems),
            )
        return self._days[day]

    def _prevailing(self, slot: str, on: date, ties: list[Problem]) -> Candidate | None:
        """The fill that prevails on a day; for mapping slots entries add up, so none has to."""
        if self.slots[slot].kind.value == "label":
            return None
        competing = sorted(
            (c for c in self.candidates if c.slot == slot and c.period.contains(on)), key=lambda c: c.rank
        )
        if len(competing) > 1 and competing[0].rank == competing[1].rank:
            first, second = competing[0], competing[1]
            zh = f"{first.package.document} 与 {second.package.document} 同级、同日，都规定了“{slot}”，请留其一"
            en = f"{first.package.id} and {second.package.id} are of one level and day and both fill '{slot}'; keep one"
            ties.append(second.source.problem("fill-tie", second.path, Words(zh, en)))
        return competing[0] if competing else None

    def supersessions(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Every record known on the recorded day, with its package, the one that prevails last: the later, then the higher."""
        records = [(package.id, raw) for package in self.packages for raw in package.part("supersessions")]
        known = [(name, raw) for name, raw in records if self.as_of is None or raw["entered"] <= self.as_of]
        return sorted(known, key=lambda each: (each[1]["from"], -LEVELS.index(each[1]["level"])))

    def _superseded(self, on: date) -> dict[str, tuple[str, Supersession]]:
        """Measure to the package and the record that prevails for it."""
        found: dict[str, tuple[str, Supersession]] = {}
        for package, raw in self.supersessions():
            if raw["from"] <= on:
                entry = Supersession(
                    raw["id"], raw["document"], raw["from"], tuple(raw["measures"]), raw["effect"],
                    Words(raw["reason"]["zh"], raw["reason"].get("en", raw["reason"]["zh"])), raw["by"],
                )  # fmt: skip
                found.update(dict.fromkeys(entry.measures, (package, entry)))
        return found

    def _compile(self, chosen: Mapping[str, Candidate], mapped: Sequence[Candidate]) -> Rules:
        problems: list[Problem] = []
        fills = {
            slot: Fill(slot, each.raw["value"], each.raw.get("when"), each.package.id, each.package.document)
            for slot, each in chosen.items()
            if "value" in each.raw
        }
        measures = [
            self._measure(package, source, fills, chosen, problems)
            for package in self.packages
            for source in package.measures
        ]
        measures.sort(key=lambda measure: measure.id)
        mappings = self._mappings(mapped, problems)
        return Rules(
            self.packages,
            tuple(measures),
            self.facts,
            self.slots,
            mappings,
            self.authorities,
            {},
            fills,
            tuple(dict.fromkeys(problems)),
        )

    def _measure(
        self,
        package: Package,
        source: SourceFile,
        fills: Mapping[str, Fill],
        chosen: Mapping[str, Candidate],
        problems: list[Problem],
    ) -> Measure:
        """A measure with the conditions that fills add; a condition may use slots whose fills add more."""
        raw = source.data
        scope = Scope.of(
            self.facts.values(),
            self.slots.values(),
            matter=raw.get("matter"),
            year=raw.get("year"),
            fills=fills,
        )
        problems.extend(self._names_known(source, scope))
        added: list[RawCondition] = []
        asked: set[str] = set()
        while True:
            found: list[Problem] = []
            reader = MeasureReader(source, scope, package.id, found)
            measure = reader.measure(self._common(package), added)
            used = {part.slot.key for node in measure.nodes() for part in _slots_in(node)}
            new = sorted((used & set(chosen)) - asked)
            more = [condition for slot in new for condition in self._added(chosen[slot])]
            if not more:
                problems.extend(found)
                return measure
            asked.update(new)
            added += more

    def _names_known(self, source: SourceFile, scope: Scope) -> Iterable[Problem]:
        raw = source.data
        for key, name, known in (
            ("matter", raw.get("matter"), self.matters), ("office", raw["office"], self.authorities),
            ("year", raw.get("year"), set(self.facts)),
        ):  # fmt: skip
            if name is not None and name not in known:
                hint = suggestion(name, known)
                words = Words(f"没有“{name}”。{hint.zh}", f"'{name}' is not declared. {hint.en}")
                yield source.problem("unknown-name", (key,), words)
        if "year" in raw and raw["year"] in self.facts and (scope.year is None or scope.year.kind is not Kind.INTEGER):
            zh = f"year 要用本事项的整数事实指明会计年度，“{raw['year']}”不是"
            en = f"`year` names a whole-number fact of this matter, which '{raw['year']}' is not"
            yield source.problem("wrong-kind", ("year",), Words(zh, en))

    def _common(self, package: Package) -> list[RawCondition]:
        """The policy's term, and what it asks of every applicant."""
        source = package.folder.one("package")
        if source is None:  # a package without package.yaml is not read at all
            return []
        validity = package.about["validity"]
        rule = f"application_date >= {validity['from']}"
        rule += f" 且 application_date <= {validity['to']}" if "to" in validity else ""
        in_term = {
            "rule": rule,
            "zh": "在政策有效期内",
            "en": "Within the policy's term",
            **{k: validity[k] for k in ("clause", "quote", "reading") if k in validity},
        }
        own = package.about.get("conditions", [])
        clause = validity.get("clause", "")
        return [
            RawCondition(in_term, source, ("validity",), clause, package.id),
            *(RawCondition(raw, source, ("conditions", index), "", package.id) for index, raw in enumerate(own)),
        ]

    def _added(self, fill: Candidate) -> list[RawCondition]:
        """Conditions that a filling document adds, in force only where its `when` holds."""
        when = fill.raw.get("when")
        added = []
        for index, raw in enumerate(fill.raw.get("conditions", [])):
            rule = f"非 ({when}) 或 ({raw['rule']})" if when else raw["rule"]
            clause = self.slots[fill.slot].clause
            added.append(
                RawCondition(
                    {**raw, "rule": rule},
                    fill.source,
                    (*fill.path, "conditions", index),
                    clause,
                    fill.package.id,
                )
            )
        return added

    def _mappings(self, mapped: Sequence[Candidate], problems: list[Problem]) -> dict[str, tuple[Entry, ...]]:
        mappings = {key: slot.entries for key, slot in self.slots.items() if slot.kind.value == "label"}
        for candidate in sorted(mapped, key=lambda each: each.rank):
            wrong: Found = []
            entries = read_entries(candidate.raw["entries"], self.slots[candidate.slot].options, wrong)
            problems += [
                candidate.source.problem(code, (*candidate.path, *where), words) for code, where, words in wrong
            ]
            mappings[candidate.slot] = (*mappings.get(candidate.slot, ()), *entries)
        return mappings


def _slots_in(node: Node) -> list[Filled]:
    return [part for part in walk(node) if isinstance(part, Filled)]


def _merge(layers: Layers, packages: Sequence[Package], part: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for package in packages:
        for key, value in getattr(package, part).items():
            if key in merged:
                words = Words(f"{package.id} 重复声明了“{key}”", f"{package.id} declares '{key}' again")
                layers.problems.append(_declared_at(layers, package, part, key, words))
            merged.setdefault(key, value)
    return merged


def _declared_at(layers: Layers, package: Package, part: str, key: str, words: Words) -> Problem:
    named = getattr(package, part)[key]
    if isinstance(named, Fact | Slot):
        return layers.problem_at(named, "declared-twice", words)
    source = package.folder.one("package")
    if source is None:  # a package without package.yaml is not read at all
        return Problem("declared-twice", str(package.folder.path), words)
    return source.problem("declared-twice", (part, key), words)
