"""The policy as an OpenFisca country package that carries what is unknown by hand.

Yes/no is a number, 0 no, 1 unknown, 2 yes, so that "and" is the least and "or" the greatest. An amount is two variables,
its low and its high end, and infinity is no upper bound.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
from contract import MATTERS, RIVALS
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_inputs import ENUMS, formula_of, system

WAN = 1_000_000
HNTE_FROM = np.datetime64(date(2025, 2, 10))
INFINITE = np.float32(np.inf)
LOW, HIGH = 0, 1


class Facts:
    """What is known of the organisations in a period."""

    def __init__(self, organisation: Any, period: Any) -> None:
        self.organisation = organisation
        self.period = period

    def __call__(self, name: str) -> Any:
        return self.organisation(name, self.period)

    def all_of(self, *names: str) -> Any:
        return reduce(np.minimum, [self(name) for name in names])

    def any_of(self, *names: str) -> Any:
        return reduce(np.maximum, [self(name) for name in names])

    def among(self, name: str, *options: str) -> Any:
        value, enum = self(name), ENUMS[name]
        met = reduce(np.logical_or, [value == enum[option] for option in options])
        return np.where(self(f"{name}_known"), 2 * met.view(np.int8), np.int8(1))

    def number(self, name: str, unknown: Any) -> Any:
        """The figure, or one end of what it may be."""
        return np.where(self(f"{name}_known"), self(name), np.float32(unknown))

    def money(self, name: str, side: int) -> Any:
        return self.number(name, (0, INFINITE)[side])

    def by_option(self, name: str, amounts: dict[str, int], side: int) -> Any:
        """The amount of the option; an end of all of them where it is not known, or none is set for it."""
        enum, end = ENUMS[name], (min, max)[side](amounts.values())
        by_place = np.full(len(enum), end, np.float32)
        for option, amount in amounts.items():
            by_place[enum[option].index] = amount
        return np.where(self(f"{name}_known"), by_place[np.asarray(self(name))], np.float32(end))


def kleene(must: Any, may: Any) -> Any:
    return np.add(must, may, dtype=np.int8)


def share(amount: Any, rate: Any) -> Any:
    """A share in basis points, rounded down; no part of what has no bound is nothing."""
    with np.errstate(invalid="ignore"):
        return np.where(rate == 0, np.float32(0), np.floor(amount * rate / np.float32(10_000)))


def build() -> TaxBenefitSystem:
    """The tax and benefit system with every measure."""
    made = system(with_unknown=True)
    formula_of(made, int, "m10_finding")(
        lambda o, p: np.minimum(o("registered_in_district", p), 2 - o("on_exclusion_list", p))
    )
    formula_of(made, int, "enterprise")(
        lambda o, p: np.minimum(o("m10_finding", p), Facts(o, p).among("kind", "enterprise"))
    )
    for measure, (finding, amount) in MEASURES.items():
        _add_measure(made, measure, finding, amount)
    _combination(made)
    return made


def _add_measure(made: TaxBenefitSystem, measure: str, finding: Any, amount: Any) -> None:
    """The finding as three values; the low end is due where it is met, the high end where it may be."""

    @formula_of(made, int, f"{measure}_finding")
    def found(organisation: Any, period: Any) -> Any:
        return finding(Facts(organisation, period))

    @formula_of(made, float, f"{measure}_low")
    def low(organisation: Any, period: Any) -> Any:
        due = organisation(f"has_{MATTERS[measure]}", period) & (organisation(f"{measure}_finding", period) == 2)
        return np.where(due, amount(Facts(organisation, period), LOW), np.float32(0))

    @formula_of(made, float, f"{measure}_high")
    def high(organisation: Any, period: Any) -> Any:
        due = organisation(f"has_{MATTERS[measure]}", period) & (organisation(f"{measure}_finding", period) > 0)
        return np.where(due, amount(Facts(organisation, period), HIGH), np.float32(0))


def _kinds(f: Facts, *kinds: str) -> Any:
    return np.minimum(f("m10_finding"), f.among("kind", *kinds))


def _m01(f: Facts) -> Any:
    partner = f.any_of("consortium_has_local_university", "consortium_has_chain_enterprise")
    lead = f.all_of("consortium_lead_is_leading", "consortium_lead_in_key_field", "consortium_recognised", "enterprise")
    return np.minimum(lead, partner)


def _m03(f: Facts) -> Any:
    partner = f.any_of("challenge_has_university_or_institute", "challenge_has_chain_enterprise")
    asked = ("challenge_listed", "challenge_in_focus_industries", "challenge_lead_is_leading", "challenge_effective")
    return np.minimum(f.all_of(*asked, "enterprise"), partner)


def _m03_amount(f: Facts, side: int) -> Any:
    rate = f.number("challenge_rate", (1000, 3000)[side])
    return np.minimum(share(f.money("challenge_rd_expense", side), rate), 200 * WAN)


def _m04a(f: Facts) -> Any:
    kinds = _kinds(f, "university", "university_science_park", "tech_transfer_agency")
    return np.minimum(kinds, f.all_of("operator_is_eligible_kind", "platform_recognised"))


def _m04a_amount(f: Facts, side: int) -> Any:
    return np.minimum(f.number("platform_support", (0, 100 * WAN)[side]), f.money("platform_operating_cost", side))


def _m04c(f: Facts) -> Any:
    asked = f.all_of("vc_backed", "from_university", "landed_in_district", "qihang_admitted")
    return np.minimum(_kinds(f, "enterprise", "university_science_park"), asked)


def _m05(f: Facts) -> Any:
    kinds = _kinds(f, "incubator", "maker_space", "university_science_park")
    return np.minimum(kinds, f.among("hq_class", "cultivation", "high_quality"))


def _m06(f: Facts) -> Any:
    graded = np.minimum(f("carrier_city_filed"), f.among("carrier_grade_label", "A", "B"))
    return np.minimum(_kinds(f, "incubator", "maker_space"), graded)


def _m06_amount(f: Facts, side: int) -> Any:
    return share(f.money("carrier_city_award", side), f.number("carrier_match_ratio", (0, 10_000)[side]))


def _m07b(f: Facts) -> Any:
    known, on = f("hnte_event_on_known"), f("hnte_event_on")
    before = np.where(known, 2 * (on < HNTE_FROM).view(np.int8), np.int8(1))
    free = np.maximum(2 - f("in_zhangjiang_park"), f("waives_zhangjiang_fund"))
    return np.minimum(f("enterprise"), np.maximum(before, free))


def _m07b_amount(f: Facts, side: int) -> Any:
    """What holds for events before the rules came is not known."""
    ruled = f("hnte_event_on_known") & (f("hnte_event_on") >= HNTE_FROM)
    award = f.by_option("hnte_event", {"first": 20 * WAN, "renewal": 5 * WAN, "pool_entry": 1 * WAN}, side)
    return np.where(ruled, award, (np.float32(0), INFINITE)[side])


def _of_year(f: Facts, series: str, back: int, side: int) -> Any:
    """One end of the figures of the milestone's fiscal year, or of some years before: none before the founding."""
    late, founded = f("growth_year") == 2024, f("founded_year")
    years = (2023 - back, 2024 - back)
    known = np.where(late, *(f.organisation(f"{series}_known", str(year)) for year in reversed(years)))
    value = np.where(late, *(f.organisation(series, str(year)) for year in reversed(years)))
    if side == LOW:
        return value * known
    return np.where(known, value, np.where(founded > years[0] + late, np.float32(0), INFINITE))


