"""The policy as a decision model for GoRules' zen-engine (JDM): two expression nodes, worked out row by row.

The first node works out each measure on pairs, since the engine's own null takes the else branch; the second shows the answer.
Money is in fen, a day is the number of days since 1970, and NO_BOUND is no upper bound.
"""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

from contract import ALIASES, MATTERS, NO_BOUND, OPTIONS, RIVALS

WAN = 1_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1).toordinal() - _EPOCH, date(2100, 12, 31).toordinal() - _EPOCH
_HNTE_FROM = date(2025, 2, 10).toordinal() - _EPOCH

Pair = tuple[str, str]
"""Two expressions: must and may, or low and high."""


def model() -> str:
    """The decision as JSON, for `ZenEngine.create_decision`."""
    measures = _Expressions()
    measures.named("anyone", _both(_yes("registered_in_district"), _no(_yes("on_exclusion_list"))))
    measures.named("enterprise", _both(_named("anyone"), _among("kind", "enterprise")))
    _years(measures)
    for measure, (met, amount) in _measures().items():
        measures.named(measure, met)
        matter = MATTERS[measure]
        has = f"{matter} != null and " if matter else ""
        measures.add(f"{measure}_low", f"{has}$.{measure}_must ? {amount[0]} : 0")
        measures.add(f"{measure}_high", f"{has}$.{measure}_may ? {amount[1]} : 0")
    _combine(measures)
    nodes = [
        _node("facts", "inputNode", {}),
        _node("measures", "expressionNode", {"expressions": measures.listed, "passThrough": True}),
        _node("answers", "expressionNode", {"expressions": _answers().listed, "passThrough": False}),
        _node("result", "outputNode", {}),
    ]
    edges = [
        {"id": f"{a['id']}-{b['id']}", "type": "edge", "sourceId": a["id"], "targetId": b["id"]}
        for a, b in pairwise(nodes)
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def columns() -> list[str]:
    """The columns that a row must state."""
    of_matters = [matter for matter in MATTERS.values() if matter]
    return [*dict.fromkeys([*_FACTS, *OPTIONS, *of_matters])]


class _Expressions:
    """The expressions of a node, each of which may read those before it."""

    def __init__(self) -> None:
        self.listed: list[dict[str, str]] = []

    def add(self, key: str, value: str) -> None:
        self.listed.append({"id": key, "key": key, "value": value})

    def named(self, key: str, met: Pair) -> None:
        self.add(f"{key}_must", met[0])
        self.add(f"{key}_may", met[1])


def _node(name: str, kind: str, content: dict[str, object]) -> dict[str, object]:
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": content}


_FACTS: list[str] = []
"""Every column that an expression below names."""


def _fact(name: str) -> str:
    if name not in _FACTS:
        _FACTS.append(name)
    return name


def _named(key: str) -> Pair:
    return f"$.{key}_must", f"$.{key}_may"


def _yes(name: str) -> Pair:
    return f"{_fact(name)} == true", f"{name} != false"


def _no(pair: Pair) -> Pair:
    return f"not ({pair[1]})", f"not ({pair[0]})"


def _both(*pairs: Pair) -> Pair:
    must, may = (" and ".join(f"({pair[side]})" for pair in pairs) for side in (0, 1))
    return must, may


def _either(*pairs: Pair) -> Pair:
    must, may = (" or ".join(f"({pair[side]})" for pair in pairs) for side in (0, 1))
    return must, may


def _among(name: str, *options: str) -> Pair:
    """A label that no rule maps, or nothing: every option is possible."""
    known = {word: word for word in OPTIONS[name]} | (ALIASES if name == "carrier_grade_label" else {})
    yes = ", ".join(f"'{word}'" for word, option in known.items() if option in options)
    no = ", ".join(f"'{word}'" for word, option in known.items() if option not in options)
    return f"{_fact(name)} in [{yes}]", f"not ({name} in [{no}])"


def _number(name: str, low: int, high: int) -> Pair:
    return f"({_fact(name)} ?? {low})", f"({name} ?? {high})"


def _money(name: str) -> Pair:
    return _number(f"{name}_fen", 0, NO_BOUND)


def _share(name: str, percent: int, ceiling: int) -> Pair:
    low, high = (f"floor(min([{end} * {percent} / 100, {ceiling}]))" for end in _money(name))
    return low, high


def _shares(name: str, rate: Pair) -> Pair:
    """A share in basis points, rounded down; of no upper bound none, or nothing."""
    low, high = _money(name)
    unbounded = f"({_fact(f'{name}_fen')} == null and {rate[1]} > 0)"
    return f"floor({low} * {rate[0]} / 10000)", f"{unbounded} ? {NO_BOUND} : floor({high} * {rate[1]} / 10000)"


def _least(a: Pair, b: Pair) -> Pair:
    return f"min([{a[0]}, {b[0]}])", f"min([{a[1]}, {b[1]}])"


def _by_option(name: str, amounts: dict[str, int]) -> Pair:
    """The amount of the option; an end of all where it is not stated, or none is set for it."""
    ends = []
    for end in (min(amounts.values()), max(amounts.values())):
        expression = str(end)
        for option, amount in amounts.items():
            expression = f"{_fact(name)} == '{option}' ? {amount} : {expression}"
        ends.append(f"({expression})")
    return ends[0], ends[1]


def _years(node: _Expressions) -> None:
    """What clause 8 reads of the milestone's fiscal year, 2023 or 2024: figures stated, none before the founding, or open."""
    node.add("late", f"{_fact('growth_year')} == 2024")
    for key, series, back in (("now", "revenue", 0), ("base", "revenue", 3), ("spent", "rd_expense", 0)):
        years = [2024 - back, 2023 - back]
        names = [_fact(f"{series}_{year}_fen") for year in years]
        node.add(f"{key}_stated", f"$.late ? {names[0]} : {names[1]}")
        founded_later = f"({_fact('founded_year')} ?? 0) > ($.late ? {years[0]} : {years[1]})"
        node.add(f"{key}_low", f"$.{key}_stated ?? 0")
        node.add(f"{key}_high", f"$.{key}_stated ?? ({founded_later} ? 0 : {NO_BOUND})")
    highest = [f"({_fact(f'revenue_{year}_fen')} ?? 0)" for year in range(2019, 2023)]
    node.add("before_low", f"max([{', '.join(highest)}, $.late ? (revenue_2023_fen ?? 0) : 0])")
    missing = [f"(revenue_{year}_fen == null and founded_year <= {year})" for year in range(2019, 2023)]
    missing.append("($.late and revenue_2023_fen == null and founded_year <= 2023)")
    some_missing = f"founded_year == null or founded_year < 2019 or {' or '.join(missing)}"
    node.add("before_high", f"({some_missing}) ? {NO_BOUND} : $.before_low")


def _milestone() -> Pair:
    crossed = [
        (
            f"$.now_low > {line} and $.before_high <= {line}",
            f"$.now_high > {line} and $.before_low <= {line}",
        )
        for line in (3_000 * WAN, 5_000 * WAN, 10_000 * WAN)
    ]
    intense, grown = _quotient("spent", "now", 20, 1), _quotient("now", "base", 125, 216)
    must, may = _both(_named("enterprise"), _yes("hnte_valid"), _either(*crossed), intense, grown)
    year = "(growth_year == 2023 or growth_year == 2024)"
    anyone = _both(_named("enterprise"), _yes("hnte_valid"))[1]
    return f"{year} and {must}", f"growth_year == null ? ({anyone}) : ({year} and {may})"


def _quotient(part: str, whole: str, under: int, over: int) -> Pair:
    """part / whole >= over / under. Over nothing it is undefined, and the condition not met."""
    must = f"$.{whole}_low > 0 and $.{part}_low * {under} >= $.{whole}_high * {over}"
    enough = f"$.{part}_high * {under} >= max([$.{whole}_low, 1]) * {over}"
    return must, f"$.{whole}_high > 0 and ($.{part}_high >= {NO_BOUND} or {enough})"


def _milestone_award() -> Pair:
    known = "growth_year == null or $.now_stated == null"
    tiers = f"$.now_low > {10_000 * WAN} ? {100 * WAN} : $.now_low > {5_000 * WAN} ? {75 * WAN} : {50 * WAN}"
    return f"(({known}) ? {50 * WAN} : ({tiers}))", f"(({known}) ? {100 * WAN} : ({tiers}))"


def _hnte_award(earliest: str) -> Pair:
    """What holds for events before the rules came is not known."""
    low, high = _by_option("hnte_event", {"first": 20 * WAN, "renewal": 5 * WAN, "pool_entry": 1 * WAN})
    ruled = f"{earliest} >= {_HNTE_FROM}"
    return f"(({ruled}) ? {low} : 0)", f"(({ruled}) ? {high} : {NO_BOUND})"


def _listed() -> Pair:
    """Overseas, other routes than an IPO are for the rules to say."""
    ipo, abroad = _among("listing_route", "ipo"), _among("listing_market", "overseas")
    other = ("false", _both(abroad, _among("listing_route", "introduction", "spac", "transfer"))[1])
    return _either(
        _both(_among("listing_market", "sse_main", "szse_main", "chinext", "star"), ipo),
        _both(abroad, ipo),
        other,
        _both(_among("listing_market", "neeq", "n_board"), _among("listing_route", "quotation")),
        _both(_among("listing_market", "bse"), _among("listing_route", "ipo", "transfer")),
    )


Measures = dict[str, tuple[Pair, Pair]]
"""Of each measure whether it is met, and the amount if it is."""


def _measures() -> Measures:
    return _measures_1_to_3() | _measures_4_to_6() | _measures_7_to_12()


def _measures_1_to_3() -> Measures:
    anyone, enterprise = _named("anyone"), _named("enterprise")
    partner_1 = _either(_yes("consortium_has_local_university"), _yes("consortium_has_chain_enterprise"))
    lead = ("consortium_lead_is_leading", "consortium_lead_in_key_field", "consortium_recognised")
    partner_3 = _either(_yes("challenge_has_university_or_institute"), _yes("challenge_has_chain_enterprise"))
    project = ("challenge_listed", "challenge_in_focus_industries")
    done = ("challenge_lead_is_leading", "challenge_effective")
    low, high = _shares("challenge_rd_expense", _number("challenge_rate_bp", 1000, 3000))
    ceiling = str(200 * WAN)
    return {
        "m01": (_both(enterprise, *map(_yes, lead), partner_1), _share("iur_investment", 30, 200 * WAN)),
        "m02": (
            _both(anyone, _among("kind", "new_rd_institution"), _yes("nrdi_city_recognised")),
            _number("nrdi_support_fen", 0, 500 * WAN),
        ),
        "m03": (
            _both(enterprise, *map(_yes, (*project, *done)), partner_3),
            _least((f"({low})", f"({high})"), (ceiling, ceiling)),
        ),
    }


def _measures_4_to_6() -> Measures:
    anyone = _named("anyone")
    transfer = ("university", "university_science_park", "tech_transfer_agency")
    qihang = ("vc_backed", "from_university", "landed_in_district", "qihang_admitted")
    carriers = ("incubator", "maker_space", "university_science_park")
    graded = _both(_yes("carrier_city_filed"), _among("carrier_grade_label", "A", "B"))
    return {
        "m04a": (
            _both(anyone, _among("kind", *transfer), _yes("operator_is_eligible_kind"), _yes("platform_recognised")),
            _least(_number("platform_support_fen", 0, 100 * WAN), _money("platform_operating_cost")),
        ),
        "m04b": (
            _both(anyone, _among("kind", "tech_transfer_agency"), _yes("agency_recognised")),
            _least(_money("city_award_approved"), _money("city_award_received")),
        ),
        "m04c": (
            _both(anyone, _among("kind", "enterprise", "university_science_park"), *map(_yes, qihang)),
            _number("qihang_support_fen", 0, 200 * WAN),
        ),
        "m05": (
            _both(anyone, _among("kind", *carriers), _among("hq_class", "cultivation", "high_quality")),
            _money("hq_city_support"),
        ),
        "m06": (
            _both(anyone, _among("kind", *carriers[:2]), graded),
            _shares("carrier_city_award", _number("carrier_match_ratio_bp", 0, 10_000)),
        ),
    }


def _measures_7_to_12() -> Measures:
    anyone, enterprise = _named("anyone"), _named("enterprise")
    on = _number("hnte_event_on", _FIRST_DAY, _LAST_DAY)
    before = f"{on[1]} < {_HNTE_FROM}", f"{on[0]} < {_HNTE_FROM}"
    free = _either(before, _no(_yes("in_zhangjiang_park")), _yes("waives_zhangjiang_fund"))
    valued, financed = (_number(name, _FIRST_DAY, _LAST_DAY) for name in ("ip_valued_on", "ip_financed_on"))
    in_order = f"{valued[1]} <= {financed[0]}", f"{valued[0]} <= {financed[1]}"
    awards = dict.fromkeys(("sse_main", "szse_main", "chinext", "star", "overseas"), 300 * WAN)
    awards |= {"bse": 200 * WAN, "neeq": 100 * WAN, "n_board": 50 * WAN}
    return {
        "m07a": (enterprise, _money("fund_city_award")),
        "m07b": (_both(enterprise, free), _hnte_award(on[0])),
        "m08": (_milestone(), _milestone_award()),
        "m09": (_both(anyone, _yes("scenario_recognised")), _share("scenario_total_investment", 10, 500 * WAN)),
        "m10": (anyone, ("0", "0")),
        "m11": (
            _both(enterprise, in_order, _among("ip_financing_kind", "securitisation", "pledge")),
            _share("ip_interest_paid", 50, 30 * WAN),
        ),
        "m12": (_both(enterprise, _listed()), _by_option("listing_market", awards)),
    }


def _combine(node: _Expressions) -> None:
    """The higher of m01 and m03 for one project, of m05 and m06 for one year, and all others."""
    projects = [_fact("consortium__project"), _fact("challenge_project__project")]
    years = [_fact("hq_incubator_year__year"), _fact("carrier_year__year")]
    ends: dict[str, list[str]] = {
        side: [f"$.{m}_{side}" for m, matter in MATTERS.items() if matter and m not in RIVALS]
        for side in ("low", "high")
    }
    for one, other, (a, b) in (("m01", "m03", projects), ("m05", "m06", years)):
        same = f"{a} != null and {a} == {b}"
        node.add(f"{one}_rivals", f"{same} and $.{one}_high > 0 and $.{other}_high > 0")
        by_high = f"$.{one}_low == $.{other}_low and $.{one}_high >= $.{other}_high"
        node.add(f"{one}_first", f"$.{one}_low > $.{other}_low or ({by_high})")
        for side, listed in ends.items():
            both = f"$.{one}_{side}, $.{other}_{side}"
            listed.append(f"($.{one}_rivals ? max([{both}]) : sum([{both}]))")
    node.add("total_low", " + ".join(ends["low"]))
    node.add("total_high", " + ".join(ends["high"]))


def _answers() -> _Expressions:
    node = _Expressions()
    for measure, matter in MATTERS.items():
        has = f"{matter} == null ? null : " if matter else ""
        finding = f"({measure}_must ? 'met' : {measure}_may ? 'unknown' : 'not_met')"
        node.add(f"{measure}_finding", f"{has}{finding}")
        node.add(f"{measure}_low_fen", f"{has}{measure}_low")
        bounded = f"{measure}_high >= {NO_BOUND} ? null : {measure}_high"
        node.add(f"{measure}_high_fen", f"{has}({bounded})")
    node.add("combination_low_fen", "total_low")
    node.add("combination_high_fen", f"total_high >= {NO_BOUND} ? null : total_high")
    sure = [
        f"(not {a}_rivals or ({a}_first ? {a}_low >= {b}_high : {b}_low >= {a}_high))"
        for a, b in (RIVALS[:2], RIVALS[2:])
    ]
    node.add("combination_certain", " and ".join(sure))
    for name, (a, b) in (("first", RIVALS[:2]), ("second", RIVALS[2:])):
        node.add(f"{name}_left", f"{a}_rivals ? ({a}_first ? '{b}' : '{a}') : ''")
    joined = (
        "$.first_left == '' ? $.second_left : $.second_left == '' ? $.first_left : $.first_left + ' ' + $.second_left"
    )
    node.add("combination_left", f"($.first_left + $.second_left) == '' ? null : ({joined})")
    return node


MODEL = model()
