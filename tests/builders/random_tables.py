"""Random rules as measures, and random tables for them: the same rows as cells and as cases."""

from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace

import polars as pl

from sihang.rulebook import expressions as x
from sihang.rulebook.case import Case, Matter, Received, State, Stated
from sihang.rulebook.errors import Words
from sihang.rulebook.evaluate import Situations, evaluate
from sihang.rulebook.facts import DAY, EARLIER_AMOUNT, EARLIER_AWARD, Kind
from sihang.rulebook.layers import Rules, Supersession
from sihang.rulebook.measures import Basis, Condition, Frequency, Measure, MoneyBenefit
from sihang.rulebook.overlap import Relation, best_combination
from sihang.rulebook.slots import Entry, Slot
from sihang.rulebook.tables.meanings import GREATEST, meanings
from sihang.rulebook.tables.names import (
    awarded_columns,
    column_of,
    identity_columns,
    project_column,
    received_columns,
    year_column,
)
from tests.builders.engines import ROW, numbered, plan_for
from tests.builders.golden_rows import TYPES
from tests.builders.random_rules import GRADES, LETTERS, OPEN_THINGS, POOLS, SERIES, YEAR, RuleMaker, fact
from tests.builders.tables import results_of
from tests.builders.worlds import FIRST, LAST, settle

ON = date(2024, 1, 3)
NO_BASIS = Basis("1", None, (), "package")
MATTERS = ("deal", "job", "work")
OWN = {matter: replace(fact(f"{matter}_done", Kind.YES_NO), holder=matter) for matter in MATTERS}
KIND = fact("kind", Kind.ENUM, options=LETTERS)
LABELS = (
    *(Entry(f"第{grade.key}等", grade.key) for grade in GRADES), Entry("它'的\\\"等", "B"), Entry("将来的等", "A", date(2024, 1, 4)),
)  # fmt: skip
"""What an office's words mean: with marks that SQL knows, and one that is not in force yet."""
UNMAPPED = "没有这个等"
YEARS = range(FIRST - 3, LAST + 1)
PROJECTS = (None, "P1", "P1", "P'2")


@dataclass
class Drawn:
    """Rules for one table: `cases[i]` says what row i of `frame` says."""

    rules: Rules
    relations: tuple
    frame: pl.DataFrame
    cases: list

    def alone(self):
        """Every row assessed by itself, in the columns of a result table."""
        return [self._alone(case) for case in self.cases]

    def _alone(self, case):
        situations, found = Situations(case, ON), []
        matters = {matter.type: matter for matter in case.matters}
        for measure in self.rules.measures:
            matter = matters.get(measure.matter)
            if matter is not None or (measure.matter is None and _may_apply(measure, case)):
                situation = situations.of(measure, matter)
                found.append(evaluate(measure, matter, situation, self.rules.superseded.get(measure.id)))
        best = best_combination(case, found, self.relations)
        return results_of(SimpleNamespace(rules=self.rules, evaluations=found, combination=best))


def _may_apply(measure, case):
    kind = case.facts.get(KIND.key)
    return not measure.kinds or kind is None or kind.value & measure.kind_bits != 0


def measure(name, matter, *conditions, amount=None, kinds=(), year=None):
    """A measure with these conditions, for that amount; only `kinds` a and c are ever asked for."""
    money = None if amount is None else MoneyBenefit(amount, "", Words("", ""), NO_BASIS)
    return Measure(
        name, "1", "", Words(name, name), "", "", matter, kinds, 0b101 if kinds else 0, year, Frequency("matter", None, None),
        tuple(Condition(node, "", None, NO_BASIS) for node in conditions), money, (), (), (), "package", False,
    )  # fmt: skip


def rules_of(*measures, superseded=()):
    """Rules of these measures, over all facts and slots that there are."""
    things = {thing.key: thing for thing in (*OPEN_THINGS, *SERIES, KIND, *OWN.values())}
    facts = {key: thing for key, thing in things.items() if not isinstance(thing, Slot)}
    slots = {key: thing for key, thing in things.items() if isinstance(thing, Slot)}
    later = dict.fromkeys((each.id for each in superseded), SUPERSEDED)
    return Rules((), measures, facts, slots, {"": LABELS}, {}, later, {}, ())


