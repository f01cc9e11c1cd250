"""Of the report: what it costs and how many are entitled, by measure and by clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sihang.lab.reporting.figures import counts, number, of_the_others, span
from sihang.lab.reporting.page import Bar, Cell, Section, Table, Tone, figure, text
from sihang.lab.simulating.comparison import AFTER, BEFORE, SIDES
from sihang.lab.simulating.simulation import MeasureResult, Simulation
from sihang.lab.simulating.sums import Sum
from sihang.rulebook.errors import Words

SIDE_WORDS = {BEFORE: Words("现行", "Baseline"), AFTER: Words("设想", "Reform")}
TONES = {BEFORE: Tone.BEFORE, AFTER: Tone.AFTER}
NOTHING, EMPTY = Words("—", "—"), Words("", "")
CHANGE_WORDS = Words("变化", "Change")
_UNCHANGED = Words("不变", "unchanged")
_RANGES = Words(
    "区间的两端都算得出，取哪一点取决于尚未确定的事实、认定和细则，所以不给中点。",
    "Both ends are exact; where in between depends on facts, determinations and rules still open, so no midpoint is given.",
)
_SEVERAL = Words(
    "每项措施单独计算；合计按“从优、从高、不重复”，互斥的只计一项，并扣除已得支持，所以不等于各项相加。",
    "Each measure by itself; the total takes the best combination of each organisation and deducts what was received, so it "
    "is not their sum.",
)


def sides_of(simulation: Simulation) -> dict[str, Words]:
    """What is shown: baseline and reform; without a reform the rules as they are."""
    return SIDE_WORDS if simulation.has_reform else {AFTER: SIDE_WORDS[BEFORE]}


def cost_section(simulation: Simulation) -> Section:
    sides = sides_of(simulation)
    return Section(
        "cost",
        Words("要花多少钱？", "What does it cost?"),
        [_answer(simulation), _RANGES],
        [_by_measure(simulation), _by_clause(simulation)],
        legend=[(TONES[side], words) for side, words in sides.items()] if len(sides) > 1 else (),
        notes=[_SEVERAL],
    )


def _answer(simulation: Simulation) -> Words:
    before, after = (span(simulation.whole.cost[side]) for side in SIDES)
    if not simulation.has_reform:
        return Words(f"按现行规则 {after.zh}。", f"Under the rules as they are {after.en}.")
    change = span(simulation.whole.effects.change, plus=True)
    return Words(
        f"现行规则 {before.zh}，设想 {after.zh}；设想使合计变化 {change.zh}。",
        f"Baseline {before.en}; reform {after.en}; the reform changes the total by {change.en}.",
    )


def _by_measure(simulation: Simulation) -> Table:
    sides, whole = sides_of(simulation), simulation.whole
    shown = [each for each in simulation.measures if each.measure.money and is_present(each)]
    costs = [each.sides[side].cost for each in shown for side in sides]
    widest = max((cost.high * (5 if cost.unbounded else 4) // 4 for cost in costs), default=0)
    total = [
        text(Words("合计（从优、从高、不重复）", "Total (best combination)")),
        *(_cost(whole.cost[side]) for side in sides),
    ]
    change = [figure(span(whole.effects.change, plus=True))] if simulation.has_reform else []
    changes = [CHANGE_WORDS] if simulation.has_reform else []
    return Table(
        [Words("措施", "Measure"), *sides.values(), Words("区间", "Range"), *changes],
        [[*total, text(EMPTY), *change], *(_measure_row(each, widest, list(sides)) for each in shown)],
        has_total=True,
    )


def _cost(cost: Sum) -> Cell:
    return Cell(span(cost), is_figure=True, note=of_the_others(cost))


def is_present(each: MeasureResult) -> bool:
    """Some row has such a matter."""
    return any(side.present for side in each.sides.values())


def name_of(each: MeasureResult) -> Words:
    measure = each.measure
    return Words(f"{measure.id} {measure.title.zh}", f"{measure.id} {measure.title.en}")


def clause_of(clause: str) -> Words:
    return Words(f"第 {clause} 条", f"Clause {clause}")


def _measure_row(each: MeasureResult, widest: int, sides: Sequence[str]) -> list[Cell]:
    bars = [_bar(each.sides[side].cost, widest, TONES[side], lane, len(sides)) for lane, side in enumerate(sides)]
    change = _UNCHANGED if each.effects is None else span(each.effects.change, plus=True)
    return [
        text(name_of(each), clause_of(each.measure.clause)),
        *(_cost(each.sides[side].cost) for side in sides),
        Cell(EMPTY, bars=tuple(bar for found in bars for bar in found)),
        *([figure(change)] if len(sides) > 1 else []),
    ]


def _bar(cost: Sum, widest: int, tone: Tone, lane: int, lanes: int) -> Iterable[Bar]:
    if widest and (cost.high or cost.unbounded):
        yield Bar(cost.low / widest, cost.high / widest, tone, bool(cost.unbounded), lane, lanes)


def _by_clause(simulation: Simulation) -> Table:
    sides = sides_of(simulation)
    clauses: dict[str, list[MeasureResult]] = {}
    for each in simulation.measures:
        if each.measure.money and is_present(each):
            clauses.setdefault(each.measure.clause, []).append(each)
    rows = [
        [text(clause_of(clause)), *(_cost(sum((each.sides[side].cost for each in mine), Sum())) for side in sides)]
        for clause, mine in clauses.items()
    ]
    caption = Words("按条款", "By clause")
    return Table([Words("条款", "Clause"), *sides.values()], rows, caption=caption, is_detail=True)


_FINDINGS = {
    "met": Words("符合", "Met"),
    "unknown": Words("未定", "Unknown"),
    "not_met": Words("不符合", "Not met"),
}


def entitled_section(simulation: Simulation) -> Section:
    sides = sides_of(simulation)
    found = {side: counts(*simulation.whole.entitled[side]) for side in sides}
    said = [
        Words(f"{words.zh}规则下 {found[side].zh} 家可得", f"{words.en}: {found[side].en} get something")
        for side, words in sides.items()
    ]
    how = Words("（前一个数是确定可得，后一个是有可能可得）。", " (first for certain, then at most).")
    answer = Words("，".join(each.zh for each in said) + how.zh, "; ".join(each.en for each in said) + how.en)
    columns = [Words("措施", "Measure"), Words("有此事项", "With such a matter")]
    columns += [_finding_words(what, side, len(sides)) for what in _FINDINGS.values() for side in sides.values()]
    shown = [each for each in simulation.measures if each.measure.money and is_present(each)]
    rows = [_finding_row(each, list(sides)) for each in shown]
    return Section("entitled", Words("多少家符合？", "How many are entitled?"), [answer], [Table(columns, rows)])


def _finding_words(what: Words, side: Words, sides: int) -> Words:
    return what if sides == 1 else Words(f"{what.zh}·{side.zh}", f"{what.en}, {side.en.lower()}")


def _finding_row(each: MeasureResult, sides: Sequence[str]) -> list[Cell]:
    found = [number(getattr(each.sides[side], what)) for what in _FINDINGS for side in sides]
    present = max(side.present for side in each.sides.values())
    return [text(name_of(each), clause_of(each.measure.clause)), figure(number(present)), *map(figure, found)]
