"""The measures of clauses 1 to 12 by hand in NumPy, in blocks of rows that fit in a cache, on pairs.

Yes/no and "is filled" stay as bits, eight rows to a byte, until a finding is written: and, or and not are then cheap.
Written for the same packages, day and columns as kernel.c, and just as deaf to any other rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
from cells import BLOCK, Answers, Array, Cells
from contract import MATTERS, NO_BOUND, OPTIONS, RIVALS

ROWS = 128 * BLOCK
"""Of a block: an array of int64 takes 64 KiB, and a dozen of them fit in a core's second cache."""
WAN = 1_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1).toordinal() - _EPOCH, date(2100, 12, 31).toordinal() - _EPOCH
_HNTE_FROM = date(2025, 2, 10).toordinal() - _EPOCH

_PROJECTS = "consortium__project=challenge_project__project"
"""Whether both are filled and equal: Arrow compares texts faster than NumPy can."""

Pair = tuple[Array, Array]
"""(must, may) as bits, or (low, high) as int64."""

_LETTERS: dict[str, list[str]] = {
    "F": [matter for matter in MATTERS.values() if matter],
    "S": [_PROJECTS],
    "O": list(OPTIONS),
    "D": ["hnte_event_on", "ip_valued_on", "ip_financed_on"],
    "Y": [
        "registered_in_district", "on_exclusion_list", "hnte_valid", "in_zhangjiang_park", "waives_zhangjiang_fund",
        "consortium_lead_is_leading", "consortium_lead_in_key_field", "consortium_has_local_university",
        "consortium_has_chain_enterprise", "consortium_recognised", "nrdi_city_recognised", "challenge_listed",
        "challenge_in_focus_industries", "challenge_lead_is_leading", "challenge_has_university_or_institute",
        "challenge_has_chain_enterprise", "challenge_effective", "operator_is_eligible_kind", "platform_recognised",
        "agency_recognised", "vc_backed", "from_university", "landed_in_district", "qihang_admitted",
        "carrier_city_filed", "scenario_recognised",
    ],
    "N": [
        "founded_year", *(f"revenue_{year}_fen" for year in range(2019, 2025)), "rd_expense_2023_fen",
        "rd_expense_2024_fen", "iur_investment_fen", "nrdi_support_fen", "challenge_rd_expense_fen", "challenge_rate_bp",
        "platform_operating_cost_fen", "platform_support_fen", "city_award_approved_fen", "city_award_received_fen",
        "qihang_support_fen", "hq_incubator_year__year", "hq_city_support_fen", "carrier_year__year",
        "carrier_city_award_fen", "carrier_match_ratio_bp", "fund_city_award_fen", "growth_year",
        "scenario_total_investment_fen", "ip_interest_paid_fen",
    ],
}  # fmt: skip


def columns() -> tuple[tuple[str, str], ...]:
    """The kind of each column that is read (one letter, see kernel.c) and its name."""
    return tuple((letter, name) for letter, names in _LETTERS.items() for name in names)


def assess(cells: Mapping[str, Cells], rows: int, *, ranges: bool) -> Answers:
    """Block by block; other threads may run while one computes."""
    answers = Answers.empty(rows, ranges=ranges)
    for first in range(0, rows, ROWS):
        _Block(cells, first, min(first + ROWS, rows)).write(answers)
    return answers