def _before(f: Facts, side: int) -> Any:
    """One end of the highest of the years before; open where one since the founding is not known."""
    late, founded = f("growth_year") == 2024, f("founded_year")
    highest, open_ = np.zeros(len(late), np.float32), founded < 2019
    for year in range(2019, 2024):
        known, value = f.organisation("revenue_known", str(year)), f.organisation("revenue", str(year))
        counts = late if year == 2023 else np.True_
        highest = np.maximum(highest, value * (known & counts))
        open_ |= ~known & (founded <= year) & counts
    return highest if side == LOW else np.where(open_, INFINITE, highest)


def _quotient(part: Any, whole: Any, under: int, over: int) -> Any:
    """part / whole >= over / under. Over nothing it is undefined, and the condition not met."""
    with np.errstate(invalid="ignore"):
        must = (whole[LOW] > 0) & (part[LOW] * under >= whole[HIGH] * over)
        may = (whole[HIGH] > 0) & (part[HIGH] * under >= np.maximum(whole[LOW], 1) * over)
    return kleene(must, may)


def _m08(f: Facts) -> Any:
    now, base, spent = (
        (_of_year(f, series, back, LOW), _of_year(f, series, back, HIGH))
        for series, back in (("revenue", 0), ("revenue", 3), ("rd_expense", 0))
    )
    before = _before(f, LOW), _before(f, HIGH)
    crossed = np.zeros(len(now[LOW]), np.int8)
    for line in (3_000 * WAN, 5_000 * WAN, 10_000 * WAN):
        must, may = (now[LOW] > line) & (before[HIGH] <= line), (now[HIGH] > line) & (before[LOW] <= line)
        crossed = np.maximum(crossed, kleene(must, may))
    met = np.minimum(crossed, np.minimum(_quotient(spent, now, 20, 1), _quotient(now, base, 125, 216)))
    year, known = f("growth_year"), f("growth_year_known")
    met = np.where(known, met * ((year == 2023) | (year == 2024)), np.int8(1))
    return reduce(np.minimum, [f("enterprise"), f("hnte_valid"), met])


def _m08_amount(f: Facts, side: int) -> Any:
    now, end = _of_year(f, "revenue", 0, LOW), (50 * WAN, 100 * WAN)[side]
    known = f("growth_year_known") & (now == _of_year(f, "revenue", 0, HIGH))
    tiers = [~known, now > 10_000 * WAN, now > 5_000 * WAN, now > 3_000 * WAN]
    return np.select(tiers, [np.float32(each) for each in (end, 100 * WAN, 75 * WAN, 50 * WAN)], np.float32(end))


