"""The facts of an organisation as OpenFisca variables, for both country packages, and a table as their inputs.

Money is float32, OpenFisca's only type for it, in fen: sums in whole yuan stay exact up to 160,000, and what the rules name
(ten thousands of yuan) always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from contract import ALIASES, IDENTITY, MATTERS, OPTIONS
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

YEAR = "2025"
Input = tuple[str, str, Any]
"""Variable, period, values."""
ORGANISATION = build_entity("organisation", "organisations", "An organisation", is_person=True)
DEFAULTS = {
    "kind": "other", "hq_class": "none", "carrier_grade_label": "not_stated", "hnte_event": "not_stated",
    "ip_financing_kind": "other", "listing_market": "not_stated", "listing_route": "not_stated",
}  # fmt: skip
"""An enum of OpenFisca must have a default, which stands for what is unknown too: the neutral one, or one added for it."""
ENUMS: dict[str, Any] = {
    name: Enum(name, {each: each for each in (*options, *({DEFAULTS[name]} - set(options)))})
    for name, options in OPTIONS.items()
}
YES_NO = (
    "registered_in_district", "on_exclusion_list", "hnte_valid", "in_zhangjiang_park", "waives_zhangjiang_fund",
    "consortium_lead_is_leading", "consortium_lead_in_key_field", "consortium_has_local_university",
    "consortium_has_chain_enterprise", "consortium_recognised", "nrdi_city_recognised", "challenge_listed",
    "challenge_in_focus_industries", "challenge_lead_is_leading", "challenge_has_university_or_institute",
    "challenge_has_chain_enterprise", "challenge_effective", "operator_is_eligible_kind", "platform_recognised",
    "agency_recognised", "vc_backed", "from_university", "landed_in_district", "qihang_admitted", "carrier_city_filed",
    "scenario_recognised",
)  # fmt: skip
MONEY = (
    "iur_investment", "nrdi_support", "challenge_rd_expense", "platform_operating_cost", "platform_support",
    "city_award_approved", "city_award_received", "qihang_support", "hq_city_support", "carrier_city_award",
    "fund_city_award", "scenario_total_investment", "ip_interest_paid",
)  # fmt: skip
SERIES = {"revenue": range(2019, 2025), "rd_expense": range(2023, 2025)}
WHOLE = {
    "founded_year": "founded_year", "growth_year": "growth_year", "challenge_rate": "challenge_rate_bp",
    "carrier_match_ratio": "carrier_match_ratio_bp",
}  # fmt: skip
"""Years and rates in basis points, and their columns."""
DAYS = ("hnte_event_on", "ip_valued_on", "ip_financed_on")
HAS = tuple(f"has_{matter}" for matter in MATTERS.values() if matter)
SAME = {
    "same_project": ("consortium__project", "challenge_project__project"),
    "same_year": ("hq_incubator_year__year", "carrier_year__year"),
}


def columns() -> list[str]:
    """The columns of a table that are read."""
    of_series = [f"{name}_{year}_fen" for name, years in SERIES.items() for year in years]
    identities = [column for pair in SAME.values() for column in pair]
    matters = [matter for matter in MATTERS.values() if matter]
    money = [f"{name}_fen" for name in MONEY]
    return [IDENTITY, *OPTIONS, *YES_NO, *money, *of_series, *WHOLE.values(), *DAYS, *matters, *identities]


def system(with_unknown: bool) -> TaxBenefitSystem:
    """A system with the inputs.

    Args:
        with_unknown: yes/no is a number (0 no, 1 unknown, 2 yes), and beside every other fact stands whether it is known.
    """
    made = TaxBenefitSystem([ORGANISATION])
    types: dict[str, Any] = dict.fromkeys(YES_NO, int if with_unknown else bool) | dict.fromkeys((*HAS, *SAME), bool)
    others = dict.fromkeys((*MONEY, *SERIES), float) | dict.fromkeys(WHOLE, int) | dict.fromkeys(DAYS, date)
    others |= dict.fromkeys(OPTIONS, Enum)
    types |= others
    if with_unknown:
        types |= {f"{name}_known": bool for name in others}
    for name, value_type in types.items():
        made.add_variable(_variable(name, value_type))
    return made


def _variable(name: str, value_type: Any, formula: Callable[..., Any] | None = None) -> type[Variable]:
    said: dict[str, Any] = {
        "value_type": value_type, "entity": ORGANISATION, "definition_period": DateUnit.YEAR, "label": name,
    }  # fmt: skip
    if value_type is Enum:
        said |= {"possible_values": ENUMS[name], "default_value": ENUMS[name][DEFAULTS[name]]}
    return type(name, (Variable,), said if formula is None else {**said, "formula": formula})


def formula_of(
    made: TaxBenefitSystem, value_type: type, name: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add a function of (organisation, period) as a variable, of its own name or another."""

    def add(formula: Callable[..., Any]) -> Callable[..., Any]:
        made.add_variable(_variable(name or formula.__name__, value_type, formula))
        return formula

    return add