class _Block:
    """The rows from `first`, a multiple of 64, to before `last`."""

    def __init__(self, cells: Mapping[str, Cells], first: int, last: int) -> None:
        self.cells = cells
        self.rows = slice(first, last)
        self.bytes = slice(first // 8, -(-last // 8))
        self.count = last - first
        self.enterprise = self.among("kind", "enterprise")

    # what a column says

    def filled(self, name: str) -> Array:
        return self.cells[name].filled[self.bytes]

    def values(self, name: str) -> Array:
        values: Any = self.cells[name].values
        return values[self.rows]

    def truths(self, bits: Array) -> Array:
        """Bits as one truth a row."""
        return np.unpackbits(bits, count=self.count, bitorder="little").view(np.bool_)

    def yes(self, name: str) -> Pair:
        values: Any = self.cells[name].values
        bits, filled = values[self.bytes], self.filled(name)
        return bits & filled, bits | ~filled

    def number(self, name: str, low: int, high: int) -> Pair:
        filled, values = self.truths(self.filled(name)), self.values(name)
        return np.where(filled, values, low), np.where(filled, values, high)

    def money(self, name: str) -> Pair:
        return self.number(name, 0, NO_BOUND)

    def among(self, name: str, *wanted: str) -> Pair:
        """Whether the option is one of these: each word is looked at once, then each row's place."""
        column, options = self.cells[name], OPTIONS[name]
        mask = sum(1 << options.index(each) for each in wanted)
        words: Any = column.aside
        must, may = (words & ~np.uint32(mask)) == 0, (words & mask) != 0
        places, filled = self.values(name), self.filled(name)
        certain = _bits(must.take(places, mode="clip"))
        possible = certain if np.array_equal(must, may) else _bits(may.take(places, mode="clip"))
        return certain & filled, possible | ~filled

    def by_option(self, name: str, amounts: Mapping[str, int]) -> Pair:
        """The amount of the option; the hull of all where it is not stated, or none is set for it."""
        column, options = self.cells[name], OPTIONS[name]
        words: Any = column.aside
        low, high = min(amounts.values()), max(amounts.values())
        each = {1 << options.index(option): amount for option, amount in amounts.items()}
        lows = np.array([each.get(int(bits), low) for bits in words])
        highs = np.array([each.get(int(bits), high) for bits in words])
        filled, places = self.truths(self.filled(name)), self.values(name)
        return (
            np.where(filled, lows.take(places, mode="clip"), low),
            np.where(filled, highs.take(places, mode="clip"), high),
        )

    # what the measures say

    def write(self, answers: Answers) -> None:
        """Findings, amounts and the combination of the block into their places."""
        entering: dict[str, Pair] = {}
        anyone = _both(self.yes("registered_in_district"), _no(self.yes("on_exclusion_list")))
        for place, (measure, matter) in enumerate(MATTERS.items()):
            conditions, amount = MEASURES[measure](self)
            must, may = _both(anyone, *conditions)
            has = self.filled(matter) if matter else np.full_like(must, 255)
            musts, mays = self.truths(must), self.truths(may)
            np.add(musts.view(np.int8), mays.view(np.int8), out=answers.finding[place, self.rows])
            answers.has[place, self.bytes] = has
            if amount is None:
                low = high = np.zeros(self.count, np.int64)
            else:
                low, high = amount[0] * self.truths(must & has), amount[1] * self.truths(may & has)
            if answers.has_ranges:
                answers.low[place, self.rows] = low
                answers.high[place, self.rows] = high
                answers.bounded[place, self.bytes] = has & _bits(high < NO_BOUND)
            if amount is not None:
                entering[measure] = (low, high)
        self.combine(entering, answers)

    def combine(self, entering: Mapping[str, Pair], answers: Answers) -> None:
        """The higher of m01 and m03 for one project, of m05 and m06 for one year, and all others."""
        low, high = np.zeros(self.count, np.int64), np.zeros(self.count, np.int64)
        certain, left = np.ones(self.count, np.bool_), np.zeros(self.count, np.int8)
        same_project = self.truths(self.yes(_PROJECTS)[0])
        years = [self.values(name) for name in ("hq_incubator_year__year", "carrier_year__year")]
        filled = self.filled("hq_incubator_year__year") & self.filled("carrier_year__year")
        same_year = (years[0] == years[1]) & self.truths(filled)
        for one, other, same in (("m01", "m03", same_project), ("m05", "m06", same_year)):
            a, b = entering[one], entering[other]
            rivals = same & (a[1] > 0) & (b[1] > 0)
            first = (a[0] > b[0]) | ((a[0] == b[0]) & (a[1] >= b[1]))
            low += np.where(rivals, np.maximum(a[0], b[0]), a[0] + b[0])
            high += np.where(rivals, np.maximum(a[1], b[1]), a[1] + b[1])
            certain &= ~rivals | np.where(first, a[0] >= b[1], b[0] >= a[1])
            left_bits = np.where(first, np.int8(1 << RIVALS.index(other)), np.int8(1 << RIVALS.index(one)))
            left |= left_bits * rivals.view(np.int8)
        for measure, (least, most) in entering.items():
            if measure not in RIVALS:
                low += least
                high += most
                np.minimum(high, NO_BOUND, out=high)
        np.minimum(high, NO_BOUND, out=high)
        answers.total_low[self.rows], answers.total_high[self.rows] = low, high
        answers.total_bounded[self.bytes] = _bits(high < NO_BOUND)
        answers.certain[self.bytes], answers.left[self.rows] = _bits(certain), left


def _bits(truths: Array) -> Array:
    return np.packbits(truths, bitorder="little")


def _both(first: Pair, *others: Pair) -> Pair:
    must, may = first
    for a, b in others:
        must, may = must & a, may & b
    return must, may


def _either(first: Pair, *others: Pair) -> Pair:
    must, may = first
    for a, b in others:
        must, may = must | a, may | b
    return must, may


def _no(pair: Pair) -> Pair:
    return ~pair[1], ~pair[0]


def _capped(value: Pair, ceiling: Pair | tuple[int, int]) -> Pair:
    return np.minimum(value[0], ceiling[0]), np.minimum(value[1], ceiling[1])


def _share(value: Pair, percent: int, ceiling: int) -> Pair:
    """A share rounded down, and a ceiling: what is above all that the ceiling takes is cut before it is multiplied."""
    enough = ceiling * 100 // percent + 1
    low, high = (np.minimum(np.minimum(side, enough) * percent // 100, ceiling) for side in value)
    return low, high


def _shares(value: Pair, rate: Pair) -> Pair:
    """A share in basis points, rounded down; of no upper bound none, or nothing."""
    low = value[0] * rate[0] // 10_000
    open_ = value[1] >= NO_BOUND
    high = np.where(open_, 0, value[1]) * rate[1] // 10_000
    return low, np.where(open_ & (rate[1] > 0), NO_BOUND, high)


Conditions = tuple[Pair, ...]


def _m01(b: _Block) -> tuple[Conditions, Pair]:
    partner = _either(b.yes("consortium_has_local_university"), b.yes("consortium_has_chain_enterprise"))
    lead = _both(b.yes("consortium_lead_is_leading"), b.yes("consortium_lead_in_key_field"))
    met = (b.enterprise, lead, partner, b.yes("consortium_recognised"))
    return met, _share(b.money("iur_investment_fen"), 30, 200 * WAN)


def _m02(b: _Block) -> tuple[Conditions, Pair]:
    met = (b.among("kind", "new_rd_institution"), b.yes("nrdi_city_recognised"))
    return met, b.number("nrdi_support_fen", 0, 500 * WAN)


def _m03(b: _Block) -> tuple[Conditions, Pair]:
    partner = _either(b.yes("challenge_has_university_or_institute"), b.yes("challenge_has_chain_enterprise"))
    asked = ("challenge_listed", "challenge_in_focus_industries", "challenge_lead_is_leading", "challenge_effective")
    met = (b.enterprise, partner, *map(b.yes, asked))
    amount = _shares(b.money("challenge_rd_expense_fen"), b.number("challenge_rate_bp", 1000, 3000))
    return met, _capped(amount, (200 * WAN, 200 * WAN))


def _m04a(b: _Block) -> tuple[Conditions, Pair]:
    kinds = b.among("kind", "university", "university_science_park", "tech_transfer_agency")
    met = (kinds, b.yes("operator_is_eligible_kind"), b.yes("platform_recognised"))
    return met, _capped(b.number("platform_support_fen", 0, 100 * WAN), b.money("platform_operating_cost_fen"))


def _m04b(b: _Block) -> tuple[Conditions, Pair]:
    met = (b.among("kind", "tech_transfer_agency"), b.yes("agency_recognised"))
    return met, _capped(b.money("city_award_approved_fen"), b.money("city_award_received_fen"))


def _m04c(b: _Block) -> tuple[Conditions, Pair]:
    asked = ("vc_backed", "from_university", "landed_in_district", "qihang_admitted")
    met = (b.among("kind", "enterprise", "university_science_park"), *map(b.yes, asked))
    return met, b.number("qihang_support_fen", 0, 200 * WAN)


def _m05(b: _Block) -> tuple[Conditions, Pair]:
    kinds = b.among("kind", "incubator", "maker_space", "university_science_park")
    return (kinds, b.among("hq_class", "cultivation", "high_quality")), b.money("hq_city_support_fen")


def _m06(b: _Block) -> tuple[Conditions, Pair]:
    met = (b.among("kind", "incubator", "maker_space"), b.yes("carrier_city_filed"))
    amount = _shares(b.money("carrier_city_award_fen"), b.number("carrier_match_ratio_bp", 0, 10_000))
    return (*met, b.among("carrier_grade_label", "A", "B")), amount


def _m07a(b: _Block) -> tuple[Conditions, Pair]:
    return (b.enterprise,), b.money("fund_city_award_fen")


def _m07b(b: _Block) -> tuple[Conditions, Pair]:
    """What holds for events before the rules came is not known."""
    on = b.number("hnte_event_on", _FIRST_DAY, _LAST_DAY)
    before = _bits(on[1] < _HNTE_FROM), _bits(on[0] < _HNTE_FROM)
    free = _either(before, _no(b.yes("in_zhangjiang_park")), b.yes("waives_zhangjiang_fund"))
    low, high = b.by_option("hnte_event", {"first": 20 * WAN, "renewal": 5 * WAN, "pool_entry": 1 * WAN})
    ruled = on[0] >= _HNTE_FROM
    return (b.enterprise, free), (low * ruled, np.where(ruled, high, NO_BOUND))


def _m08(b: _Block) -> tuple[Conditions, Pair]:
    met, amount = _milestone(b)
    return (b.enterprise, b.yes("hnte_valid"), met), amount


def _milestone(b: _Block) -> tuple[Pair, Pair]:
    """Clause 8 without the applicant. A milestone of another year than 2023 and 2024 is not met."""
    year, year_known = b.values("growth_year"), b.filled("growth_year")
    founded = np.where(b.truths(b.filled("founded_year")), b.values("founded_year"), 0)
    late = year == 2024
    now = _of_year(b, "revenue", 2023, late, founded)
    base = _of_year(b, "revenue", 2020, late, founded)
    spent = _of_year(b, "rd_expense", 2023, late, founded)
    before = _before(b, late, founded)
    crossed = [
        ((now[0] > line) & (line >= before[1]), (now[1] > line) & (line >= before[0]))
        for line in (3_000 * WAN, 5_000 * WAN, 10_000 * WAN)
    ]
    intense, grown = _quotient(spent, now, 20, 1), _quotient(now, base, 125, 216)  # 5%; 1.2 cubed
    must, may = _both(_either(*crossed), intense, grown)
    in_time = _bits(late | (year == 2023))
    met = _bits(must) & year_known & in_time, ~year_known | (_bits(may) & in_time)
    known = (now[0] == now[1]) & (now[0] > 3_000 * WAN) & b.truths(year_known)
    tiers = [now[0] > 10_000 * WAN, now[0] > 5_000 * WAN]
    award = np.where(tiers[0], 100 * WAN, np.where(tiers[1], 75 * WAN, 50 * WAN))
    return met, (np.where(known, award, 50 * WAN), np.where(known, award, 100 * WAN))


def _of_year(b: _Block, series: str, year: int, late: Array, founded: Array) -> Pair:
    """The figures of a fiscal year, or of the one after it where it is `late`: stated, none before the founding, or open."""
    names = [f"{series}_{each}_fen" for each in (year, year + 1)]
    filled = np.where(late, *(b.truths(b.filled(name)) for name in reversed(names)))
    values = np.where(late, *(b.values(name) for name in reversed(names)))
    unstated = np.where(founded > year + late, 0, NO_BOUND)
    return values * filled, np.where(filled, values, unstated)


def _before(b: _Block, late: Array, founded: Array) -> Pair:
    """The highest of the years before; no upper bound where one since the founding is not stated."""
    highest, open_ = np.zeros(b.count, np.int64), founded < 2019
    for year in range(2019, 2024):
        filled, values = b.truths(b.filled(f"revenue_{year}_fen")), b.values(f"revenue_{year}_fen")
        counts = late if year == 2023 else True
        highest = np.maximum(highest, values * (filled & counts))
        open_ |= ~filled & (founded <= year) & counts
    return highest, np.where(open_, NO_BOUND, highest)


def _quotient(part: Pair, whole: Pair, under: int, over: int) -> Pair:
    """part / whole >= over / under. Over nothing it is undefined, and the condition not met."""
    bounded, open_ = whole[1] < NO_BOUND, part[1] >= NO_BOUND
    must = (whole[0] > 0) & bounded & (part[0] * under >= (whole[1] * bounded) * over)
    enough = (part[1] * ~open_) * under >= np.maximum(whole[0], 1) * over
    return must, (whole[1] > 0) & (open_ | enough)


def _m09(b: _Block) -> tuple[Conditions, Pair]:
    return (b.yes("scenario_recognised"),), _share(b.money("scenario_total_investment_fen"), 10, 500 * WAN)


def _m10(b: _Block) -> tuple[Conditions, None]:
    return (), None


def _m11(b: _Block) -> tuple[Conditions, Pair]:
    valued = b.number("ip_valued_on", _FIRST_DAY, _LAST_DAY)
    financed = b.number("ip_financed_on", _FIRST_DAY, _LAST_DAY)
    in_order = _bits(financed[0] >= valued[1]), _bits(financed[1] >= valued[0])
    met = (b.enterprise, in_order, b.among("ip_financing_kind", "securitisation", "pledge"))
    return met, _share(b.money("ip_interest_paid_fen"), 50, 30 * WAN)


_AWARDS = dict.fromkeys(("sse_main", "szse_main", "chinext", "star", "overseas"), 300 * WAN)
_AWARDS |= {"bse": 200 * WAN, "neeq": 100 * WAN, "n_board": 50 * WAN}


def _m12(b: _Block) -> tuple[Conditions, Pair]:
    """Overseas, other routes than an IPO are for the rules to say."""
    ipo, abroad = b.among("listing_route", "ipo"), b.among("listing_market", "overseas")
    other = b.among("listing_route", "introduction", "spac", "transfer")
    listed = _either(
        _both(b.among("listing_market", "sse_main", "szse_main", "chinext", "star"), ipo),
        _both(abroad, ipo),
        (np.zeros_like(abroad[0]), abroad[1] & other[1]),
        _both(b.among("listing_market", "neeq", "n_board"), b.among("listing_route", "quotation")),
        _both(b.among("listing_market", "bse"), b.among("listing_route", "ipo", "transfer")),
    )
    return (b.enterprise, listed), b.by_option("listing_market", _AWARDS)


MEASURES: dict[str, Callable[[_Block], tuple[Conditions, Pair | None]]] = {
    "m01": _m01, "m02": _m02, "m03": _m03, "m04a": _m04a, "m04b": _m04b, "m04c": _m04c, "m05": _m05, "m06": _m06,
    "m07a": _m07a, "m07b": _m07b, "m08": _m08, "m09": _m09, "m10": _m10, "m11": _m11, "m12": _m12,
}  # fmt: skip
