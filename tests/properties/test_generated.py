"""Generated functions and the walk over the tree give the same value for every node, bit for bit (decision 0012)."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from sihang.rulebook import expressions as x
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import FOUNDED, Fact, Kind
from sihang.rulebook.fold import Fold
from sihang.rulebook.generated import Ruleset, function_of, program_of
from sihang.rulebook.overlap import best_combination
from sihang.rulebook.routine import Routine, look_up
from sihang.rulebook.scalar import SCALAR, Situation, unknown
from tests.builders.cases import PACKAGES, CaseMaker
from tests.builders.random_rules import OPEN_THINGS, RuleMaker
from tests.builders.worlds import draw_known, draw_rough, draw_world, view

randomness = st.randoms(use_true_random=False)
seeded = st.randoms(use_true_random=True)  # whole cases: quick to draw, and not worth shrinking

EDGES = (0, 1, 2, 9_999, 10_000, 10_001, 10**14, NO_BOUND // 10_000, NO_BOUND // 3, NO_BOUND - 1, NO_BOUND)
"""Where rounding, and the step to no upper bound, show."""


def unlike(rules, situation, trace):
    """The nodes whose value in a trace is not what the walk gives, or is of another type (True is not 1)."""
    walk = Fold(SCALAR, situation)
    values = [(node, walk.value(node), look_up(node, trace, situation)) for node in rules.nodes]
    return [each for each in values if repr(each[1]) != repr(each[2])]


def agree(rules, situation, result):
    assert unlike(rules, situation, result[3]) == []
    assert repr(result[:3]) == repr(Routine(rules).walk(situation)[:3])


def draw_rules(rng):
    """The rules of a measure: a few conditions, an amount or none, and something else."""
    maker = RuleMaker(rng)
    conditions = [maker.yes_no(3) for _ in range(rng.randint(0, 3))]
    amount = maker.ordered(Kind.MONEY, 3, signed=True) if rng.randint(0, 3) else None
    others = [maker.any_kind()[1], maker.over_years()[1]]
    return Ruleset("drawn", conditions, amount, others[: rng.randint(0, 2)])


@given(randomness)
def test_random_rules_over_known_unknown_and_roughly_known_facts(rng):
    rules, world = draw_rules(rng), draw_world(rng)
    situation = view(world, draw_known(rng, world), draw_rough(rng, world))

    run, _ = function_of(rules)

    agree(rules, situation, run(situation))


@given(randomness)
def test_random_rules_over_values_at_the_edges(rng):
    rules, world = draw_rules(rng), draw_world(rng)
    situation = view(world, draw_known(rng, world))
    for thing in rng.sample(OPEN_THINGS, 6):
        if thing.kind in (Kind.MONEY, Kind.RATE, Kind.INTEGER):  # whatever is supposed, in its domain or not
            low, high = sorted((rng.choice(EDGES), rng.choice(EDGES)))
            situation = situation.supposing(thing.key, (low, high))

    run, _ = function_of(rules)

    agree(rules, situation, run(situation))


@given(randomness)
def test_one_function_serves_one_situation_after_another(rng):
    rules, world = draw_rules(rng), draw_world(rng)
    run, _ = function_of(rules)
    for _ in range(3):
        thing = rng.choice(OPEN_THINGS)
        situation = view(world, draw_known(rng, world)).supposing(thing.key, unknown(thing))
        agree(rules, situation, run(situation))


def of_a_matter(part, keys):
    """A rule in which the facts of `keys` are those of a matter."""
    if isinstance(part, Fact):
        return replace(part, holder="project") if part.key in keys else part
    if isinstance(part, tuple):
        return tuple(of_a_matter(each, keys) for each in part)
    if isinstance(part, x.Node | x.Tier | x.Row):
        return type(part)(*(of_a_matter(getattr(part, field.name), keys) for field in fields(part)))
    return part


@given(randomness)
def test_a_program_of_random_measures(rng):
    facts = [thing.key for thing in OPEN_THINGS if isinstance(thing, Fact) and thing.key != FOUNDED]
    of_matter = set(rng.sample(facts, rng.randint(0, len(facts))))
    measures = []
    for drawn in (draw_rules(rng) for _ in range(rng.randint(1, 3))):
        conditions, others = (
            [of_a_matter(node, of_matter) for node in part] for part in (drawn.conditions, drawn.others)
        )
        measures.append(Ruleset(drawn.name, conditions, of_a_matter(drawn.amount, of_matter), others))
    program = program_of(measures)

    for _ in range(2):
        world = draw_world(rng)
        seen = view(world, draw_known(rng, world), draw_rough(rng, world))
        values = {key: value for key, value in seen.values.items() if key in facts or key == FOUNDED}
        own = {key: value for key, value in values.items() if key in of_matter}
        plain = Situation({key: value for key, value in values.items() if key not in of_matter}, seen.series)
        claimed = Situation(plain.values, seen.series, own)
        shared, without_matter = program.start(plain)
        for rules, work_out, unclaimed in zip(measures, program.claims, without_matter, strict=True):
            agree(rules, plain, unclaimed)
            agree(rules, claimed, work_out(claimed, shared))


def answers(case, found, relations):
    """Findings, ranges and the combination."""
    best = best_combination(case, found, relations)
    take = [(each.evaluation.measure.id, each.evaluation.matter.id, each.low, each.high) for each in best.take]
    leave = [
        (each.evaluation.measure.id, [other.measure.id for other in each.instead], each.basis) for each in best.leave
    ]
    results = [
        (each.measure.id, each.matter and each.matter.id, each.finding, each.amount, each.if_met) for each in found
    ]
    return results, best[:3], take, leave


def by_walking(each):
    met, if_met, amount, walk = each.measure.routine.walk(each.situation)
    if each.superseded is not None:
        met, amount = (False, False), (0, 0)
    return each._replace(met=met, if_met=if_met, amount=amount, trace=walk)


@given(seeded)
def test_the_shipped_measures_and_their_combination(rng):
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    world, rulebook = maker.world(), maker.rulebook
    case = rulebook.read(maker.case(world, maker.draw_known(world)), maker.on)
    evaluator = rulebook.evaluator(rulebook.rules(maker.on))
    if evaluator.program is None:
        evaluator.write()

    assessment = rulebook.assess(case, on=maker.on)

    found = assessment.evaluations
    for each in found:
        routine = each.measure.routine
        if routine.source is None:
            routine.write()
        assert unlike(routine.rules, each.situation, each.trace) == []
        agree(routine.rules, each.situation, routine.work_out(each.situation))
    walked = [by_walking(each) for each in found]
    assert answers(case, found, rulebook.relations) == answers(case, walked, rulebook.relations)
