"""Of the report: how much is enough, and on which assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

from sihang.lab.reporting.figures import between, money, same, signed
from sihang.lab.reporting.page import Cell, Histogram, Section, Table, figure, text
from sihang.lab.reporting.page_cost import CHANGE_WORDS, NOTHING, SIDE_WORDS, TONES, is_present, name_of, sides_of
from sihang.lab.reporting.page_open import KIND_WORDS, closed_by
from sihang.lab.simulating.budget import SHOWN, Distribution
from sihang.lab.simulating.comparison import AFTER, BEFORE
from sihang.lab.simulating.filling import LIKE_LEAST
from sihang.lab.simulating.simulation import NotGiven, Simulation
from sihang.lab.simulating.worlds import CHANGE
from sihang.rulebook.errors import Words

_COLUMN_WORDS = {
    "kind": Words("单位类型", "kind"),
    "industry": Words("行业", "industry"),
    "size_class": Words("规模", "size class"),
}


def budget_section(simulation: Simulation) -> Section:
    percent = simulation.budget_percent
    answers = [
        _enough(words, distribution, percent)
        if (distribution := simulation.budgets[side]) is not None
        else _not_given(side, words, simulation)
        for side, words in sides_of(simulation).items()
    ]
    tables = [_quantiles(simulation), _by_measure(simulation)]
    return Section(
        "budget", Words("预算要多少才够？", "How much budget is enough?"), answers, tables, histogram=_histogram(simulation),
        legend=[(TONES[side], words) for side, words in sides_of(simulation).items() if simulation.budgets[side] is not None],
        notes=[_how(simulation)],
    )  # fmt: skip


def _enough(side: Words, found: Distribution, percent: float) -> Words:
    amount, error = money(found.percentile(percent), ceil), between(*found.interval(percent))
    zh = f"{side.zh}：备 {amount.zh}，在 {percent:g}% 的抽取中够用（抽样误差：{error.zh}）。"
    en = f"{side.en}: {amount.en} is enough in {percent:g}% of draws (sampling error: {error.en})."
    return Words(zh, en)


def _not_given(key: str, side: Words, simulation: Simulation) -> Words:
    why: NotGiven = simulation.not_given[key]
    things = [each.opening for each in why.undrawn]
    if things:
        zh, en = "、".join(each.words.zh for each in things), ", ".join(f"'{each.words.en}'" for each in things)
        example = f"--assume {things[0].key}=…"
        return Words(
            f"{side.zh}：给不出分布。{zh} 没有上限或没有已知值可抽，涉及 {why.rows:,} 家；写明假定才可抽取，如 {example}。",
            f"{side.en}: no distribution can be given. {en} has no upper bound, or no known value to draw from, in {why.rows:,} "
            f"rows; state an assumption, such as {example}.",
        )
    measures = "、".join(why.measures)
    return Words(
        f"{side.zh}：给不出分布。{measures} 有 {why.rows:,} 家补全各列后仍未定（表中缺年份或前次金额的列）。",
        f"{side.en}: no distribution can be given. In {why.rows:,} rows {measures} stays open with every column filled "
        "(a year or an earlier award has no column).",
    )


def _quantiles(simulation: Simulation) -> Table:
    percents = sorted({*SHOWN, simulation.budget_percent})
    columns = [Words("", ""), *(Words(f"{each:g}% 的抽取不超过", f"{each:g}% of draws below") for each in percents)]
    rows = []
    keys = {**sides_of(simulation), **({CHANGE: CHANGE_WORDS} if simulation.has_reform else {})}
    for key, words in keys.items():
        found = simulation.budgets[key]
        one = signed if key == CHANGE else money
        cells = [NOTHING if found is None else one(found.percentile(each), ceil) for each in percents]
        rows.append([text(words), *map(figure, cells)])
    return Table(columns, rows, caption=Words("合计", "Total"))


def _by_measure(simulation: Simulation) -> Table:
    percent = simulation.budget_percent
    columns = [
        Words("措施", "Measure"),
        *(Words(f"{w.zh}·{percent:g}%", f"{w.en}, {percent:g}%") for w in sides_of(simulation).values()),
    ]
    rows = []
    for each in simulation.measures:
        if not each.measure.money or not is_present(each):
            continue
        found = [each.budget[side] for side in sides_of(simulation)]
        shown = [NOTHING if one is None else money(one.percentile(percent), ceil) for one in found]
        rows.append([text(name_of(each)), *map(figure, shown)])
    caption = Words(f"每项单独备足 {percent:g}%", f"Each by itself, enough in {percent:g}%")
    return Table(columns, rows, caption=caption, is_detail=True)


def _histogram(simulation: Simulation) -> Histogram | None:
    given = {side: found for side in sides_of(simulation) if (found := simulation.budgets[side]) is not None}
    if not given:
        return None
    low = min(found.percentile(0) for found in given.values())
    high = max(found.percentile(100) for found in given.values())
    if low == high:
        return None
    heights = {side: found.heights(low, high) for side, found in given.items()}
    tallest = max(max(each) for each in heights.values())
    marks = [
        (TONES[side], (found.percentile(simulation.budget_percent) - low) / (high - low), money(found.percentile(simulation.budget_percent), ceil))
        for side, found in given.items()
    ]  # fmt: skip
    label = Words("抽取合计的分布；竖线是预算", "Distribution of drawn totals; the upright line is the budget")
    shown = [(TONES[side], [each / tallest for each in mine]) for side, mine in heights.items()]
    return Histogram(money(low, floor), money(high, ceil), shown, marks, label)


def _how(simulation: Simulation) -> Words:
    design, seed = simulation.design, simulation.seed
    if design.is_exact:
        return Words(
            f"蒙特卡洛：{design.open_rows:,} 家有待定事项，全部抽取 {design.draws:,} 次，种子 {seed}；其余各家照实计入。",
            f"Monte Carlo: {design.open_rows:,} organisations have something open; all of them were drawn {design.draws:,} times, seed {seed}. "
            "All others count as they are.",
        )
    sample = Words(
        f"按区间宽度抽出 {design.sampled:,} 家" if design.is_sample else f"全部 {design.sampled:,} 家",
        f"{design.sampled:,} of them were sampled, wide ranges more often"
        if design.is_sample
        else "all of them were filled",
    )
    error = max((found.error for found in simulation.budgets.values() if found is not None), default=0)
    return Words(
        f"蒙特卡洛：{design.open_rows:,} 家有待定事项，{sample.zh}，细则取 {design.worlds} 组值，每组各补 {design.times} 次，种子 {seed}；"
        f"合计按中心极限定理由均值与方差得出 {design.draws:,} 次抽取。合计的标准误至多 {money(error, ceil).zh}；其余各家照实计入。",
        f"Monte Carlo: {design.open_rows:,} organisations have something open; {sample.en}, for {design.worlds} sets of slot values "
        f"{design.times} times each, seed {seed}; {design.draws:,} totals follow from means and variances (central limit). "
        f"Standard error of a total: {money(error, ceil).en} at most. All others count as they are.",
    )


def basis_section(simulation: Simulation) -> Section:
    columns = [
        Words("待定的", "What is open"),
        Words("怎样抽取", "How it is drawn"),
        Words("可由谁定", "Who could settle it"),
    ]
    rows: list[list[Cell]] = [
        [
            text(each.opening.words, KIND_WORDS[each.opening.kind]),
            text(each.words, Words("由使用者写明", "stated by the user") if each.stated else None),
            text(closed_by(each.opening.of, simulation)),
        ]
        for each in simulation.assumptions
    ]
    empty = Words("没有待定的事项，不需要假定。", "Nothing is open; nothing is assumed.")
    return Section(
        "basis", Words("凭什么这样算？", "On what does this rest?"), _general(simulation),
        [Table(columns, rows, caption=Words("假定", "Assumptions"), empty=empty, is_detail=True), _packages(simulation)],
    )  # fmt: skip


def _general(simulation: Simulation) -> list[Words]:
    like = [_COLUMN_WORDS.get(each, same(each)) for each in simulation.like]
    zh, en = "、".join(each.zh for each in like), ", ".join(each.en for each in like)
    found = [
        Words(
            f"费用、家数、得失和门槛按全部单位精确计算；只有预算一节和“平均收窄”用抽取，并假定各单位的未知事实互不相关。"
            f"{'同类指' + zh + '相同' if like else '同类指全部有事项的单位'}（已知值不足 {LIKE_LEAST} 个时取全部）。",
            "Cost, numbers, gains and cliffs are exact over every organisation; only the budget and 'narrows by' are drawn, taking what is "
            f"unknown of different organisations to be independent. Like organisations {'agree in ' + en if like else 'are all with a matter'} "
            f"(all of them where fewer than {LIKE_LEAST} values are known).",
        ),
        Words(
            "表中没有列的更早年度，抽取时视为不存在（不高于已列年度，也不作增长的基数）；尚未办结的前次申请，获与不获各半。",
            "In draws, years before the first column count as if they did not exist (no higher than those stated, and no base of "
            "growth); a pending earlier award was made or not, each as likely.",
        ),
    ]
    return found + _limits(simulation.limited)


def _limits(limited: Mapping[str, int]) -> list[Words]:
    return [
        Words(
            f"设想改了“{column}”的范围：{count:,} 家的现值超出，在设想下按最近的界限计。",
            f"The reform has another range for '{column}': {count:,} values lie outside and count as its nearer end.",
        )
        for column, count in limited.items()
    ]


def _packages(simulation: Simulation) -> Table:
    before = {package.id for package in simulation.packages[BEFORE]}
    rows = [
        [
            text(package.title, package.notice),
            text(SIDE_WORDS[BEFORE] if package.id in before else SIDE_WORDS[AFTER]),
            text(same(f"{package.id} · {package.digest[:20]}…")),
        ]
        for package in simulation.packages[AFTER]
    ]
    return Table([Words("规则", "Rules"), Words("属于", "Part of"), Words("编号与摘要值", "Id and digest")], rows,
                 caption=Words("规则包", "Packages"), is_detail=True)  # fmt: skip