def simulate(made: TaxBenefitSystem, given: Iterable[Input], count: int, *, trace: bool = False) -> Simulation:
    """A simulation of `count` organisations with these inputs."""
    simulation = SimulationBuilder().build_default_simulation(made, count=count)
    simulation.trace = trace
    for name, year, values in given:
        simulation.set_input(name, year, values)
    return simulation


def inputs(table: pa.Table, with_unknown: bool) -> Iterator[Input]:
    """The rows of a table. What is not known has the default."""
    for name in YES_NO:
        column = table.column(name)
        yes, known = _yes(column)
        yield name, YEAR, np.where(known, 2 * yes.view(np.int8), np.int8(1)) if with_unknown else yes
    for name, year, column in _ordered(table):
        default = date(1970, 1, 1) if name in DAYS else 0
        yield name, year, _numpy(pc.fill_null(column, default))
        if with_unknown:
            yield f"{name}_known", year, _numpy(pc.is_valid(column))
    for name in OPTIONS:
        values, known = _enum(name, table.column(name))
        yield name, YEAR, values
        if with_unknown:
            yield f"{name}_known", YEAR, known
    for name in HAS:
        yield name, YEAR, _numpy(pc.is_valid(table.column(name.removeprefix("has_"))))
    for name, (one, other) in SAME.items():
        yield name, YEAR, _numpy(pc.fill_null(pc.equal(table.column(one), table.column(other)), False))


def _ordered(table: pa.Table) -> Iterator[tuple[str, str, pa.ChunkedArray]]:
    yield from ((name, YEAR, table.column(f"{name}_fen")) for name in MONEY)
    yield from ((name, str(y), table.column(f"{name}_{y}_fen")) for name, years in SERIES.items() for y in years)
    yield from ((name, YEAR, table.column(column)) for name, column in WHOLE.items())
    yield from ((name, YEAR, table.column(name)) for name in DAYS)


def _numpy(column: pa.ChunkedArray) -> Any:
    return column.to_numpy()


def _yes(column: pa.ChunkedArray) -> tuple[Any, Any]:
    """Which cells say yes, and which say anything: from Arrow's bits, ten times as fast as filling in a default."""
    parts: list[tuple[Any, Any]] = []
    for chunk in column.chunks:
        filled, bits = (None if part is None else np.frombuffer(part, np.uint8) for part in chunk.buffers())
        filled = np.full_like(bits, 255) if filled is None else filled
        size = min(len(filled), len(bits))
        both = (filled[:size] & bits[:size], filled)
        parts.append(tuple(np.unpackbits(each, count=len(chunk), bitorder="little").view(bool) for each in both))
    yes, known = (np.concatenate(part) for part in zip(*parts, strict=True))
    return yes, known


def _enum(name: str, column: pa.ChunkedArray) -> tuple[Any, Any]:
    """Places of a dictionary as places of the enum; a label that no rule maps counts as not known."""
    column = column.unify_dictionaries()
    words = [ALIASES.get(word, word) for word in column.chunk(0).dictionary.to_pylist()]
    enum, default = ENUMS[name], ENUMS[name][DEFAULTS[name]]
    places = [enum[word].index if word in OPTIONS[name] else default.index for word in words] + [default.index]
    known = np.array([word in OPTIONS[name] for word in words] + [False])
    indices = pa.chunked_array([chunk.indices for chunk in column.chunks])
    at = _numpy(pc.fill_null(indices, len(words)))
    return EnumArray(np.array(places, np.int16)[at], enum), known[at]