class TableMaker:
    """Draws measures and tables from a source of randomness that Hypothesis controls."""

    def __init__(self, rng):
        self.rng = rng
        self.maker = RuleMaker(rng)

    def drawn(self, rows=10, measures=None):
        rules, relations = self._rules(measures or self.rng.randint(1, 4))
        columns = self._columns(rules)
        made = [self._row(rules, columns) for _ in range(rows)]
        known = meanings(rules)
        schema = {name: TYPES.get(known[name].kind, pl.Int64) for name in columns}
        frame = pl.DataFrame({name: [row[name] for row in made] for name in columns}, schema=schema)
        if not columns:
            frame = pl.DataFrame({ROW: [""] * rows}).select([])
        return Drawn(rules, relations, frame, [case_of(row, rules, columns) for row in made])

    # rules

    def _rules(self, count):
        measures = [self._measure(f"m{number:02}") for number in range(1, count + 1)]
        superseded = measures[:1] if self.rng.randint(0, 7) == 0 else []
        relations = tuple(self._relation([each.id for each in measures]) for _ in range(self.rng.randint(0, 2)))
        return rules_of(*measures, superseded=superseded), relations

    def _relation(self, ids):
        chosen = self.rng.sample(ids, min(len(ids), self.rng.randint(2, 3)))
        return Relation(frozenset(chosen), self.rng.choice(("project", "project", "year")), NO_BASIS)

    def _measure(self, name):
        matter = self.rng.choice((None, *MATTERS, *MATTERS))
        conditions = [self.maker.yes_no(self.rng.randint(0, 3)) for _ in range(self.rng.randint(0, 2))]
        conditions += [x.Given(OWN[matter])] if matter and self.rng.randint(0, 1) else []
        conditions += [x.Not(x.Given(EARLIER_AWARD))] if self.rng.randint(0, 3) == 0 else []
        conditions += [x.Compare(x.Operator.AT_LEAST, x.Given(DAY), x.Given(self.maker.rng.choice(DATES)))] * (
            self.rng.randint(0, 7) == 0
        )
        kinds = ("a", "c") if matter is None and self.rng.randint(0, 1) else ()
        amount = None if self.rng.randint(0, 7) == 0 else self._amount()
        return measure(
            name, matter, *conditions, amount=amount, kinds=kinds, year=YEAR if self.rng.randint(0, 2) else None
        )

    def _amount(self):
        """Not negative; within what a table can sum."""
        amount = self.maker.ordered(Kind.MONEY, self.rng.randint(0, 3))
        if self.rng.randint(0, 3) == 0:
            amount = x.AtLeast(x.Difference(amount, x.Given(EARLIER_AMOUNT)), x.Known(Kind.MONEY, 0, 0))
        if self.rng.randint(0, 2):
            ceiling = self.rng.choice(POOLS[Kind.MONEY])
            amount = x.AtMost(amount, x.Known(Kind.MONEY, ceiling, ceiling))
        return amount

    # tables

    def _columns(self, rules):
        """Every column that such a table may have, but for some; now and then hardly any."""
        drop = self.rng.choice((0, 1, 1, 3, 8))
        names = [column_of(thing) for thing in (*rules.facts.values(), *rules.slots.values()) if thing not in SERIES]
        names += [column_of(series, year) for series in SERIES for year in YEARS]
        groups = [[name] for name in names]
        for matter in sorted({measure.matter for measure in rules.measures} - {None}):
            groups += [[name] for name in identity_columns(matter)] + [list(received_columns(matter))]
        groups += [list(awarded_columns(measure.id)) for measure in rules.measures]
        return [name for group in groups if self.rng.randint(0, 9) >= drop for name in group]

    def _row(self, rules, columns):
        in_ten = self.rng.choice((1, 5, 9, 10))
        row = {}
        for thing in (*rules.facts.values(), *rules.slots.values()):
            for year in YEARS if thing in SERIES else (None,):
                row[column_of(thing, year)] = self._cell(thing) if self.rng.randint(1, 10) <= in_ten else None
        for matter in MATTERS:
            name, project, year = identity_columns(matter)
            row |= {
                name: self.rng.choice((None, "M", f"M-{matter}")),
                project: self.rng.choice(PROJECTS),
                year: self.rng.choice((None, 2022, 2023)),
            }
            low, high = received_columns(matter)
            row[low] = self.rng.choice((None, None, 0, 1, 100, 10_000))
            row[high] = self.rng.choice((None, 101)) if row[low] is None else row[low] + self.rng.choice((0, 0, 3_333))
        for measure in rules.measures:
            awarded, low, high = awarded_columns(measure.id)
            row[awarded] = self.rng.choice((None, None, False, True))
            row[low] = self.rng.choice((0, 1, 100)) if row[awarded] else None
            row[high] = row[low] + self.rng.choice((0, 99)) if row[awarded] else self.rng.choice((None, None, 101))
            row[high] = None if row[awarded] is False else row[high]
        return {name: row[name] if name in columns else None for name in row}

    def _cell(self, thing):
        if thing.kind is Kind.LABEL:
            return self.rng.choice((*(entry.label for entry in LABELS), UNMAPPED))
        if thing in SERIES:
            return self.rng.choice(POOLS[Kind.MONEY])
        value = settle(self.rng, thing)
        if thing.kind is Kind.ENUM:
            return thing.options[value].key
        if thing.kind is Kind.DATE:
            return date.fromordinal(value)
        return value if thing.kind is Kind.YES_NO else min(value, GREATEST[thing.kind])


