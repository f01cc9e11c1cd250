"""The cases of the packages as rows of a table, as far as a row can say what they say."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from sihang.rulebook.assess import load
from sihang.rulebook.case import State
from sihang.rulebook.errors import CaseUnusable
from sihang.rulebook.facts import FOUNDED, Kind
from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.golden import golden_cases, in_yuan
from sihang.rulebook.package import read_package
from sihang.rulebook.tables.meanings import meanings
from sihang.rulebook.tables.names import awarded_columns, column_of, project_column, received_columns, year_column

TYPES = {Kind.YES_NO: pl.Boolean, Kind.DATE: pl.Date, Kind.ENUM: pl.String, Kind.LABEL: pl.String, Kind.TEXT: pl.String}


@dataclass
class Desk:
    """The cases for one set of packages and one day, as a table."""

    rulebook: object
    on: date
    cases: list = field(default_factory=list)
    read: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    def frame(self):
        """The rows, with the columns that any of them fills."""
        known = meanings(self.rulebook.rules(self.on))
        names = sorted({name for row in self.rows for name in row})
        schema = {name: TYPES.get(known[name].kind, pl.Int64) for name in names}
        return pl.DataFrame({name: [row.get(name) for row in self.rows] for name in names}, schema=schema)


class DoesNotFit(Exception):
    """A row cannot say this."""


def desks():
    """Every case that fits a row, by packages and day; and the others: for what reason how many do not."""
    found, misfits = {}, defaultdict(Counter)
    for case in (case for package in shipped_packages() for case in golden_cases(read_package(package))):
        packages = frozenset((case.package.id, *case.packages))
        key = packages, case.on
        if key not in found:
            found[key] = Desk(load(*sorted(packages)), case.on)
        desk = found[key]
        try:
            read = desk.rulebook.read(_raw(case, desk.rulebook), case.on)
            row = row_of(read, desk.rulebook.rules(case.on))
        except CaseUnusable:
            misfits["it shows a problem"][case.package.id] += 1
        except DoesNotFit as error:
            misfits[str(error)][case.package.id] += 1
        else:
            desk.cases.append(case)
            desk.read.append(read)
            desk.rows.append(row)
    return [desk for desk in found.values() if desk.rows], {reason: dict(counts) for reason, counts in misfits.items()}


def _raw(case, rulebook):
    of_measure = next((m.matter for m in rulebook.rules(case.on).measures if m.id == case.measure), None)
    matters = [
        {"id": f"M-{number}", "type": of_measure, **matter} for number, matter in enumerate(case.matters, start=1)
    ]
    return in_yuan({"facts": case.facts, "matters": matters, "support_received": list(case.received)})


def row_of(case, rules):
    """A case as read, as the cells that it fills."""
    types = [matter.type for matter in case.matters]
    if len(types) > len(set(types)):
        raise DoesNotFit("it has two matters of one type")
    row = {}
    for key, stated in case.facts.items():
        row |= _cell(rules.facts[key], stated)
    for key, years in case.series.items():
        for year, stated in years.items():
            row |= _year(rules.facts[key], year, stated, case)
    for matter in case.matters:
        row |= {
            matter.type: matter.id,
            project_column(matter.type): matter.project,
            year_column(matter.type): matter.year,
        }
        for key, stated in matter.facts.items():
            row |= _cell(rules.facts[key], stated)
        row |= _received(case, matter)
    for measure in rules.measures:
        row |= _awarded(case, measure)
    return {name: value for name, value in row.items() if value is not None}


def _cell(fact, stated):
    if stated.state is State.ABSENT:
        raise DoesNotFit("a fact is absent")
    if stated.state is not State.KNOWN:
        return {}
    return {column_of(fact): _value(fact, stated)}


def _value(fact, stated):
    match fact.kind:
        case Kind.YES_NO:
            return stated.value[0]
        case Kind.ENUM:
            return fact.options[stated.value.bit_length() - 1].key
        case Kind.LABEL | Kind.TEXT:
            return stated.said
        case Kind.DATE:
            return date.fromordinal(stated.value[0])
    return stated.value[0]


def _year(series, year, stated, case):
    if stated.state is State.KNOWN:
        return {column_of(series, year): stated.value[0]}
    founded = case.facts.get(FOUNDED)
    if stated.state is State.ABSENT and not (founded is not None and year < founded.value[0]):
        raise DoesNotFit("a year is absent that is not before the founding")
    return {}


def _received(case, matter):
    """What was received for the project of a matter, exclusive."""
    own = [
        entry.range
        for entry in case.received
        if entry.relation == "exclusive" and (entry.project or _project_of(case, entry.matter)) == matter.project
    ]
    low, high = received_columns(matter.type)
    return {low: sum(each[0] for each in own), high: sum(each[1] for each in own)} if own else {}


def _project_of(case, matter):
    return next((each.project for each in case.matters if each.id == matter), None)


def _awarded(case, measure):
    """Earlier awards of a measure; pending ones leave open whether there are any."""
    mine = [each for each in case.received if each.measure == measure.id and each.policy in (measure.package, None)]
    if not mine:
        return {}
    awarded, low, high = awarded_columns(measure.id)
    certain = True if any(each.status != "pending" for each in mine) else None
    return {awarded: certain, low: sum(each.range[0] for each in mine), high: sum(each.range[1] for each in mine)}
