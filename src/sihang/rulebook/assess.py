"""The rulebook: packages loaded together, and the assessment of a case on a day (SEMANTICS 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sihang.rulebook import compiled
from sihang.rulebook.case import Case
from sihang.rulebook.case_reader import Vocabulary, read_case
from sihang.rulebook.changes import change_words
from sihang.rulebook.errors import PackageUnusable, Problem, Words
from sihang.rulebook.evaluate import Evaluation, Evaluations, Evaluator
from sihang.rulebook.explain import Explainer, money_json
from sihang.rulebook.facts import ORGANISATION
from sihang.rulebook.folder import roots
from sihang.rulebook.guide import smallest_change
from sihang.rulebook.layers import Layers, Rules
from sihang.rulebook.openness import open_items
from sihang.rulebook.overlap import Combination, Relation, best_combination, relations_of
from sihang.rulebook.package import Package, read_package
from sihang.rulebook.parse import recorded

if TYPE_CHECKING:
    from sihang.rulebook.tables.table import Table

DEFAULT_POLICY = "yangpu-2024-1"


@dataclass(frozen=True)
class Assessment:
    """The answer for one case: an evaluation of every measure and matter, and the best combination.

    The evaluations carry the full trace; sentences are written only when asked for, in the language asked for.
    """

    on: date
    rules: Rules
    case: Case
    found: Evaluations
    combination: Combination

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """Of every measure: for each matter of its type; without one, for none where the organisation could apply."""
        return self.found.every()

    @cached_property
    def _explainers(self) -> dict[str, Explainer]:
        return {}

    def explainer(self, lang: str = "zh") -> Explainer:
        return self._explainers.setdefault(lang, Explainer(self.rules, self.case, self.on, lang))

    def as_json(self, lang: str = "zh", *, guide: bool = False) -> dict[str, Any]:
        """The public contract, ready for json.dumps. `guide` adds to each result what would make it met."""
        return {
            "on": self.on.isoformat(),
            "policies": [self._policy(package, lang) for package in self.rules.packages],
            "results": [self._result(each, lang, guide) for each in self.evaluations],
            "combination": self._combination(lang),
        }

    @staticmethod
    def _policy(package: Package, lang: str) -> dict[str, str]:
        shown = {"id": package.id, "digest": package.digest}
        return shown | ({"notice": package.notice.to(lang)} if package.notice else {})

    def _result(self, evaluation: Evaluation, lang: str, guide: bool) -> dict[str, Any]:
        explainer = self.explainer(lang)
        measure, matter = evaluation.measure, evaluation.matter
        result: dict[str, Any] = {
            "measure": measure.id,
            "clause": measure.clause,
            "matter": None if matter is None else matter.id,
            "finding": evaluation.finding.value,
            "amount": money_json(evaluation.amount),
            "amount_if_met": money_json(evaluation.if_met),
            "services": explainer.services(evaluation),
            "open": [explainer.open_item(item, evaluation) for item in open_items(evaluation)],
            "reasons": [reason.as_json() for reason in explainer.reasons(evaluation)],
        }
        return result | ({"guide": self._guide(evaluation, lang)} if guide else {})

    @staticmethod
    def _guide(evaluation: Evaluation, lang: str) -> list[str] | None:
        changes = smallest_change(evaluation)
        return None if changes is None else [change_words(change).to(lang) for change in changes]

    def _combination(self, lang: str) -> dict[str, Any]:
        best = self.combination
        return {
            **money_json((best.low, best.high)),
            "certain": best.certain,
            "take": [
                {
                    "measure": t.evaluation.measure.id,
                    "matter": _id(t.evaluation),
                    "payable": money_json((t.low, t.high)),
                }
                for t in best.take
            ],
            "leave": [
                {
                    "measure": left.evaluation.measure.id,
                    "matter": _id(left.evaluation),
                    "for": [{"measure": other.measure.id, "matter": _id(other)} for other in left.instead],
                    "why": self.why_left(left, lang),
                    "clause": left.basis.clause,
                    "quote": left.basis.quote,
                }
                for left in best.leave
            ],
        }

    @staticmethod
    def why_left(left: Any, lang: str) -> str:
        taken = "、".join(f"{other.measure.id}（{_id(other)}）" for other in left.instead)
        if left.evaluation.measure.id in {other.measure.id for other in left.instead}:
            zh, en = (
                f"同一措施只给一次（{left.evaluation.measure.title.zh}），已取 {taken}",
                f"given once only; {taken} is taken",
            )
        else:
            zh, en = (
                f"与 {taken} 用途相同，从高不重复，只取其一",
                f"for the same purpose as {taken}; only the higher counts",
            )
        return en.replace("（", " (").replace("）", ")").replace("、", ", ") if lang == "en" else zh


def _id(evaluation: Evaluation) -> str | None:
    return None if evaluation.matter is None else evaluation.matter.id


class Rulebook:
    """Packages loaded together. Made by `load`."""

    def __init__(self, packages: Iterable[Package], as_of: date | None = None) -> None:
        self.packages = tuple(packages)
        self.layers = Layers(self.packages, as_of)
        self._vocabulary: dict[int, Vocabulary] = {}
        self._evaluators: dict[int, Evaluator] = {}
        self._latest: tuple[date, Rules] | None = None

    def rules(self, on: date) -> Rules:
        """The rules of a day; raise PackageUnusable with every problem that they have on that day."""
        if not isinstance(on, date) or isinstance(on, datetime):
            raise TypeError(f"`on` must be a datetime.date, such as date(2025, 6, 30), not {type(on).__name__}: {on!r}")
        latest = self._latest  # read once: threads may share a rulebook
        if latest is not None and latest[0] == on:
            return latest[1]
        rules = self.layers.at(on)
        if problems := [*self.layers.problems, *rules.problems]:
            raise PackageUnusable(dict.fromkeys(problems))
        self._latest = on, rules
        return rules

    def read(self, case: Mapping[str, Any], on: date) -> Case:
        """Read a case as parsed from JSON, to be assessed on that day; raise CaseUnusable with every problem."""
        return read_case(case, self.vocabulary(on), on)

    def vocabulary(self, on: date) -> Vocabulary:
        """The names that a case may use on a day."""
        rules = self.rules(on)
        if id(rules) not in self._vocabulary:
            organisation = {key: fact for key, fact in rules.facts.items() if fact.holder == ORGANISATION}
            policies = {
                package.id: [m.id for m in rules.measures if m.package == package.id]
                for package in self.packages
                if package.measures
            }
            self._vocabulary[id(rules)] = Vocabulary(
                organisation, self.layers.matters, rules.mappings, policies, _NotLoaded(self.packages)
            )
        return self._vocabulary[id(rules)]

    def assess(self, case: Mapping[str, Any] | Case, *, on: date | None = None) -> Assessment:
        """Assess a case (as parsed from JSON, or read already) as of a day.

        `on`: by default the day for which the case was read; else today.

        Raises:
            ValueError: the case was read for another day.
            TypeError: `on` is no date.
            CaseUnusable: the case has problems; all are listed and nothing is assessed.
            PackageUnusable: the packages loaded cannot be used together.
        """
        if on is None:
            on = case.on if isinstance(case, Case) else date.today()  # noqa: DTZ011 - the local day of who asks
        rules = self.rules(on)
        if isinstance(case, Case) and case.on != on:
            raise ValueError(f"this case was read for {case.on}; read it again to assess it on {on}")
        read = case if isinstance(case, Case) else self.read(case, on)
        found = self.evaluator(rules).evaluate(read, on)
        return Assessment(on, rules, read, found, best_combination(read, found.claimed, self.relations))

    def evaluator(self, rules: Rules) -> Evaluator:
        """What evaluates case after case by these rules."""
        if id(rules) not in self._evaluators:
            self._evaluators[id(rules)] = Evaluator(rules.measures, rules.superseded)
        return self._evaluators[id(rules)]

    def assess_table(self, table: Table, *, on: date | None = None) -> Table:
        """Assess every row of a table: one organisation with at most one matter of each type.

        Args:
            table: a Polars DataFrame, or a LazyFrame for more rows than fit in memory, in canonical form (docs/tables.md).
            on: the day of assessment; by default today.

        Returns:
            A table of the same kind and order: the columns that are not ours, then for each measure finding, low and high in
            fen, then the best combination. An empty high has no upper bound; a row without such a matter has all three empty.

        Raises:
            TableUnfit: a column has a wrong type, or values that such a fact cannot have.
            PackageUnusable: the packages loaded cannot be used together.
            TooWide, TooTangled: these rules cannot be worked out in a table.
        """
        from sihang.rulebook.tables.table import assess_table  # heavy: only where tables are assessed

        on = on or date.today()  # noqa: DTZ011 - the local day of who asks
        return assess_table(self.rules(on), self.relations, table, on)

    def sql(
        self,
        dialect: str,
        *,
        on: date | None = None,
        table: str = "organisations",
        columns: Sequence[str] | None = None,
    ) -> str:
        """The same rules as one SELECT over a database table in canonical form, so that the data need not leave it.

        Args:
            dialect: duckdb, postgres, spark or clickhouse.
            on: the day of assessment; by default today. It is written into the statement.
            table: the table's name, as SQL.
            columns: those that the table has; of a fact without a column nothing is known. Columns that are not ours are passed
                through. By default `uscc` and all that the rules ask for, with ten fiscal years of each series.

        Raises:
            ValueError: no such dialect, or no such name can be a table's.
        """
        from sihang.rulebook.tables import table as tables

        on = on or date.today()  # noqa: DTZ011 - the local day of who asks
        rules = self.rules(on)
        chosen = tables.every_column(rules, on, years=10) if columns is None else columns
        return tables.sql(rules, self.relations, dialect, on, table, chosen)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """What excludes what (clause 14)."""
        return relations_of(self.packages)


class _NotLoaded(dict[str, str]):
    """Which shipped package declares a fact that no loaded one does; looked up only for a problem's hint."""

    def __init__(self, loaded: Iterable[Package]) -> None:
        super().__init__()
        self._loaded = {package.id for package in loaded}

    def get(self, key: str, default: Any = None) -> Any:
        for root in roots():
            for path in sorted(root.glob("*/facts.yaml")):
                if path.parent.name not in self._loaded and f"\n  {key}:" in path.read_text(encoding="utf-8"):
                    return path.parent.name
        return default


