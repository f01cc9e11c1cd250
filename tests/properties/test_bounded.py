"""Bounded (SEMANTICS 1): no benefit exceeds its ceiling, a share of a greater base is never smaller, and
rounding gives whole fen, never above the exact share (I-03)."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sihang.rulebook import expressions as x
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Kind
from sihang.rulebook.fold import Fold
from sihang.rulebook.scalar import SCALAR
from tests.builders.cases import PACKAGES, CaseMaker
from tests.builders.clauses import EXAMPLE, HNTE, HNTE_FROM, TERM, WAN
from tests.builders.random_rules import FACTS, RuleMaker
from tests.builders.worlds import draw_known, draw_world, view

seeded = st.randoms(use_true_random=True)

CEILINGS = {
    "m01": 200 * WAN, "m02": 500 * WAN, "m03": 200 * WAN, "m04a": 100 * WAN, "m04c": 200 * WAN, "m08": 100 * WAN,
    "m09": 500 * WAN,
}  # fmt: skip
"""最高 in the text of each measure. m04b, m05, m06 match another award; the others name no sum."""
EXAMPLE_CEILINGS = {"m11": 30 * WAN, "m12": 300 * WAN}
HNTE_CEILING = 20 * WAN
BASES = {
    "m01": ("iur_investment", 30), "m03": ("challenge_rd_expense", 30), "m04a": ("platform_operating_cost", 100),
    "m04b": ("city_award_approved", 100), "m06": ("carrier_city_award", 100), "m09": ("scenario_total_investment", 100),
}  # fmt: skip
"""The money fact that a measure gives a share of, and the greatest share in percent."""
EXAMPLE_BASES = {
    "m05": ("hq_city_support", 100), "m07a": ("fund_city_award", 100), "m09": ("scenario_total_investment", 10),
    "m11": ("ip_interest_paid", 50),
}  # fmt: skip
MORE_BASES = {"m04b": "city_award_received", "m05": "hq_city_support"}
"""Bases without a greatest share of their own: the other of two, and one whose ratio is open."""


def bases_of(maker):
    """Measure to (base, greatest share in percent), under the packages loaded and in force."""
    return {**BASES, **(EXAMPLE_BASES if is_example(maker) else {})}


def is_example(maker):
    return EXAMPLE in maker.packages and TERM[0] <= maker.on <= TERM[1]


def assessed(maker, world, known):
    return maker.rulebook.assess(maker.case(world, known), on=maker.on)


@given(seeded)
def test_no_benefit_is_above_the_ceiling_of_its_clause(rng):
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    world = maker.world(matters=5)
    ceilings = {**CEILINGS, **(EXAMPLE_CEILINGS if is_example(maker) else {})}

    for each in assessed(maker, world, maker.draw_known(world)).evaluations:
        ceiling = ceilings.get(each.measure.id, NO_BOUND)
        assert 0 <= each.amount[0] <= each.amount[1] <= max(ceiling, each.if_met[1]), each.measure.id
        assert 0 <= each.if_met[0] <= each.if_met[1] <= ceiling, (each.measure.id, each.if_met)


@given(seeded)
def test_an_award_for_a_recognition_after_the_document_is_at_most_its_highest_sum(rng):
    maker = CaseMaker(rng, rng.choice([packages for packages in PACKAGES if HNTE in packages]))
    matter = maker.matter("M-1", "hnte_recognition")
    world = maker.world()
    world.matters = [matter]
    known = {*maker.draw_known(world), ("matter", 0, "hnte_event_on")}

    for each in assessed(maker, world, known).evaluations:
        if each.measure.id == "m07b" and min(maker.on, matter.facts["hnte_event_on"]) >= HNTE_FROM:
            assert each.if_met[1] <= HNTE_CEILING


@given(seeded)
def test_a_share_is_never_more_than_its_base_allows(rng):
    """Whole fen: an exact share is never rounded up (I-03)."""
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    world = maker.world(matters=5)
    bases = bases_of(maker)
    known = {*maker.draw_known(world), *(("matter", n, key) for n, m in enumerate(world.matters) for key in m.facts)}

    for each in assessed(maker, world, known).evaluations:
        assert all(type(side) is int for side in (*each.amount, *each.if_met))
        if each.matter is None or each.measure.id not in bases:
            continue
        base, percent = bases[each.measure.id]
        facts = next(matter.facts for matter in world.matters if matter.id == each.matter.id)
        assert Fraction(each.if_met[1]) <= Fraction(facts[base] * percent, 100), each.measure.id


@given(seeded)
def test_a_share_of_a_greater_base_is_never_smaller(rng):
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    bases = {(measure, base) for measure, (base, _) in bases_of(maker).items()} | set(MORE_BASES.items())
    measure, base = rng.choice(sorted(bases))
    matter_type = next(m.matter for m in maker.rulebook.rules(maker.on).measures if m.id == measure)
    world = maker.world()
    world.matters = [maker.matter("M-1", matter_type)]
    known = {*maker.draw_known(world), ("matter", 0, base)}
    facts = world.matters[0].facts

    facts[base] = rng.choice((0, 1, 3_333, 666_666_667, rng.randint(0, 10**9), rng.randint(0, 10**14)))
    smaller = assessed(maker, world, known)
    facts[base] = min(10**14, facts[base] + rng.choice((1, 2, 10_000, rng.randint(1, 10**14))))
    greater = assessed(maker, world, known)

    for old, new in zip(smaller.evaluations, greater.evaluations, strict=True):
        assert old.if_met[0] <= new.if_met[0], (measure, base, old.if_met, new.if_met)
        assert old.if_met[1] <= new.if_met[1], (measure, base, old.if_met, new.if_met)
        assert old.amount[1] <= new.amount[1]
    assert smaller.combination.high <= greater.combination.high


@given(seeded, st.integers(0, 10**14), st.integers(0, 10**14), st.integers(0, 10_000))
def test_any_share_rounds_down_to_whole_fen_and_rises_with_its_base(rng, fen, more, bp):
    amount, rate = FACTS[Kind.MONEY][0], FACTS[Kind.RATE][0]
    ceiling = RuleMaker(rng).ordered(Kind.MONEY, 1)
    world = draw_world(rng)
    known = {*draw_known(rng, world), (amount.key, None), (rate.key, None)}
    node = x.Share(x.Given(amount), x.Given(rate))
    capped = x.AtMost(node, ceiling)
    world.values |= {amount.key: fen, rate.key: bp}
    fold = Fold(SCALAR, view(world, known))
    world.values[amount.key] = fen + more
    higher = Fold(SCALAR, view(world, known))

    low, high = fold.value(node)
    assert low == high
    assert 0 <= Fraction(fen * bp, 10_000) - low < 1
    assert all(a <= b for a, b in zip(fold.value(node), higher.value(node), strict=True))
    assert all(a <= b for a, b in zip(fold.value(capped), fold.value(ceiling), strict=True))
    assert all(a <= b for a, b in zip(fold.value(capped), fold.value(node), strict=True))