def _m11(f: Facts) -> Any:
    known = f("ip_valued_on_known") & f("ip_financed_on_known")
    in_order = np.where(known, 2 * (f("ip_valued_on") <= f("ip_financed_on")).view(np.int8), np.int8(1))
    financed = f.among("ip_financing_kind", "securitisation", "pledge")
    return reduce(np.minimum, [f("enterprise"), in_order, financed])


def _m12(f: Facts) -> Any:
    """Overseas, other routes than an IPO are for the rules to say."""
    ipo, abroad = f.among("listing_route", "ipo"), f.among("listing_market", "overseas")
    other = np.minimum(abroad, f.among("listing_route", "introduction", "spac", "transfer"))
    board = np.minimum(f.among("listing_market", "sse_main", "szse_main", "chinext", "star"), ipo)
    quoted = np.minimum(f.among("listing_market", "neeq", "n_board"), f.among("listing_route", "quotation"))
    beijing = np.minimum(f.among("listing_market", "bse"), f.among("listing_route", "ipo", "transfer"))
    listed = reduce(np.maximum, [board, np.minimum(abroad, ipo), np.minimum(other, 1), quoted, beijing])
    return np.minimum(f("enterprise"), listed)


_AWARDS = dict.fromkeys(("sse_main", "szse_main", "chinext", "star", "overseas"), 300 * WAN)
_AWARDS |= {"bse": 200 * WAN, "neeq": 100 * WAN, "n_board": 50 * WAN}


def _capped_share(name: str, bp: int, ceiling: int) -> Callable[[Facts, int], Any]:
    return lambda f, side: np.minimum(np.floor(f.money(name, side) * np.float32(bp) / 10_000), ceiling)


MEASURES: dict[str, tuple[Callable[[Facts], Any], Callable[[Facts, int], Any]]] = {
    "m01": (_m01, _capped_share("iur_investment", 3000, 200 * WAN)),
    "m02": (
        lambda f: np.minimum(_kinds(f, "new_rd_institution"), f("nrdi_city_recognised")),
        lambda f, side: f.number("nrdi_support", (0, 500 * WAN)[side]),
    ),
    "m03": (_m03, _m03_amount),
    "m04a": (_m04a, _m04a_amount),
    "m04b": (
        lambda f: np.minimum(_kinds(f, "tech_transfer_agency"), f("agency_recognised")),
        lambda f, side: np.minimum(f.money("city_award_approved", side), f.money("city_award_received", side)),
    ),
    "m04c": (_m04c, lambda f, side: f.number("qihang_support", (0, 200 * WAN)[side])),
    "m05": (_m05, lambda f, side: f.money("hq_city_support", side)),
    "m06": (_m06, _m06_amount),
    "m07a": (lambda f: f("enterprise"), lambda f, side: f.money("fund_city_award", side)),
    "m07b": (_m07b, _m07b_amount),
    "m08": (_m08, _m08_amount),
    "m09": (
        lambda f: f.all_of("m10_finding", "scenario_recognised"),
        _capped_share("scenario_total_investment", 1000, 500 * WAN),
    ),
    "m11": (_m11, _capped_share("ip_interest_paid", 5000, 30 * WAN)),
    "m12": (_m12, lambda f, side: f.by_option("listing_market", _AWARDS, side)),
}


def _combination(made: TaxBenefitSystem) -> None:
    pairs = (("m01", "m03", "same_project"), ("m05", "m06", "same_year"))

    def rivals(f: Facts, one: str, other: str, same: str) -> Any:
        return f(same) & (f(f"{one}_high") > 0) & (f(f"{other}_high") > 0)

    def first(f: Facts, one: str, other: str) -> Any:
        a, b = f(f"{one}_low"), f(f"{other}_low")
        return (a > b) | ((a == b) & (f(f"{one}_high") >= f(f"{other}_high")))

    def total(f: Facts, side: str) -> Any:
        result = sum(f(f"{measure}_{side}") for measure in MEASURES if measure not in RIVALS)
        for one, other, same in pairs:
            a, b = f(f"{one}_{side}"), f(f"{other}_{side}")
            result = result + np.where(rivals(f, one, other, same), np.maximum(a, b), a + b)
        return result

    formula_of(made, float, "combination_low")(lambda o, p: total(Facts(o, p), "low"))
    formula_of(made, float, "combination_high")(lambda o, p: total(Facts(o, p), "high"))

    @formula_of(made, bool)
    def combination_certain(organisation: Any, period: Any) -> Any:
        f, certain = Facts(organisation, period), np.True_
        for one, other, same in pairs:
            better = np.where(
                first(f, one, other), f(f"{one}_low") >= f(f"{other}_high"), f(f"{other}_low") >= f(f"{one}_high")
            )
            certain = certain & (~rivals(f, one, other, same) | better)
        return certain

    @formula_of(made, int)
    def combination_left(organisation: Any, period: Any) -> Any:
        """A set of `RIVALS` as bits."""
        f, left = Facts(organisation, period), 0
        for place, (one, other, same) in enumerate(pairs):
            left = left + rivals(f, one, other, same) * np.where(first(f, one, other), 2, 1) * 4**place
        return left
