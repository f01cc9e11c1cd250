"""Which way a change of a rule can move a result, whatever is open."""

from datetime import date

import pytest

from sihang.lab.simulating.direction import EITHER, LESS, MORE, SAME, of_measures
from sihang.rulebook import load
from tests.builders.reforms import PACKAGES, reform_of

DAY = date(2025, 6, 30)


def measure(rulebook, key):
    rules = rulebook.rules(DAY)
    return next((each for each in rules.measures if each.id == key), None), key in rules.superseded


CASES = [
    ("m01", "measures: {m01: {change: [{from: 30%, to: 20%}]}}", LESS),
    ("m01", "measures: {m01: {change: [{from: 30%, to: 40%}]}}", MORE),
    ("m01", "measures: {m01: {change: [{from: 30%, to: 40%}, {from: 200万元, to: 150万元}]}}", EITHER),
    ("m01", "measures: {m01: {change: [{from: 30%, to: 30.0%}]}}", SAME),
    ("m01", "measures: {m01: {add: [有上下游企业参与]}}", LESS),
    ("m01", "measures: {m01: {drop: [牵头单位在重点领域]}}", MORE),
    ("m01", "measures: {m01: {drop: [牵头单位在重点领域], add: [有上下游企业参与]}}", EITHER),
    ("m01", "measures: {m01: {change: [{from: 有本区高校参与 或 有上下游企业参与, to: 有本区高校参与}]}}", LESS),
    ("m01", "measures: {m01: {kinds: [enterprise, university]}}", MORE),
    ("m01", "measures: {m01: off}", LESS),
    ("m02", "measures: {m01: off}", SAME),
    ("m08", "slots: {rd_intensity_min: 3%}", MORE),
    ("m08", "slots: {growth_min: 25%}", LESS),
    ("m08", "slots: {tier_30m: 60万元}", MORE),
    ("m08", "slots: {tier_30m: 60万元, tier_100m: 90万元}", EITHER),
    ("m08", "measures: {m08: {change: [{from: 3000万元, to: 2000万元, everywhere: true}]}}", EITHER),
    ("m08", "slots: {tier_30m: 50万元}", SAME),
    ("m08", "slots: {tier_30m: open}", MORE),
    ("m03", "ranges: {challenge_rate: [10%, 20%]}", LESS),
    ("m03", "ranges: {challenge_rate: [10%, 40%]}", MORE),
    ("m12", "slots: {listing_tier: {change: [{from: 300万元, to: 400万元}]}}", MORE),
]  # fmt: skip


@pytest.mark.parametrize(("key", "text", "direction"), CASES)
def test_a_reform_moves_a_measure_this_way(tmp_path, key, text, direction):
    (before, ended_before), (after, ended_after) = (
        measure(book, key) for book in (load(*PACKAGES), reform_of(tmp_path, text))
    )

    assert of_measures(before, after, ended=(ended_before, ended_after)) == direction


def test_a_measure_that_is_new_can_only_give_more():
    found, _ = measure(load(*PACKAGES), "m01")

    assert of_measures(None, found) == MORE
    assert of_measures(found, None) == LESS
