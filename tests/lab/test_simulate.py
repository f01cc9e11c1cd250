"""The example reform over twenty organisations, every figure worked out by hand.

The reform: m01 pays 20% up to 1.5 million yuan instead of 30% up to 2; the milestones of m08 pay 800,000, 1 and 1.2 million instead
of 500,000, 750,000 and 1 million, ask for 3% of R&D instead of 5%, and for companies in a focus industry only. In 万元:

            what                            before        after         change
    A       consortium, 500                 150           100           −50             loses
    B       consortium, 1,000               200 (300)     150 (200)     −50             loses
    C       consortium, unknown             0 to 200      0 to 150      −200 to 0       may lose: 20% is never more than 30%
    D       consortium, 100, unrecognised?  0 to 30       0 to 20       −30 to 0        may lose
    E       consortium, 100, not recognised 0             0             0               the same
    G       revenue 4,000, R&D 10%          50            80            +30             gains
    H       revenue 6,000, R&D 10%          75            100           +25             gains
    I       revenue 12,000, not in focus    100           0             −100            loses
    J       revenue 4,000, R&D 4.6%         0             80            +80             gains
    K       revenue 4,000, R&D unknown      0 to 50       0 to 80       −50 to +80      either
    L       revenue 4,000, focus unknown    50            0 to 80       −50 to +30      either
    M       revenue 2,900                   0             0             0               the same
    N       revenue 3,100                   50            80            +30             gains
    O       revenue 4,800                   50            80            +30             gains
    P       revenue 4,000, HNTE unknown     0 to 50       0 to 80       −50 to +80      either
    QRST    no matter                       0             0             0               the same
    U       interest of 40 on a pledge      20            20            0               the same
    sum                                     745 to 1,075  690 to 1,100  −385 to +185
"""

from datetime import date

import pytest

from sihang.lab.organisation_table import Organisations
from sihang.lab.reform import reformed
from sihang.lab.reforms.reform_file import read_reform
from sihang.lab.simulate import Options, simulate
from sihang.lab.simulating.effects import Effect
from sihang.lab.simulating.sums import Sum
from sihang.rulebook import load
from tests.builders.reforms import EXAMPLE, PACKAGES, reform_of
from tests.builders.twenty import TWENTY, WAN, consortium, frame

DAY = date(2025, 6, 30)
BEFORE, AFTER = "before", "after"


def wan(low, high=None):
    return Sum(low * WAN, (low if high is None else high) * WAN)


@pytest.fixture(scope="module")
def found():
    reform = reformed(PACKAGES, read_reform(EXAMPLE))
    return simulate(load(*PACKAGES), reform, Organisations(frame(TWENTY)), DAY)


def measure(found, key):
    return next(each for each in found.measures if each.measure.id == key)


def test_the_table_has_twenty_organisations(found):
    assert found.whole.organisations == 20


def test_what_it_costs(found):
    assert found.whole.cost == {BEFORE: wan(745, 1_075), AFTER: wan(690, 1_100)}
    assert found.whole.effects.change == wan(-385, 185)


def test_how_many_are_entitled(found):
    """Certain before: A B G H I L N O U; perhaps also C D K P. After: A B G H J N O U; perhaps also C D K L P."""
    assert found.whole.entitled == {BEFORE: (9, 13), AFTER: (8, 13)}


def test_who_gains_and_who_loses(found):
    effects = found.whole.effects

    assert effects.counts == {
        Effect.GAINS: 5,  # G H J N O
        Effect.MAY_GAIN: 0,
        Effect.SAME: 7,  # E M Q R S T U
        Effect.EITHER: 3,  # K L P
        Effect.MAY_LOSE: 2,  # C D
        Effect.LOSES: 3,  # A B I
    }
    assert effects.changes[Effect.GAINS] == wan(30 + 25 + 80 + 30 + 30)
    assert effects.changes[Effect.LOSES] == wan(-50 - 50 - 100)
    assert effects.changes[Effect.MAY_LOSE] == wan(-200 - 30, 0)
    assert effects.changes[Effect.EITHER] == wan(-50 - 50 - 50, 80 + 30 + 80)


def test_each_measure_by_itself(found):
    consortia, milestones, loans = (measure(found, key) for key in ("m01", "m08", "m11"))

    assert [(s.present, s.met, s.unknown, s.not_met) for s in consortia.sides.values()] == [(5, 3, 1, 1), (5, 3, 1, 1)]
    assert [s.cost for s in consortia.sides.values()] == [wan(350, 580), wan(250, 420)]
    assert [(s.present, s.met, s.unknown, s.not_met) for s in milestones.sides.values()] == [
        (10, 6, 2, 2),
        (10, 5, 3, 2),
    ]
    assert [s.cost for s in milestones.sides.values()] == [wan(375, 475), wan(420, 660)]
    assert [s.cost for s in loans.sides.values()] == [wan(20), wan(20)]


