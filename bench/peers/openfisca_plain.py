"""The policy as an OpenFisca country package, as its documentation teaches: an unknown fact is false, zero or a default.

So each measure is met or not, and has one amount.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from contract import MATTERS, RIVALS
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_inputs import ENUMS, formula_of, system

WAN = 1_000_000
HNTE_FROM = np.datetime64(date(2025, 2, 10))


def build() -> TaxBenefitSystem:
    """The tax and benefit system with every measure."""
    made = system(with_unknown=False)
    _applicants(made)
    _measures_1_to_3(made)
    _measures_4_to_6(made)
    _measures_7_and_8(made)
    _measures_9_to_12(made)
    _awards(made)
    _combination(made)
    return made


def _applicants(made: TaxBenefitSystem) -> None:
    @formula_of(made, bool)
    def m10_met(organisation: Any, period: Any) -> Any:
        return organisation("registered_in_district", period) & ~organisation("on_exclusion_list", period)

    @formula_of(made, bool)
    def enterprise(organisation: Any, period: Any) -> Any:
        return organisation("m10_met", period) & (organisation("kind", period) == ENUMS["kind"].enterprise)


def _is(organisation: Any, period: Any, name: str, *options: str) -> Any:
    value, enum = organisation(name, period), ENUMS[name]
    met = value == enum[options[0]]
    for option in options[1:]:
        met = met | (value == enum[option])
    return met


def _measures_1_to_3(made: TaxBenefitSystem) -> None:
    @formula_of(made, bool)
    def m01_met(organisation: Any, period: Any) -> Any:
        partner = organisation("consortium_has_local_university", period) | organisation(
            "consortium_has_chain_enterprise", period
        )
        lead = organisation("consortium_lead_is_leading", period) & organisation("consortium_lead_in_key_field", period)
        return organisation("enterprise", period) & lead & partner & organisation("consortium_recognised", period)

    @formula_of(made, float)
    def m01_if_met(organisation: Any, period: Any) -> Any:
        return np.minimum(np.floor(organisation("iur_investment", period) * 3 / 10), 200 * WAN)

    @formula_of(made, bool)
    def m02_met(organisation: Any, period: Any) -> Any:
        kind = _is(organisation, period, "kind", "new_rd_institution")
        return organisation("m10_met", period) & kind & organisation("nrdi_city_recognised", period)

    @formula_of(made, float)
    def m02_if_met(organisation: Any, period: Any) -> Any:
        return organisation("nrdi_support", period)

    @formula_of(made, bool)
    def m03_met(organisation: Any, period: Any) -> Any:
        partner = organisation("challenge_has_university_or_institute", period) | organisation(
            "challenge_has_chain_enterprise", period
        )
        project = organisation("challenge_listed", period) & organisation("challenge_in_focus_industries", period)
        done = organisation("challenge_lead_is_leading", period) & organisation("challenge_effective", period)
        return organisation("enterprise", period) & project & done & partner

    @formula_of(made, float)
    def m03_if_met(organisation: Any, period: Any) -> Any:
        share = organisation("challenge_rd_expense", period) * organisation("challenge_rate", period).astype(np.float32)
        return np.minimum(np.floor(share / 10_000), 200 * WAN)


def _measures_4_to_6(made: TaxBenefitSystem) -> None:
    @formula_of(made, bool)
    def m04a_met(organisation: Any, period: Any) -> Any:
        kinds = ("university", "university_science_park", "tech_transfer_agency")
        own = organisation("operator_is_eligible_kind", period) & organisation("platform_recognised", period)
        return organisation("m10_met", period) & _is(organisation, period, "kind", *kinds) & own

    @formula_of(made, float)
    def m04a_if_met(organisation: Any, period: Any) -> Any:
        return np.minimum(organisation("platform_support", period), organisation("platform_operating_cost", period))

    @formula_of(made, bool)
    def m04b_met(organisation: Any, period: Any) -> Any:
        kind = _is(organisation, period, "kind", "tech_transfer_agency")
        return organisation("m10_met", period) & kind & organisation("agency_recognised", period)

    @formula_of(made, float)
    def m04b_if_met(organisation: Any, period: Any) -> Any:
        return np.minimum(organisation("city_award_approved", period), organisation("city_award_received", period))

    @formula_of(made, bool)
    def m04c_met(organisation: Any, period: Any) -> Any:
        kind = _is(organisation, period, "kind", "enterprise", "university_science_park")
        project = organisation("vc_backed", period) & organisation("from_university", period)
        admitted = organisation("landed_in_district", period) & organisation("qihang_admitted", period)
        return organisation("m10_met", period) & kind & project & admitted

    @formula_of(made, float)
    def m04c_if_met(organisation: Any, period: Any) -> Any:
        return organisation("qihang_support", period)

    @formula_of(made, bool)
    def m05_met(organisation: Any, period: Any) -> Any:
        kind = _is(organisation, period, "kind", "incubator", "maker_space", "university_science_park")
        recognised = _is(organisation, period, "hq_class", "cultivation", "high_quality")
        return organisation("m10_met", period) & kind & recognised

    @formula_of(made, float)
    def m05_if_met(organisation: Any, period: Any) -> Any:
        return organisation("hq_city_support", period)

    @formula_of(made, bool)
    def m06_met(organisation: Any, period: Any) -> Any:
        kind = _is(organisation, period, "kind", "incubator", "maker_space")
        graded = organisation("carrier_city_filed", period) & _is(organisation, period, "carrier_grade_label", "A", "B")
        return organisation("m10_met", period) & kind & graded

    @formula_of(made, float)
    def m06_if_met(organisation: Any, period: Any) -> Any:
        ratio = organisation("carrier_match_ratio", period).astype(np.float32)
        return np.floor(organisation("carrier_city_award", period) * ratio / 10_000)


def _measures_7_and_8(made: TaxBenefitSystem) -> None:
    @formula_of(made, bool)
    def m07a_met(organisation: Any, period: Any) -> Any:
        return organisation("enterprise", period)

    @formula_of(made, float)
    def m07a_if_met(organisation: Any, period: Any) -> Any:
        return organisation("fund_city_award", period)

    @formula_of(made, bool)
    def m07b_met(organisation: Any, period: Any) -> Any:
        before = organisation("hnte_event_on", period) < HNTE_FROM
        free = ~organisation("in_zhangjiang_park", period) | organisation("waives_zhangjiang_fund", period)
        return organisation("enterprise", period) & (before | free)

    @formula_of(made, float)
    def m07b_if_met(organisation: Any, period: Any) -> Any:
        """Of events before the rules came nothing is known, so nothing."""
        ruled = organisation("hnte_event_on", period) >= HNTE_FROM
        event, options = organisation("hnte_event", period), ENUMS["hnte_event"]
        awards = {options.first: 20 * WAN, options.renewal: 5 * WAN, options.pool_entry: 1 * WAN}
        return ruled * _by_place(event, awards)

    @formula_of(made, bool)
    def m08_met(organisation: Any, period: Any) -> Any:
        year = organisation("growth_year", period)
        now, base, spent = (
            _of_year(organisation, *each) for each in (("revenue", 0), ("revenue", 3), ("rd_expense", 0))
        )
        highest = organisation("revenue", "2019")
        for each in range(2020, 2024):
            highest = np.maximum(highest, organisation("revenue", str(each)) * (year > each))
        crossed = np.zeros(len(now), bool)
        for line in (3_000 * WAN, 5_000 * WAN, 10_000 * WAN):
            crossed |= (now > line) & (highest <= line)
        intense = (now > 0) & (spent * 20 >= now)
        grown = (base > 0) & (now * 125 >= base * 216)
        in_time = (year == 2023) | (year == 2024)
        own = organisation("enterprise", period) & organisation("hnte_valid", period)
        return own & in_time & crossed & intense & grown

    @formula_of(made, float)
    def m08_if_met(organisation: Any, period: Any) -> Any:
        now = _of_year(organisation, "revenue", 0)
        tiers = [now > 10_000 * WAN, now > 5_000 * WAN, now > 3_000 * WAN]
        return np.select(tiers, [100 * WAN, 75 * WAN, 50 * WAN], 0)


def _of_year(organisation: Any, series: str, back: int) -> Any:
    """The figures of the fiscal year of the milestone, 2023 or 2024, or some years before it."""
    late = organisation("growth_year", "2025") == 2024
    return np.where(late, organisation(series, str(2024 - back)), organisation(series, str(2023 - back)))


def _by_place(value: Any, amounts: dict[Any, int]) -> Any:
    """The amount of the option that holds, or nothing."""
    by_place = np.zeros(len(type(next(iter(amounts)))), np.float32)
    for option, amount in amounts.items():
        by_place[option.index] = amount
    return by_place[np.asarray(value)]


def _measures_9_to_12(made: TaxBenefitSystem) -> None:
    @formula_of(made, bool)
    def m09_met(organisation: Any, period: Any) -> Any:
        return organisation("m10_met", period) & organisation("scenario_recognised", period)

    @formula_of(made, float)
    def m09_if_met(organisation: Any, period: Any) -> Any:
        return np.minimum(np.floor(organisation("scenario_total_investment", period) / 10), 500 * WAN)

    @formula_of(made, bool)
    def m11_met(organisation: Any, period: Any) -> Any:
        in_order = organisation("ip_valued_on", period) <= organisation("ip_financed_on", period)
        financed = _is(organisation, period, "ip_financing_kind", "securitisation", "pledge")
        return organisation("enterprise", period) & in_order & financed

    @formula_of(made, float)
    def m11_if_met(organisation: Any, period: Any) -> Any:
        return np.minimum(np.floor(organisation("ip_interest_paid", period) / 2), 30 * WAN)

    @formula_of(made, bool)
    def m12_met(organisation: Any, period: Any) -> Any:
        ipo = _is(organisation, period, "listing_route", "ipo")
        transfer = _is(organisation, period, "listing_route", "transfer")
        quoted = _is(organisation, period, "listing_route", "quotation")
        board = _is(organisation, period, "listing_market", "sse_main", "szse_main", "chinext", "star", "overseas")
        market = board & ipo | _is(organisation, period, "listing_market", "neeq", "n_board") & quoted
        beijing = _is(organisation, period, "listing_market", "bse") & (ipo | transfer)
        return organisation("enterprise", period) & (market | beijing)

    @formula_of(made, float)
    def m12_if_met(organisation: Any, period: Any) -> Any:
        market, options = organisation("listing_market", period), ENUMS["listing_market"]
        most = (options.sse_main, options.szse_main, options.chinext, options.star, options.overseas)
        awards = dict.fromkeys(most, 300 * WAN)
        return _by_place(market, awards | {options.bse: 200 * WAN, options.neeq: 100 * WAN, options.n_board: 50 * WAN})


def _awards(made: TaxBenefitSystem) -> None:
    def add(measure: str, matter: str) -> None:
        def award(organisation: Any, period: Any) -> Any:
            met = organisation(f"has_{matter}", period) & organisation(f"{measure}_met", period)
            return met * organisation(f"{measure}_if_met", period)

        formula_of(made, float, f"{measure}_amount")(award)

    for measure, matter in MATTERS.items():
        if matter is not None:
            add(measure, matter)


def _combination(made: TaxBenefitSystem) -> None:
    @formula_of(made, float)
    def combination_amount(organisation: Any, period: Any) -> Any:
        total = sum(organisation(f"{m}_amount", period) for m, matter in MATTERS.items() if matter and m not in RIVALS)
        for one, other, same in (("m01", "m03", "same_project"), ("m05", "m06", "same_year")):
            a, b = organisation(f"{one}_amount", period), organisation(f"{other}_amount", period)
            total = total + np.where(organisation(same, period), np.maximum(a, b), a + b)
        return total

    @formula_of(made, int)
    def combination_left(organisation: Any, period: Any) -> Any:
        """A set of `RIVALS` as bits."""
        left = 0
        for place, (one, other, same) in enumerate((("m01", "m03", "same_project"), ("m05", "m06", "same_year"))):
            a, b = organisation(f"{one}_amount", period), organisation(f"{other}_amount", period)
            rivals = organisation(same, period) & (a > 0) & (b > 0)
            left = left + rivals * np.where(a >= b, 2, 1) * 4**place
        return left
