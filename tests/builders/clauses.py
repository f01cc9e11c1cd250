"""The policy in plain Python, clause by clause, for one claim in which everything is settled.

Written by hand from CLAUSES and the text, not from the packages' rules: a second opinion for the property tests.
Money is whole fen, rates are basis points, a year that does not exist is None.
"""

from datetime import date
from fractions import Fraction
from itertools import combinations
from math import floor

WAN = 10_000 * 100
POLICY, HNTE, EXAMPLE = "yangpu-2024-1", "yangpu-kjw-hnte-2025", "example-rules"
DOCUMENT = "杨府发〔2024〕1号"
TERM = (date(2024, 2, 27), date(2027, 2, 26))
HNTE_FROM = date(2025, 2, 10)
LINES = (10_000 * WAN, 5_000 * WAN, 3_000 * WAN)
EXAMPLE_TIERS = [50 * WAN, 100 * WAN, 200 * WAN, 300 * WAN]
"""A market that the example names no sum for could get any of its sums, if it counted at all."""
INCUBATORS = ("incubator", "maker_space")


class Claim:
    """One organisation, one matter, one day. `facts` holds the facts of both; `slots` what a document or ruling says."""

    def __init__(self, world, matter, packages):
        self.on = world.on
        self.series = world.series
        self.facts = {**world.organisation, **matter.facts}
        self.grade = matter.grade
        self.slots = {**world.slots, **self._filled(packages)}
        self.support = world.support

    def __getattr__(self, key):
        return self.facts[key]

    def _filled(self, packages):
        facts, filled = self.facts, {}
        if EXAMPLE in packages and TERM[0] <= self.on <= TERM[1]:
            filled = {"hq_match_ratio": 10_000, "rd_intensity_min": 500, "growth_min": 2_000, "scenario_rate": 1_000}
            filled |= {"tier_30m": 50 * WAN, "tier_50m": 75 * WAN, "tier_100m": 100 * WAN}
            if "fund_city_award" in facts:
                filled["innovation_fund_match"] = facts["fund_city_award"]
            if "ip_interest_paid" in facts:
                filled["ip_subsidy"] = min(share(facts["ip_interest_paid"], 5_000), 30 * WAN)
            if "listing_market" in facts:
                smaller = {
                    "bse": [200 * WAN],
                    "neeq": [100 * WAN],
                    "n_board": [50 * WAN],
                    "overseas_otc": EXAMPLE_TIERS,
                }
                filled["listing_tier"] = smaller.get(facts["listing_market"], [300 * WAN])
        if HNTE in packages and self.on >= HNTE_FROM and facts.get("hnte_event_on", TERM[0]) >= HNTE_FROM:
            filled["hnte_award"] = {"first": 20, "renewal": 5, "pool_entry": 1}[facts["hnte_event"]] * WAN
        return filled

    @property
    def is_admitted(self):
        """I-01 and I-02."""
        return self.registered_in_district and not self.on_exclusion_list and TERM[0] <= self.on <= TERM[1]

    def earlier(self, measure):
        """The earlier awards of this measure that count, in fen."""
        return [
            entry["fen"]
            for entry in self.support
            if entry.get("measure") == measure and entry["counts"]
            and (entry.get("policy") == POLICY or ("policy" not in entry and entry["document"] == DOCUMENT))
        ]  # fmt: skip


def share(fen, bp):
    return floor(Fraction(fen * bp, 10_000))


def consortium(c):
    partners = c.consortium_has_local_university or c.consortium_has_chain_enterprise
    met = c.kind == "enterprise" and c.consortium_lead_is_leading and c.consortium_lead_in_key_field and partners
    return met and c.consortium_recognised, [min(share(c.iur_investment, 3_000), 200 * WAN)]


def new_rd_institution(c):
    return c.kind == "new_rd_institution" and c.nrdi_city_recognised, [c.nrdi_support]


def challenge(c):
    partners = c.challenge_has_university_or_institute or c.challenge_has_chain_enterprise
    met = c.kind == "enterprise" and c.challenge_listed and c.challenge_in_focus_industries
    met = met and c.challenge_lead_is_leading and partners and c.challenge_effective
    return met, [min(share(c.challenge_rd_expense, c.challenge_rate), 200 * WAN)]


def transfer_platform(c):
    met = c.kind in ("university", "university_science_park", "tech_transfer_agency")
    return met and c.operator_is_eligible_kind and c.platform_recognised, [
        min(c.platform_support, c.platform_operating_cost)
    ]


def transfer_agency(c):
    return c.kind == "tech_transfer_agency" and c.agency_recognised, [min(c.city_award_approved, c.city_award_received)]


def qihang(c):
    met = c.kind in ("enterprise", "university_science_park") and c.vc_backed and c.from_university
    return met and c.landed_in_district and c.qihang_admitted, [c.qihang_support]


def hq_incubator(c):
    met = c.kind in (*INCUBATORS, "university_science_park") and c.hq_class in ("cultivation", "high_quality")
    return met, [share(c.hq_city_support, c.slots["hq_match_ratio"])]


def carrier(c):
    met = c.kind in INCUBATORS and c.carrier_city_filed and c.grade in ("A", "B")
    return met, [share(c.carrier_city_award, c.carrier_match_ratio)]