def test_what_the_reform_does_not_touch_has_no_effects(found):
    touched = {each.measure.id: each.effects for each in found.measures if each.effects is not None}

    assert list(touched) == ["m01", "m08"]
    assert touched["m01"].counts[Effect.MAY_GAIN] == touched["m01"].counts[Effect.EITHER] == 0
    assert touched["m01"].change == wan(-50 - 50 - 200 - 30, -50 - 50)


def test_by_industry_and_size(found):
    by_industry = {group.value: group for group in found.groups["industry"]}
    by_size = {group.value: group.organisations for group in found.groups["size_class"]}

    assert {value: group.organisations for value, group in by_industry.items()} == {"芯片": 10, "软件": 6, "商贸": 4}
    assert by_industry["芯片"].cost == {BEFORE: wan(375, 475), AFTER: wan(420, 660)}
    assert by_industry["软件"].effects.counts[Effect.LOSES] == 2
    assert by_industry["商贸"].effects.counts[Effect.SAME] == 4
    assert by_size == {"中型": 10, "小型": 5, "微型": 5}


def cliffs(found, side):
    return {
        (each.line.words.zh, each.line.at): (each.below, each.certain, each.above, each.worth)
        for each in found.cliffs[side]
        if each.below or each.above
    }


def test_cliffs_of_the_baseline(found):
    """M is 3% short of 30 million and would get 500,000; O 4% short of 50 million, +250,000; J 8% short of an R&D share of 5%."""
    assert cliffs(found, BEFORE) == {
        ("营收", 3_000 * WAN): (1, 1, 1, wan(50)),
        ("营收", 5_000 * WAN): (1, 1, 0, wan(75 - 50)),
        ("研发费用占营收", 500): (1, 1, 0, wan(50)),
    }


def test_cliffs_of_the_reform(found):
    """J is well past 3% now; N stands just past the first line."""
    assert cliffs(found, AFTER) == {
        ("营收", 3_000 * WAN): (1, 1, 1, wan(80)),
        ("营收", 5_000 * WAN): (1, 1, 0, wan(100 - 80)),
    }


def test_what_drives_the_width(found):
    """The width of 410: C 150, K L P 80 each, D 20. Each hangs on one thing, whatever its value turns out to be."""
    drivers = [(each.assumption.opening.key, each.rows, each.vanishing, each.settled) for each in found.drivers]

    assert drivers == [
        ("iur_investment", 1, 150 * WAN, 1),
        ("hnte_valid", 1, 80 * WAN, 1),
        ("industry_in_focus", 1, 80 * WAN, 1),
        ("rd_expense", 1, 80 * WAN, 1),
        ("consortium_recognised", 1, 20 * WAN, 1),
    ]


def test_what_can_be_given_without_an_application(found):
    """m01: A and B of A B C D (C meets all, its amount is open); m08: G H J N O of these and K L P."""
    ready = {each.measure.id: (each.possible, each.ready, each.paid) for each in found.ready}

    assert ready == {"m01": (4, 2, wan(250)), "m08": (8, 5, wan(420)), "m11": (1, 1, wan(20))}


def test_which_conditions_keep_it_from_being_given(found):
    blockers = [(each.measure.id, each.words.zh, each.rows, each.alone, each.waiting) for each in found.blockers]

    assert sorted(blockers) == [
        ("m01", "创新联合体经认定", 1, 1, wan(20)),
        ("m08", "研发投入强度达到一定比例", 1, 1, wan(80)),
        ("m08", "限重点产业企业", 1, 1, wan(80)),
        ("m08", "高新技术企业有效", 1, 1, wan(80)),
    ]


def test_every_draw_lies_within_the_exact_range(found):
    for side, exact in found.whole.cost.items():
        totals = found.budgets[side].totals

        assert exact.low <= totals.min() <= totals.max() <= exact.high


def test_the_same_rules_change_nothing():
    packages = load(*PACKAGES)

    found = simulate(packages, packages, Organisations(frame(TWENTY)), DAY)

    assert found.whole.effects.counts[Effect.SAME] == 20
    assert found.whole.effects.change == Sum()
    assert found.whole.cost[BEFORE] == found.whole.cost[AFTER] == wan(745, 1_075)
    assert found.budgets["change"].totals.tolist() == [0] * 200


