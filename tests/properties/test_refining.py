"""Refining (SEMANTICS 1): what becomes known never widens a range and never flips met to not met or back."""

from hypothesis import given
from hypothesis import strategies as st

from sihang.rulebook.facts import Kind
from sihang.rulebook.fold import Fold
from sihang.rulebook.scalar import SCALAR
from tests.builders.cases import PACKAGES, CaseMaker
from tests.builders.random_rules import RuleMaker
from tests.builders.ranges import is_within
from tests.builders.worlds import atoms, draw_known, draw_rough, draw_world, view

randomness = st.randoms(use_true_random=False)
seeded = st.randoms(use_true_random=True)  # whole cases: quick to draw, and not worth shrinking


@given(randomness)
def test_a_rule_that_hears_more_gives_no_wider_range(rng):
    kind, node = RuleMaker(rng).any_kind()
    world = draw_world(rng)
    known = draw_known(rng, world)
    more = [atom for atom in atoms(world) if rng.randint(0, 2) == 0]

    rough = draw_rough(rng, world)

    before = Fold(SCALAR, view(world, known, rough)).value(node)
    after = Fold(SCALAR, view(world, {*known, *more}, rough)).value(node)

    assert is_within(kind, after, before), (before, after, node)


@given(randomness)
def test_a_rule_that_hears_one_thing_more_gives_no_wider_range(rng):
    kind, node = RuleMaker(rng).any_kind()
    world = draw_world(rng)
    known = set(draw_known(rng, world))

    before = Fold(SCALAR, view(world, known)).value(node)
    for atom in rng.sample(atoms(world), 4):
        after = Fold(SCALAR, view(world, known | {atom})).value(node)
        assert is_within(kind, after, before), (atom, before, after, node)
        known, before = known | {atom}, after


def by_claim(assessment):
    return {(each.measure.id, each.matter and each.matter.id): each for each in assessment.evaluations}


def assert_no_wider(after, before):
    """No range of `after` is wider than that of `before`; a measure that the organisation cannot apply for may fall away."""
    found = by_claim(after)
    for claim, old in by_claim(before).items():
        if claim not in found:
            assert claim[1] is None
            assert not old.met[0], claim
            continue
        new = found[claim]
        assert is_within(Kind.YES_NO, new.met, old.met), (claim, old.finding, new.finding)
        assert is_within(Kind.MONEY, new.amount, old.amount), (claim, old.amount, new.amount)
        assert is_within(Kind.MONEY, new.if_met, old.if_met), (claim, old.if_met, new.if_met)
        for service in old.measure.services:
            for node, kind in ((service.when, Kind.YES_NO), (service.quantity, Kind.INTEGER)):
                assert node is None or is_within(kind, new.pair(node), old.pair(node)), (claim, service.key)
    assert set(found) <= set(by_claim(before))
    sums = [(each.combination.low, each.combination.high) for each in (after, before)]
    assert is_within(Kind.MONEY, *sums), sums


@given(seeded)
def test_a_case_that_tells_more_gets_no_wider_assessment(rng):
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    world = maker.world(matters=5)
    known = maker.draw_known(world)
    more = maker.draw_known(world)

    before = maker.rulebook.assess(maker.case(world, known), on=maker.on)
    after = maker.rulebook.assess(maker.case(world, known | more), on=maker.on)

    assert_no_wider(after, before)


@given(seeded)
def test_a_case_that_tells_one_thing_more_gets_no_wider_assessment(rng):
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    world = maker.world(matters=2)
    known = maker.draw_known(world)
    before = maker.rulebook.assess(maker.case(world, known), on=maker.on)

    untold = [atom for atom in maker.atoms(world) if atom not in known]
    for atom in rng.sample(untold, min(len(untold), 5)):
        after = maker.rulebook.assess(maker.case(world, known | {atom}), on=maker.on)
        assert_no_wider(after, before)
        known, before = known | {atom}, after


@given(seeded)
def test_a_year_stated_before_the_founding_still_never_widens_anything(rng):
    """Two facts that contradict each other: nothing follows from them but that hearing more does no harm."""
    maker = CaseMaker(rng, PACKAGES[-1])
    world = maker.world(matters=1)
    known = {*maker.draw_known(world), *(("series", "revenue", year) for year in world.series["revenue"])}
    world.organisation["founded_year"] = rng.randint(2016, 2030)

    before = maker.rulebook.assess(maker.case(world, known - {("facts", "founded_year")}), on=maker.on)
    after = maker.rulebook.assess(maker.case(world, known | {("facts", "founded_year")}), on=maker.on)

    assert_no_wider(after, before)