DATES = tuple(thing for thing in OPEN_THINGS if thing.kind is Kind.DATE)
SUPERSEDED = Supersession("later", "a later document", ON, (), "", Words("", ""), "")


def case_of(row, rules, columns):
    """The row as a case; a matter is there where its id says so, or without such a column where its own fact is filled."""
    own = {each.key for each in OWN.values()}
    facts = {
        key: _stated(each, row[column_of(each)])
        for key, each in {**rules.facts, **rules.slots}.items()
        if each not in SERIES and key not in own
    }
    series = {each.key: {year: _stated(each, row[column_of(each, year)]) for year in YEARS} for each in SERIES}
    there = [matter for matter in MATTERS if row[matter if matter in columns else OWN[matter].key] is not None]
    matters = tuple(_matter(matter, row) for matter in there)
    return Case(
        None, None, _filled(facts), {key: _filled(years) for key, years in series.items()}, matters,
        (*_received(row, matters), *(entry for measure in rules.measures for entry in _awarded(row, measure.id))), on=ON,
    )  # fmt: skip


def _matter(matter, row):
    own = OWN[matter]
    facts = _filled({each.key: _stated(each, row[each.key]) for each in (own, YEAR)})
    name = f"{matter} {row[matter]}"
    return Matter(name, matter, row[project_column(matter)] or name, row[year_column(matter)], facts)


def _filled(stated):
    return {key: each for key, each in stated.items() if each is not None}


def _stated(thing, value):
    """What a cell states; an unmapped label is known, and leaves every grade possible."""
    if value is None:
        return None
    if thing.kind is Kind.ENUM:
        held = 1 << [option.key for option in thing.options].index(value)
    elif thing.kind is Kind.LABEL:
        grades = [
            entry.grade for entry in LABELS if entry.label == value and (entry.since is None or entry.since <= ON)
        ]
        if not grades:
            return None
        held = 1 << [option.key for option in thing.options].index(grades[0])
    else:
        number = value.toordinal() if thing.kind is Kind.DATE else value
        held = number, number
    return Stated(State.KNOWN, held)


def _received(row, matters):
    """Counted once for a project: the most that any of its matters says."""
    of_project = {}
    for matter in matters:
        low, high = (row[name] for name in received_columns(matter.type))
        low = low or 0
        before = of_project.get(matter.project, (0, 0))
        of_project[matter.project] = max(before[0], low), max(before[1], low, high if high is not None else low)
    for project, (low, high) in of_project.items():
        yield Received("district", "", low, "paid", "exclusive", project=project)
        yield Received("district", "", high - low, "pending", "exclusive", project=project)


def _awarded(row, measure):
    awarded, low, high = (row[name] for name in awarded_columns(measure))
    if awarded:
        yield Received("district", "", low, "paid", "matching", measure=measure)
        yield Received("district", "", high - low, "pending", "matching", measure=measure)
    elif awarded is None and high is not None:
        yield Received("district", "", high, "pending", "matching", measure=measure)


def assessed(engine, measures, rows, *relations):
    """What an engine gives for rows of cells; a fact has a column where a row states it, or states that it is empty."""
    rules = rules_of(*measures)
    known = meanings(rules)
    names = dict.fromkeys(name for row in rows for name in row)
    schema = {name: TYPES.get(known[name].kind, pl.Int64) for name in names}
    frame = numbered(pl.DataFrame({name: [row.get(name) for row in rows] for name in names}, schema=schema))
    return engine.assess(plan_for(rules, relations, frame, ON), frame).to_dicts()