def load(*package_ids: str, as_of: date | None = None, fresh: bool = False) -> Rulebook:
    """Load packages by id or path; the policy itself where none is named.

    A package that implements a policy brings that policy along. `as_of` is the recorded day: a document
    counts as known from its issue, an officer's record (a supersession) from the day it was entered.
    `fresh` reads and checks without the cache.

    Raises:
        PackageUnusable: with every problem, each with file, line and mend.
    """
    if fresh:
        compiled.forget()
    rulebook = load_unchecked(*package_ids, as_of=as_of, fresh=fresh)
    folders = [package.folder for package in rulebook.packages]
    if fresh or rulebook.layers.problems or not compiled.take_kept(folders):
        with recorded() as trees:
            problems = check(rulebook)
        if problems:
            raise PackageUnusable(problems)
        if not fresh:
            compiled.keep(folders, trees)
    return rulebook


def load_unchecked(*package_ids: str, as_of: date | None = None, fresh: bool = False) -> Rulebook:
    """Load packages without the static checks: for `policy check`, which reports what they find."""
    packages: dict[str, Package] = {}
    waiting = list(package_ids or (DEFAULT_POLICY,))
    while waiting:
        package = read_package(waiting.pop(0), fresh=fresh)
        if package.id in packages:
            continue
        packages[package.id] = package
        if package.implements:
            waiting.append(package.implements)
    later = [package for package in packages.values() if as_of is not None and package.issued > as_of]
    if later:
        raise PackageUnusable(
            Problem(
                "not-issued-yet",
                p.id,
                Words(f"{p.issued} 才印发，晚于 {as_of}", f"issued on {p.issued}, after {as_of}"),
            )
            for p in later
        )
    return Rulebook(sorted(packages.values(), key=lambda package: package.implements is not None), as_of)


def check(rulebook: Rulebook) -> list[Problem]:
    """Every static problem of the packages loaded together."""
    from sihang.rulebook.check import check_rules  # reads quotes for numbers: slow to start, not needed to assess

    return check_rules(rulebook.layers)
