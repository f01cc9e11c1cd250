"""Sound (SEMANTICS 1): for every completion of what is open, the concrete result lies in the range.

The concrete result is worked out by other means: `plain_rules` for random rules, `clauses` for the shipped ones.
"""

from hypothesis import given
from hypothesis import strategies as st

from sihang.rulebook.evaluate import evaluate
from sihang.rulebook.facts import FOUNDED, Kind
from sihang.rulebook.fold import Fold
from sihang.rulebook.scalar import SCALAR
from tests.builders.cases import PACKAGES, CaseMaker, supposing_earlier
from tests.builders.clauses import Claim, best_total, decide
from tests.builders.plain_rules import PlainRules
from tests.builders.random_rules import RuleMaker
from tests.builders.ranges import is_settled, lies_in
from tests.builders.worlds import atoms, draw_known, draw_rough, draw_world, view, without_the_obvious

randomness = st.randoms(use_true_random=False)
seeded = st.randoms(use_true_random=True)  # whole cases: quick to draw, and not worth shrinking


@given(randomness)
def test_what_a_rule_gives_once_all_is_settled_lies_in_the_range_that_it_gave_before(rng):
    kind, node = RuleMaker(rng).any_kind()
    world = draw_world(rng)
    situation = view(world, draw_known(rng, world), draw_rough(rng, world))

    settled = PlainRules(world, rng).value(node)

    assert lies_in(kind, settled, Fold(SCALAR, situation).value(node)), (settled, node)


@given(randomness)
def test_a_rule_over_known_facts_gives_exactly_its_plain_value(rng):
    kind, node = RuleMaker(rng).any_kind()
    world = draw_world(rng)

    plain = PlainRules(world, rng)
    known = without_the_obvious(world, atoms(world))
    settled, found = plain.value(node), Fold(SCALAR, view(world, known)).value(node)

    assert lies_in(kind, settled, found), (settled, found, node)
    assert plain.chose or is_settled(kind, found), (settled, found, node)


@given(randomness)
def test_a_rule_over_years_takes_each_year_as_known_as_absent_or_as_open(rng):
    kind, node = RuleMaker(rng).over_years()
    world = draw_world(rng)
    known = without_the_obvious(world, atoms(world))
    figures = [atom for atom in known if atom[1] is not None]
    untold = rng.sample(figures, rng.randint(0, min(2, len(figures)))) + [(FOUNDED, None)] * (rng.randint(0, 4) == 0)

    settled = PlainRules(world, rng).value(node)
    found = Fold(SCALAR, view(world, [atom for atom in known if atom not in untold])).value(node)

    assert lies_in(kind, settled, found), (settled, found, node, untold, world.series)
    assert untold or is_settled(kind, found), (settled, found, node)


def claims(maker, world, assessment):
    """Each evaluation with the matter that it is for, and its place; a matter that no one claims may be anything."""
    for each in assessment.evaluations:
        if each.matter is not None:
            place = next(n for n, matter in enumerate(world.matters) if matter.id == each.matter.id)
            yield each, world.matters[place], place
        elif each.measure.matter is not None:
            yield each, maker.matter("M-0", each.measure.matter), None
        else:
            yield each, world.matters[0], None


@given(seeded)
def test_what_the_clauses_give_once_all_is_settled_lies_in_the_ranges_of_the_assessment(rng):
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    world = maker.world()
    assessment = maker.rulebook.assess(maker.case(world, maker.draw_known(world)), on=maker.on)

    awards = []
    for each, matter, _ in claims(maker, world, assessment):
        met, amounts = decide(each.measure.id, world, matter, maker.packages)
        assert lies_in(Kind.YES_NO, met, each.met), (each.measure.id, met, each.finding)
        for fen in amounts:
            assert lies_in(Kind.MONEY, fen, each.if_met), (each.measure.id, fen, each.if_met)
            assert lies_in(Kind.MONEY, fen if met else 0, each.amount), (each.measure.id, met, fen, each.amount)
        if met and each.matter is not None:
            awards.append((each.measure.id, matter, amounts[0]))
    best = assessment.combination
    assert lies_in(Kind.MONEY, best_total(world, awards), (best.low, best.high)), (awards, best)


@given(seeded)
def test_a_shipped_measure_decides_a_completed_case_exactly_as_the_clauses_do(rng):
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    world = maker.world()
    known = maker.draw_known(world)
    assessment = maker.rulebook.assess(maker.case(world, known), on=maker.on)

    for each, matter, place in claims(maker, world, assessment):
        awards = Claim(world, matter, maker.packages).earlier(each.measure.id)
        situation = supposing_earlier(maker.complete(each, world, matter, known, place), awards)
        met, amounts = decide(each.measure.id, world, matter, maker.packages)

        completed = evaluate(each.measure, each.matter, situation, each.superseded)

        assert completed.met == (met, met), (each.measure.id, met, completed.finding)
        assert completed.if_met == (min(amounts), max(amounts)), each.measure.id
