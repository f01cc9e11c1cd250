"""Of the report: who gains and who loses, and where a small step decides."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from sihang.lab.reporting.figures import between, counts, money, number, of_the_others, same, span
from sihang.lab.reporting.page import Bar, Cell, Section, Table, Tone, figure, text
from sihang.lab.reporting.page_cost import NOTHING, name_of, sides_of
from sihang.lab.simulating.cliffs import BAND_PERCENT, Cliff
from sihang.lab.simulating.comparison import AFTER
from sihang.lab.simulating.effects import Effect, Effects, Group
from sihang.lab.simulating.simulation import Simulation
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import Kind
from sihang.rulebook.words import number as written

GROUPS_SHOWN = 30
EFFECT_WORDS = {
    Effect.GAINS: Words("必定多得", "Certainly gain"),
    Effect.MAY_GAIN: Words("可能多得，不会少得", "May gain, never lose"),
    Effect.EITHER: Words("可能多得，也可能少得", "May gain or lose"),
    Effect.MAY_LOSE: Words("可能少得，不会多得", "May lose, never gain"),
    Effect.LOSES: Words("必定少得", "Certainly lose"),
    Effect.SAME: Words("不变", "Unchanged"),
}
_TONES = {
    Effect.GAINS: Tone.UP, Effect.MAY_GAIN: Tone.MAYBE_UP, Effect.EITHER: Tone.EITHER, Effect.MAY_LOSE: Tone.MAYBE_DOWN,
    Effect.LOSES: Tone.DOWN,
}  # fmt: skip
COLUMN_WORDS = {"industry": Words("行业", "Industry"), "size_class": Words("规模", "Size class")}
_EMPTY = Words("（空）", "(empty)")
_NONE = Words("设想没有改动任何措施。", "The reform changes no measure.")


def effects_section(simulation: Simulation) -> Section:
    effects = simulation.whole.effects
    gains, loses = (effects.counts[each] for each in (Effect.GAINS, Effect.LOSES))
    answer = Words(
        f"必定多得的 {gains:,} 家，必定少得的 {loses:,} 家；另有 {_open(effects):,} 家要看待定事项怎么定。",
        f"{gains:,} organisations certainly gain and {loses:,} certainly lose; for {_open(effects):,} more it depends on what is open.",
    )
    tables = [_whole(effects), *_touched(simulation)]
    return Section(
        "effects", Words("谁多得，谁少得？", "Who gains, who loses?"), [answer], tables,
        legend=[(tone, EFFECT_WORDS[effect]) for effect, tone in _TONES.items()],
        strip=mix_of(effects),
        notes=[
            Words(
                "同一单位的待定事项在两套规则下取同一个值，所以区间重叠不等于不确定：改动只会降低的措施，不会有人多得。",
                "What is open of an organisation has one value under both rules, so ranges that overlap need not be uncertain: "
                "nobody gains from a change that can only lower an amount.",
            )
        ],
    )  # fmt: skip


def _open(effects: Effects) -> int:
    return sum(effects.counts[each] for each in (Effect.MAY_GAIN, Effect.EITHER, Effect.MAY_LOSE))


def mix_of(effects: Effects) -> tuple[Bar, ...]:
    """The organisations that are touched, by effect, side by side."""
    touched = sum(effects.counts[effect] for effect in _TONES)
    bars, at = [], 0
    for effect, tone in _TONES.items():
        count = effects.counts[effect]
        if count:
            bars.append(Bar(at / touched, (at + count) / touched, tone))
        at += count
    return tuple(bars)


def _whole(effects: Effects) -> Table:
    rows = [
        [text(words), figure(number(effects.counts[effect])), figure(_changed(effects, effect))]
        for effect, words in EFFECT_WORDS.items()
    ]
    return Table([Words("影响", "Effect"), Words("家数", "Organisations"), Words("变化合计", "Change in all")], rows)


def _changed(effects: Effects, effect: Effect) -> Words:
    some = effect is not Effect.SAME and effects.counts[effect]
    return span(effects.changes[effect], plus=True) if some else NOTHING


def _touched(simulation: Simulation) -> list[Table]:
    found = [(each, each.effects) for each in simulation.measures if each.effects is not None]
    columns = [Words("措施", "Measure"), *(EFFECT_WORDS[effect] for effect in _TONES), Words("变化", "Change")]
    rows = [
        [
            text(name_of(each)),
            *(figure(number(effects.counts[effect])) for effect in _TONES),
            figure(span(effects.change, plus=True)),
        ]
        for each, effects in found
    ]
    return [Table(columns, rows, caption=Words("设想触及的措施", "Measures that the reform touches"), empty=_NONE)]


def groups_section(simulation: Simulation) -> Section:
    named = [COLUMN_WORDS.get(column, same(column)) for column in simulation.groups]
    zh, en = "、".join(each.zh for each in named), " and ".join(each.en.lower() for each in named)
    tables = [_groups(column, found, simulation) for column, found in simulation.groups.items()]
    if not tables:
        answer = Words(
            "表中没有可分组的列；用 --by 指明一列。", "The table has no column to group by; name one with --by."
        )
    else:
        answer = Words(f"按{zh}分，各组的费用、可得单位和得失如下。", f"Cost, entitled, gains and losses by {en}.")
    legend = (
        [(tone, EFFECT_WORDS[effect]) for effect, tone in _TONES.items()] if simulation.has_reform and tables else ()
    )
    return Section("groups", Words("落在哪些单位？", "On whom does it fall?"), [answer], tables, legend=legend)


def _groups(column: str, groups: Sequence[Group], simulation: Simulation) -> Table:
    sides, words = sides_of(simulation), COLUMN_WORDS.get(column, same(column))
    entitled = [_of_side(Words("可得", "Entitled"), side, len(sides)) for side in sides.values()][-1:]
    costs = [_of_side(Words("费用", "Cost"), side, len(sides)) for side in sides.values()]
    changes = [Words("多得/少得", "Gain/lose"), EFFECT_WORDS[Effect.GAINS], EFFECT_WORDS[Effect.LOSES]]
    columns = [words, Words("单位", "Organisations"), *entitled, *costs, *(changes if simulation.has_reform else [])]
    rows = [_group_row(group, simulation) for group in groups[:GROUPS_SHOWN]]
    more = len(groups) - len(rows)
    rest = Words(f"（另有 {more} 组）", f" ({more} groups more)") if more else Words("", "")
    return Table(columns, rows, caption=Words(f"按{words.zh}{rest.zh}", f"By {words.en.lower()}{rest.en}"))


def _of_side(what: Words, side: Words, sides: int) -> Words:
    return what if sides == 1 else Words(f"{what.zh}·{side.zh}", f"{what.en}, {side.en.lower()}")


def _group_row(group: Group, simulation: Simulation) -> list[Cell]:
    effects = group.effects
    costs = [group.cost[side] for side in sides_of(simulation)]
    counted = [effects.counts[effect] for effect in (Effect.GAINS, Effect.LOSES)]
    changes = [Cell(Words("", ""), bars=mix_of(effects)), *(figure(number(count)) for count in counted)]
    return [
        text(_EMPTY if group.value is None else same(str(group.value))),
        figure(number(group.organisations)),
        figure(counts(*group.entitled[AFTER])),
        *(Cell(span(cost), is_figure=True, note=of_the_others(cost)) for cost in costs),
        *(changes if simulation.has_reform else []),
    ]


def cliffs_section(simulation: Simulation) -> Section:
    tables = [_cliffs(words, simulation.cliffs[side]) for side, words in sides_of(simulation).items()]
    steepest = max(simulation.cliffs[AFTER], key=lambda each: each.most or 0, default=None)
    if steepest is None or not steepest.most:
        answer = Words(
            "没有一家正站在一条会改变金额的线旁。", "Nobody stands beside a line that would change an amount."
        )
    else:
        line, most = line_words(steepest), money(steepest.most, ceil)
        answer = Words(
            f"落差最大的一条线是 {line.zh}：只差不到 {BAND_PERCENT}% 的有 {steepest.below:,} 家，过线一家最多多得 {most.zh}。",
            f"The steepest line is {line.en}: {steepest.below:,} are less than {BAND_PERCENT}% short of it, "
            f"and passing is worth up to {most.en} to one.",
        )
    return Section(
        "cliffs", Words("哪些线一步之差、得失悬殊？", "Where does a small step decide?"), [answer], tables,
        notes=[
            Words(
                f"线下、线上各数 {BAND_PERCENT}% 以内、数值已知、其余条件仍可能符合的单位；过线价值按规则算出：数值刚过线与刚不到线之差，"
                "其余待定的条件按符合计。负数表示过线反而少得。",
                f"Counted are organisations within {BAND_PERCENT}% of the line whose figure is known and that may meet the other conditions. "
                "What passing is worth follows from the rule: the amount just past the line less the amount just short of it, other "
                "open conditions taken as met. Below zero: passing costs something.",
            )
        ],
    )  # fmt: skip


def line_words(cliff: Cliff) -> Words:
    line = cliff.line
    sign = Words("超过", "over") if line.strict else Words("不低于", "at least")
    at = (
        money(line.at)
        if line.kind is Kind.MONEY
        else Words(*(written(line.kind, line.at, lang) for lang in ("zh", "en")))
    )
    return Words(
        f"{line.measure.id} {line.words.zh}{sign.zh} {at.zh}", f"{line.measure.id} {line.words.en} {sign.en} {at.en}"
    )


def _cliffs(side: Words, cliffs: Sequence[Cliff]) -> Table:
    columns = [Words("线", "Line"), Words("线下", "Just short"), Words("其中只差这一步", "Nothing else open"), Words("线上", "Just past"),
               Words("线下/线上", "Short/past"), Words("过线一家得", "Worth to one"), Words("线下各家合计", "Worth to all short")]  # fmt: skip
    most = max((max(each.below, each.above) for each in cliffs), default=0)
    rows = [
        [
            text(line_words(each)), figure(number(each.below)), figure(number(each.certain)), figure(number(each.above)),
            Cell(Words("", ""), bars=_beside(each, most)), figure(_worth(each)), figure(span(each.worth, plus=True) if each.below else NOTHING),
        ]
        for each in cliffs
        if each.below or each.above
    ]  # fmt: skip
    empty = Words("没有单位站在任何一条线旁。", "Nobody stands beside any line.")
    return Table(columns, rows, caption=side, empty=empty)


def _beside(cliff: Cliff, most: int) -> tuple[Bar, ...]:
    """Short of the line to the left of the middle, past it to the right."""
    if not most:
        return ()
    short, past = cliff.below / most / 2, cliff.above / most / 2
    return Bar(0.5 - short, 0.5, Tone.BEFORE), Bar(0.5, 0.5 + past, Tone.AFTER)


def _worth(cliff: Cliff) -> Words:
    if cliff.least is None or cliff.most is None:
        return NOTHING
    return between(cliff.least, cliff.most, plus=True)
