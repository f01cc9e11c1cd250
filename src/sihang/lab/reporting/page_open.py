"""Of the report: what is open, who could close it, and what keeps benefits from being given without an application."""

from __future__ import annotations

from collections.abc import Sequence

from sihang.lab.reporting.figures import money, number, span
from sihang.lab.reporting.page import Bar, Cell, Section, Table, Tone, figure, text
from sihang.lab.reporting.page_cost import NOTHING
from sihang.lab.simulating.blocking import Blocker, Ready
from sihang.lab.simulating.comparison import AFTER
from sihang.lab.simulating.simulation import Simulation
from sihang.lab.simulating.sums import Sum
from sihang.lab.simulating.widths import Driver
from sihang.rulebook.errors import Words
from sihang.rulebook.explain import APPLICANT
from sihang.rulebook.facts import Fact
from sihang.rulebook.package import Authority
from sihang.rulebook.slots import Slot

SHOWN = 12
KIND_WORDS = {
    "fact": Words("事实未知", "fact unknown"),
    "determination": Words("尚未认定", "not determined"),
    "rule": Words("细则未定", "rule open"),
}


def closed_by(of: Fact | Slot, simulation: Simulation) -> Words:
    """Who could settle it: the office that fills a slot or decides; else the organisation, with its documents."""
    office = of.by if isinstance(of, Slot) else of.determination.by if of.determination is not None else None
    if office is None:
        return APPLICANT
    authority = _authority(office, simulation)
    return Words(office, office) if authority is None else authority.name_on(simulation.on)


def _authority(office: str, simulation: Simulation) -> Authority | None:
    found = (package.authorities.get(office) for package in simulation.packages[AFTER])
    return next((each for each in found if each is not None), None)


def drivers_section(simulation: Simulation) -> Section:
    width = simulation.whole.cost[AFTER]
    drivers = simulation.drivers[:SHOWN]
    if not drivers:
        answer = Words("没有什么待定：费用已是一个数。", "Nothing is open: the cost is one figure.")
    else:
        first, by = drivers[0].assumption.opening, closed_by(drivers[0].assumption.opening.of, simulation)
        answer = Words(
            f"费用区间宽 {_width(width).zh}；最能收窄它的是“{first.words.zh}”，可由{by.zh}确定。",
            f"The cost spans {_width(width).en}; what narrows it most is '{first.words.en}', for {by.en} to settle.",
        )
    most = max((each.vanishing or 0 for each in drivers), default=0)
    columns = [Words("待定的", "What is open"), Words("可由谁定", "Who could settle it"), Words("涉及", "Rows"),
               Words("平均收窄", "Narrows by, on average"), Words("", ""), Words("补上上限", "Gets an upper bound"),
               Words("从此确定", "Settled by it")]  # fmt: skip
    rows = [_driver(each, simulation, most) for each in drivers]
    notes = [
        Words(
            "逐项试算：只把这一项按“假定”一节的办法补上，其余照旧，看费用区间平均收窄多少。单独补一项，可能因别的待定而收窄不多；各项不能相加。",
            "One at a time: this thing alone is filled as assumed below, all else stays, and the width is worked out again; the mean is "
            "shown. One thing alone may narrow little while others are open; the figures do not add up.",
        )
    ]
    if any(each.is_sample for each in drivers):
        notes.append(
            Words("涉及单位多的，用抽样的单位推算。", "Where many are concerned it is estimated from a sample of them.")
        )
    return Section(
        "drivers", Words("什么最不确定，谁能定？", "What is most uncertain, and who could settle it?"), [answer],
        [Table(columns, rows, empty=Words("没有待定的事项。", "Nothing is open."))], notes=notes,
    )  # fmt: skip


def _width(cost: Sum) -> Words:
    width = money(cost.high - cost.low)
    if not cost.unbounded:
        return width
    zh = f"{width.zh}（另有 {cost.unbounded:,} 家没有上限）"
    return Words(zh, f"{width.en} (and {cost.unbounded:,} organisations have no upper bound)")


