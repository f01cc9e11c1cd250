"""Sound (SEMANTICS 1): for every completion of what is open, the concrete result lies in the range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihang.rulebook.fold import Fold
from sihang.rulebook.scalar import SCALAR
from tests.builders.plain_rules import PlainRules
from tests.builders.random_rules import RuleMaker
from tests.builders.worlds import atoms, draw_known, draw_rough, draw_world, view
from tests.builders.ranges import is_settled, lies_in

randomness = st.randoms(use_true_random=False)


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
    settled, found = plain.value(node), Fold(SCALAR, view(world, atoms(world))).value(node)

    assert lies_in(kind, settled, found)
    assert plain.chose or is_settled(kind, found), (settled, found, node)