def test_a_table_without_any_matter_costs_nothing():
    found = simulate(
        load(*PACKAGES), reformed(PACKAGES, read_reform(EXAMPLE)), Organisations(frame(TWENTY[15:19])), DAY
    )

    assert found.whole.cost == {BEFORE: Sum(), AFTER: Sum()}
    assert found.whole.effects.counts[Effect.SAME] == 4
    assert found.drivers == []


def test_a_measure_that_is_switched_off_takes_all_that_it_gave(tmp_path):
    """m11 gives U 200,000 yuan."""
    reform = reform_of(tmp_path, "measures: {m11: off}")
    found = simulate(load(*PACKAGES), reform, Organisations(frame(TWENTY)), DAY)

    assert found.whole.effects.change == wan(-20)
    assert found.whole.effects.counts[Effect.LOSES] == 1


def test_a_determination_beyond_the_new_range_counts_as_its_end(tmp_path):
    """Two projects of the Qihang plan were granted 1.8 and 1 million; the reform allows 1.5 million at most."""
    import polars as pl

    base = {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False}
    project = {"vc_backed": True, "from_university": True, "landed_in_district": True, "qihang_admitted": True}
    rows = [
        {**base, **project, "qihang_project": name, "qihang_support_fen": sum_ * WAN}
        for name, sum_ in (("a", 180), ("b", 100))
    ]
    reform = reform_of(tmp_path, "ranges: {qihang_support: [0元, 150万元]}")

    found = simulate(load(*PACKAGES), reform, Organisations(pl.DataFrame(rows)), DAY)

    assert found.whole.cost == {BEFORE: wan(280), AFTER: wan(250)}
    assert found.limited == {"qihang_support_fen": 1}


def test_the_same_seed_gives_the_same_and_another_another():
    packages, reform, table = load(*PACKAGES), reformed(PACKAGES, read_reform(EXAMPLE)), Organisations(frame(TWENTY))

    first, again, other = (
        simulate(packages, reform, table, DAY, Options(seed=seed)).budgets[AFTER].totals.tolist() for seed in (7, 7, 8)
    )

    assert first == again
    assert first != other


def over(rows, rules=None, **options):
    packages = load(*PACKAGES)
    return simulate(packages, rules or packages, Organisations(frame(rows)), DAY, Options(**options))


def test_a_change_that_can_only_raise_lets_nobody_lose(tmp_path):
    """40% instead of 30% of an unknown sum, up to 200: from nothing to 200 more, and never less."""
    found = over([TWENTY[2]], reform_of(tmp_path, "measures: {m01: {change: [{from: 30%, to: 40%}]}}"))

    assert found.whole.effects.counts[Effect.MAY_GAIN] == 1
    assert found.whole.effects.change == wan(0, 200)


def test_a_condition_blocks_alone_only_where_all_others_are_met():
    """X lacks two things, Y one of them."""
    both = consortium("X", 100, consortium_recognised=None, consortium_lead_is_leading=None)
    found = over([both, consortium("Y", 100, consortium_recognised=None)])

    assert [(each.words.zh, each.rows, each.alone, each.waiting) for each in found.blockers] == [
        ("创新联合体经认定", 2, 1, wan(30)),
        ("牵头单位为龙头企业", 1, 0, wan(0)),
    ]


def test_what_one_thing_narrows_while_another_stays_open():
    """X may get 0 to 200. Its investment, 100 as the only one known, would leave 0 to 30; its recognition 0 to 200, or nothing."""
    found = over([consortium("X", None, consortium_recognised=None), consortium("Y", 100, consortium_recognised=False)])
    drivers = {each.assumption.opening.key: each for each in found.drivers}

    assert (drivers["iur_investment"].vanishing, drivers["iur_investment"].settled) == (170 * WAN, 0)
    assert 50 * WAN < drivers["consortium_recognised"].vanishing < 150 * WAN  # half of 16 times nothing, half 200


def test_a_matter_that_a_row_does_not_have_is_not_drawn_into_being():
    """Without columns of ids a row has a matter by its facts: C has a consortium, U has none whatever is drawn for others."""
    table = frame([consortium("C", 100, consortium_recognised=None), TWENTY[-1]]).drop(
        "consortium", "growth_event", "ip_financing"
    )
    rulebook = load(*PACKAGES)

    found = simulate(rulebook, rulebook, Organisations(table), DAY)

    assert found.whole.cost[AFTER] == wan(20, 50)
    assert set(found.budgets[AFTER].totals.tolist()) == {20 * WAN, 50 * WAN}
