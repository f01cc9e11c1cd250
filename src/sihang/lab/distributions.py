"""What is drawn in a synthetic register and how often: the facts of the shipped packages, and the types of matters.

docs/synthetic-register.md repeats each in words. Nothing here was estimated from real organisations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from sihang.lab.draws import (
    Chance,
    Choice,
    ChoiceGiven,
    DaysAfter,
    DaysBefore,
    Draw,
    Even,
    Lognormal,
    OfOrganisation,
    PartOf,
    Values,
)
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Fact, Kind

# Far more carriers, universities and agencies than in a real district, so that every measure is met often enough.
KINDS = Choice(
    {"enterprise": 870, "university": 10, "research_institute": 10, "incubator": 28, "maker_space": 22,
     "university_science_park": 14, "tech_transfer_agency": 16, "new_rd_institution": 14, "fund": 8, "other": 8}
)  # fmt: skip

_ORGANISATION: dict[str, Draw] = {
    "kind": OfOrganisation("kind", Kind.ENUM, KINDS.words),
    "registered_in_district": OfOrganisation("registered_in_district", Kind.YES_NO),
    "registered_on": OfOrganisation("registered_on", Kind.DATE),
    "founded_year": OfOrganisation("founded_year", Kind.INTEGER),
    "on_exclusion_list": OfOrganisation("on_exclusion_list", Kind.YES_NO),
    "revenue": OfOrganisation("revenue", Kind.MONEY, series=True),
    "rd_expense": OfOrganisation("rd_expense", Kind.MONEY, series=True),
    "hnte_valid": OfOrganisation("hnte_valid", Kind.YES_NO),
    "industry_in_focus": OfOrganisation("industry_in_focus", Kind.YES_NO),
    "in_zhangjiang_park": OfOrganisation("in_zhangjiang_park", Kind.YES_NO),
    "waives_zhangjiang_fund": OfOrganisation("waives_zhangjiang_fund", Kind.YES_NO),
}

_ROUTES = ("ipo", "reverse_merger", "introduction", "spac", "transfer", "quotation")
_BOARD, _ABROAD, _QUOTED, _BEIJING = (
    (90, 8, 0, 0, 2, 0),
    (60, 5, 15, 15, 5, 0),
    (5, 0, 0, 0, 0, 95),
    (80, 5, 0, 0, 15, 0),
)
FACTS: dict[str, Draw] = _ORGANISATION | {
    "consortium_lead_is_leading": Chance(0.80),
    "consortium_lead_in_key_field": Chance(0.85),
    "consortium_has_local_university": Chance(0.65),
    "consortium_has_chain_enterprise": Chance(0.70),
    "iur_investment": Lognormal(5_000_000, 0.9),
    "consortium_recognised": Chance(0.75),
    "nrdi_city_recognised": Chance(0.80),
    "nrdi_support": Even(10_000_00, "10,000 yuan"),
    "nrdi_apartments_eligible": Chance(0.70),
    "nrdi_apartments": Even(1, "1", 0, 20),
    "challenge_listed": Chance(0.90),
    "challenge_in_focus_industries": Chance(0.85),
    "challenge_lead_is_leading": Chance(0.80),
    "challenge_has_university_or_institute": Chance(0.70),
    "challenge_has_chain_enterprise": Chance(0.60),
    "challenge_rd_expense": Lognormal(6_000_000, 0.8),
    "challenge_effective": Chance(0.70),
    "challenge_rate": Even(100, "1%"),
    "operator_is_eligible_kind": Chance(0.85),
    "platform_operating_cost": Lognormal(900_000, 0.7),
    "platform_recognised": Chance(0.80),
    "platform_support": Even(10_000_00, "10,000 yuan"),
    "city_award_approved": Lognormal(300_000, 0.8),
    "city_award_received": PartOf("city_award_approved", 0.7, 0.3),
    "agency_recognised": Chance(0.85),
    "vc_backed": Chance(0.75),
    "from_university": Chance(0.70),
    "landed_in_district": Chance(0.85),
    "qihang_admitted": Chance(0.65),
    "qihang_support": Even(10_000_00, "10,000 yuan"),
    "hq_city_support": Lognormal(2_000_000, 0.6),
    "hq_class": Choice({"none": 15, "cultivation": 50, "high_quality": 35}),
    "carrier_city_filed": Chance(0.90),
    "carrier_grade_label": Choice({"A": 15, "B": 25, "C": 15, "D": 5, "优秀": 15, "优良": 20, "合格": 5}),
    "carrier_city_award": Lognormal(300_000, 0.6),
    "carrier_match_ratio": Even(500, "5%"),
    "fund_city_award": Lognormal(200_000, 0.5),
    "fund_city_grade": Choice({"A": 30, "B": 70}),
    "hnte_event": ChoiceGiven("hnte_valid", ("first", "renewal", "pool_entry"), ((15, 0, 85), (35, 60, 5))),
    "hnte_event_on": DaysBefore(0, 360),
    "growth_year": OfOrganisation("milestone_year", Kind.INTEGER),
    "scenario_listed": Chance(0.70),
    "scenario_total_investment": Lognormal(8_000_000, 1.2),
    "scenario_recognised": Chance(0.70),
    "ip_valued_on": DaysBefore(30, 720),
    "ip_financed_on": DaysAfter("ip_valued_on", -30, 300),
    "ip_financing_kind": Choice({"securitisation": 15, "pledge": 75, "other": 10}),
    "ip_interest_paid": Lognormal(300_000, 0.8),
    "listing_market": Choice(
        {"sse_main": 8, "szse_main": 5, "chinext": 12, "star": 15, "overseas": 12, "overseas_otc": 3, "neeq": 20,
         "n_board": 15, "bse": 10}
    ),
    "listing_route": ChoiceGiven(
        "listing_market", _ROUTES, (*(_BOARD,) * 4, _ABROAD, _ABROAD, _QUOTED, _QUOTED, _BEIJING)
    ),
    "listed_on": DaysBefore(0, 700),
}  # fmt: skip


def draw_of(fact: Fact) -> Draw:
    """How a fact is drawn: as named here, else (of a package of one's own) by its kind."""
    named = FACTS.get(fact.key)
    if named is not None and named.fits(fact):
        return named
    low, high = fact.domain
    match fact.kind:
        case Kind.YES_NO:
            return Chance(0.8)
        case Kind.MONEY:
            return Lognormal(1_000_000, 1.0) if high >= NO_BOUND else Even(1, "0.01 yuan")
        case Kind.DATE:
            return DaysBefore(0, 1095)
        case Kind.RATE:
            return Even(1, "0.01%")
        case Kind.INTEGER:
            return Even(1, "1", low, min(high, low + 100))
        case Kind.TEXT:
            return Choice({"示例文字": 1})
    return Choice({option.key: 1 for option in fact.options})


@dataclass(frozen=True)
class Occurrence:
    """How often an organisation has a matter of a type: by its kind, `others` for the kinds that are not named.

    `among` goes before the kind, and the earlier before the later: of those for whom this was drawn as yes with the organisation,
    or who have a matter of this type, whatever their kind.
    """

    by_kind: Mapping[str, float] = field(default_factory=dict)
    others: float = 0.0
    among: Mapping[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        said = [f"{100 * share:g}% of `{name}`" for name, share in (*self.among.items(), *self.by_kind.items())]
        said += [f"{100 * self.others:g}% of {'others' if said else 'all'}"] if self.others else []
        return ", ".join(said)

    def shares(self, kind: Values, is_yes: Callable[[str], Values]) -> Values:
        """The probability for each organisation, shape (n,); `kind` is its place in the words of `KINDS`."""
        by_kind = [self.by_kind.get(each, self.others) for each in KINDS.words]
        shares = np.array(by_kind, dtype=np.float32)[kind]
        for name, share in reversed(list(self.among.items())):
            shares[is_yes(name)] = share
        return shares


OCCURRENCES: dict[str, Occurrence] = {
    "consortium": Occurrence({"enterprise": 0.01}),
    "new_rd_institution": Occurrence({"new_rd_institution": 0.6}),
    "challenge_project": Occurrence({"enterprise": 0.02}, among={"consortium": 0.6}),
    "transfer_platform": Occurrence({"university": 0.5, "university_science_park": 0.3, "tech_transfer_agency": 0.3}),
    "transfer_agency_award": Occurrence({"tech_transfer_agency": 0.5}),
    "qihang_project": Occurrence({"enterprise": 0.02, "university_science_park": 0.2}),
    "hq_incubator_year": Occurrence({"incubator": 0.3, "maker_space": 0.2, "university_science_park": 0.2}),
    "carrier_year": Occurrence({"incubator": 0.5, "maker_space": 0.5}),
    "innovation_fund_award": Occurrence({"enterprise": 0.04}),
    "hnte_recognition": Occurrence({"enterprise": 0.05}, among={"hnte_valid": 0.35}),
    "growth_event": Occurrence({"enterprise": 0.005}, among={"crossed_as_hnte": 0.8, "crossed": 0.2}),
    "scenario_project": Occurrence(others=0.02),
    "ip_financing": Occurrence({"enterprise": 0.02}),
    "listing_event": Occurrence({"enterprise": 0.008}),
}
ELSEWHERE = Occurrence(others=0.05)
"""A type of matter that only a package of one's own knows."""
DENSE = 0.5
"""The probability of every type of matter in every row of a dense register."""