def innovation_fund(c):
    return c.kind == "enterprise", [c.slots["innovation_fund_match"]]


def hnte(c):
    needs_waiver = "in_zhangjiang_park" in c.facts and c.on >= HNTE_FROM and c.hnte_event_on >= HNTE_FROM
    waived = not needs_waiver or not c.in_zhangjiang_park or c.waives_zhangjiang_fund
    return c.kind == "enterprise" and waived, [c.slots["hnte_award"]]


def growth(c):
    t, revenue, spend = c.growth_year, c.series["revenue"], c.series["rd_expense"]
    now, base = revenue.get(t) or 0, revenue.get(t - 3)
    before = max((fen for year, fen in revenue.items() if year < t and fen is not None), default=0)
    awards, repeat = c.earlier("m08"), c.slots["m08_repeat"]
    met = c.kind == "enterprise" and c.hnte_valid and 2023 <= t < c.on.year
    met = met and any(before <= line < now for line in LINES)
    met = met and now > 0 and Fraction(spend.get(t) or 0, now) >= Fraction(c.slots["rd_intensity_min"], 10_000)
    met = met and bool(base) and Fraction(now, base) >= (1 + Fraction(c.slots["growth_min"], 10_000)) ** 3
    met = met and (not awards or repeat in ("per_line", "top_up"))
    tiers = [
        c.slots[tier] for line, tier in zip(LINES, ("tier_100m", "tier_50m", "tier_30m"), strict=True) if now > line
    ]
    possible = tiers[:1] or [c.slots[tier] for tier in ("tier_30m", "tier_50m", "tier_100m")]
    already = sum(awards) if repeat == "top_up" else 0
    return met, [max(0, tier - already) for tier in possible]


def scenario(c):
    return c.scenario_recognised, [min(share(c.scenario_total_investment, c.slots["scenario_rate"]), 500 * WAN)]


def early_investment(_):
    return True, [0]


def ip_financing(c):
    met = c.kind == "enterprise" and c.ip_valued_on <= c.ip_financed_on
    return met and c.ip_financing_kind in ("securitisation", "pledge"), [c.slots["ip_subsidy"]]


def listing(c):
    routes = {
        "neeq": ["quotation"],
        "n_board": ["quotation"],
        "bse": ["ipo", "transfer"],
        "overseas_otc": [],
        "overseas": ["ipo"],
    }
    allowed = routes.get(c.listing_market, ["ipo"])
    if c.listing_market == "overseas" and c.slots["overseas_other_routes"]:
        allowed = ["ipo", "introduction", "spac", "transfer"]
    awards, again = c.earlier("m12"), c.slots["m12_again"]
    met = c.kind == "enterprise" and c.listing_route in allowed and (not awards or again in ("sum", "difference"))
    already = sum(awards) if again == "difference" else 0
    tier = c.slots["listing_tier"]
    return met, [max(0, fen - already) for fen in (tier if isinstance(tier, list) else [tier])]


MEASURES = {
    "m01": consortium, "m02": new_rd_institution, "m03": challenge, "m04a": transfer_platform, "m04b": transfer_agency,
    "m04c": qihang, "m05": hq_incubator, "m06": carrier, "m07a": innovation_fund, "m07b": hnte, "m08": growth,
    "m09": scenario, "m10": early_investment, "m11": ip_financing, "m12": listing,
}  # fmt: skip


def decide(measure, world, matter, packages):
    """Whether the measure is met, and the amounts that it may give if it is."""
    claim = Claim(world, matter, packages)
    met, amounts = MEASURES[measure](claim)
    return bool(met and claim.is_admitted), amounts


def exclude_each_other(one, other, slots):
    """I-20 and how often a measure is given: not both. Each is (measure, matter, fen).

    Of two m08 or m12 only one is given, unless a ruling says otherwise (I-16, I-25); topped up, both come to the higher.
    """
    measures = {one[0], other[0]}
    same_year = one[1].year is not None and one[1].year == other[1].year
    if measures == {"m08"}:
        return slots["m08_repeat"] != "per_line"
    if measures == {"m12"}:
        return slots["m12_again"] != "sum"
    if measures == {"m01", "m03"}:
        return one[1].project is not None and one[1].project == other[1].project
    return same_year and measures in ({"m05", "m06"}, {"m04a"})


def best_total(world, awards):
    """The greatest total over conflict-free sets of awards, less what was received for their projects."""
    projects = {matter.id: matter.project or matter.id for matter in world.matters}
    received = {}
    for entry in world.support:
        project = entry.get("project") or projects.get(entry.get("matter"))
        if entry["relation"] == "exclusive" and entry["counts"]:
            received[project] = received.get(project, 0) + entry["fen"]
    best = 0
    for size in range(1, len(awards) + 1):
        for chosen in combinations(awards, size):
            if any(exclude_each_other(*pair, world.slots) for pair in combinations(chosen, 2)):
                continue
            sums = {}
            for _, matter, fen in chosen:
                sums[projects[matter.id]] = sums.get(projects[matter.id], 0) + fen
            best = max(best, sum(max(0, fen - received.get(project, 0)) for project, fen in sums.items()))
    return best