def _driver(each: Driver, simulation: Simulation, most: int) -> list[Cell]:
    opening = each.assumption.opening
    share = (each.vanishing or 0) / most if most else 0.0
    return [
        text(opening.words, KIND_WORDS[opening.kind]),
        text(closed_by(opening.of, simulation)),
        figure(number(each.rows)),
        figure(money(each.vanishing) if each.vanishing else NOTHING),
        Cell(Words("", ""), bars=(Bar(0, share, Tone.AFTER),) if share else ()),
        figure(number(each.bounded) if each.bounded else NOTHING),
        figure(number(each.settled) if each.settled else NOTHING),
    ]


def blockers_section(simulation: Simulation) -> Section:
    ready = sum(each.ready for each in simulation.ready)
    possible = sum(each.possible for each in simulation.ready)
    paid = sum((each.paid for each in simulation.ready), Sum())
    answer = Words(
        f"可能给予的 {possible:,} 件中，{ready:,} 件现在就能凭数据直接给予（合计 {money(paid.low).zh}）；其余被下列条件挡住。",
        f"Of {possible:,} benefits that may be given, {ready:,} can be given from the data as it stands "
        f"({money(paid.low).en} in all); the conditions below keep the rest.",
    )
    return Section(
        "blockers", Words("哪些条件挡住免申即享？", "What keeps benefits from being given without an application?"), [answer],
        [_ready(simulation.ready), _blockers(simulation)],
        notes=[
            Words(
                "“只差它”：其余条件都已符合。这些单位补上这一项就能定；涉及认定的要办一次认定，涉及事实的要补一个数据。",
                "'It alone': all other conditions are met. For a fact one figure is missing, for a determination one act of an office.",
            )
        ],
    )  # fmt: skip


def _ready(found: Sequence[Ready]) -> Table:
    columns = [Words("措施", "Measure"), Words("可能给予", "May be given"), Words("可直接给予", "Can be given now"), Words("占比", "Share"),
               Words("金额", "Amount")]  # fmt: skip
    rows = [
        [
            text(Words(*(f"{each.measure.id} {title}" for title in each.measure.title))),
            figure(number(each.possible)),
            figure(number(each.ready)),
            Cell(Words("", ""), bars=(Bar(0, each.ready / each.possible, Tone.AFTER),) if each.ready else ()),
            figure(money(each.paid.low)),
        ]
        for each in found
    ]
    return Table(columns, rows, empty=Words("没有单位可得。", "Nobody gets anything."))


def _blockers(simulation: Simulation) -> Table:
    columns = [Words("措施与条件", "Measure and condition"), Words("缺什么", "What is missing"), Words("可由谁定", "Who could settle it"),
               Words("因它未定", "Unknown"), Words("只差它", "It alone"), Words("若符合，应付", "To be paid if met")]  # fmt: skip
    rows = [_blocker(each, simulation) for each in simulation.blockers[:SHOWN]]
    empty = Words("没有条件未定。", "No condition is unknown.")
    return Table(columns, rows, caption=Words("条件", "Conditions"), empty=empty)


def _blocker(each: Blocker, simulation: Simulation) -> list[Cell]:
    kinds = dict.fromkeys(_kind(of) for of in each.needs)
    needs = Words("、".join(of.words.zh for of in each.needs), ", ".join(of.words.en for of in each.needs))
    offices = list(dict.fromkeys(closed_by(of, simulation) for of in each.needs))
    by = Words("、".join(office.zh for office in offices), ", ".join(office.en for office in offices))
    note = Words("、".join(KIND_WORDS[kind].zh for kind in kinds), ", ".join(KIND_WORDS[kind].en for kind in kinds))
    return [
        text(Words(f"{each.measure.id} {each.words.zh}", f"{each.measure.id} {each.words.en}")),
        text(needs, note),
        text(by),
        figure(number(each.rows)),
        figure(number(each.alone)),
        figure(span(each.waiting) if each.alone else NOTHING),
    ]


def _kind(of: Fact | Slot) -> str:
    if isinstance(of, Slot):
        return "rule"
    return "determination" if of.determination is not None else "fact"
