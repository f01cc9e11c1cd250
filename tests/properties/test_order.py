"""The same case gives the same answer, in whatever order its keys stand and however often it is asked."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.cases import PACKAGES, CaseMaker


def shuffled(rng, value):
    """The same JSON with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = sorted(value)
        rng.shuffle(keys)
        return {key: shuffled(rng, value[key]) for key in keys}
    return [shuffled(rng, each) for each in value] if isinstance(value, list) else value


@settings(max_examples=settings.default.max_examples // 4)  # two full answers each
@given(st.randoms(use_true_random=True))
def test_the_order_of_keys_changes_nothing(rng):
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    world = maker.world(matters=2)
    case = maker.case(world, maker.draw_known(world))
    case |= {"organisation": {"name": "示例企业", "uscc": "91310110MADEM0011Y"}}

    once = maker.rulebook.assess(case, on=maker.on)
    again = maker.rulebook.assess(shuffled(rng, case), on=maker.on)

    assert json.dumps(once.as_json("en")) == json.dumps(again.as_json("en"))
