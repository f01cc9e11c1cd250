"""从优、从高、不重复 on the desk: every expected number is worked out by hand."""

import subprocess
import sys

import pytest

from sihang.rulebook.bounds import NO_BOUND, saturate
from sihang.rulebook.combine import (
    Candidate,
    Combination,
    Conflict,
    Left,
    Received,
    Taken,
    combine,
)

WAN = 1_000_000
"""万元 in fen."""


def candidate(measure, low, high=None, *, matter="M-1", project=None):
    """A candidate with its amount in fen; without a project its matter is a project of its own."""
    return Candidate(measure, matter, project or matter, low, low if high is None else high)


@pytest.fixture(params=[12, 0], ids=["enumeration", "milp"], name="decide")
def both_ways(request):
    """Every case on the desk has one answer, whichever way it is found."""

    def decide(candidates, conflicts=(), received=()):
        return combine(candidates, conflicts, received, enumerate_up_to=request.param)

    return decide


def test_nothing_to_combine(decide):
    assert decide([]) == Combination(0, 0, True, (), ())


def test_supports_that_do_not_overlap_are_all_taken(decide):
    combination = decide([candidate("m02", 50 * WAN), candidate("m09", 0, 30 * WAN, matter="M-2")])

    assert combination == Combination(
        50 * WAN, 80 * WAN, True, (Taken(0, 50 * WAN, 50 * WAN), Taken(1, 0, 30 * WAN)), ()
    )


def test_what_was_received_for_the_project_is_deducted(decide):
    """The example of SEMANTICS 3: m03 gives 200万元, of which 50万元 were received for P-7."""
    combination = decide([candidate("m03", 200 * WAN, project="P-7")], received=[Received("P-7", 50 * WAN, 50 * WAN)])

    assert combination == Combination(150 * WAN, 150 * WAN, True, (Taken(0, 150 * WAN, 150 * WAN),), ())


def test_what_was_received_for_another_project_is_not_deducted(decide):
    combination = decide([candidate("m03", 200 * WAN, project="P-7")], received=[Received("P-8", 50 * WAN, 50 * WAN)])

    assert combination.take == (Taken(0, 200 * WAN, 200 * WAN),)


def test_of_m01_and_m03_for_one_project_the_higher_counts(decide):
    """m01 gives 30% of 400万元 = 120万元, m03 its ceiling of 200万元."""
    m01 = candidate("m01", 120 * WAN, matter="LHT-1", project="P-7")
    m03 = candidate("m03", 200 * WAN, matter="JB-1", project="P-7")

    combination = decide([m01, m03], [Conflict(0, 1)])

    assert combination == Combination(
        200 * WAN, 200 * WAN, True, (Taken(1, 200 * WAN, 200 * WAN),), (Left(0, against=(1,)),)
    )


def test_of_m01_and_m03_the_higher_counts_before_the_deduction(decide):
    """The greater of max(0, 120 − 150) and max(0, 200 − 150) is 50万元."""
    m01 = candidate("m01", 120 * WAN, matter="LHT-1", project="P-7")
    m03 = candidate("m03", 200 * WAN, matter="JB-1", project="P-7")

    combination = decide([m01, m03], [Conflict(0, 1)], [Received("P-7", 150 * WAN, 150 * WAN)])

    assert combination == Combination(
        50 * WAN, 50 * WAN, True, (Taken(1, 50 * WAN, 50 * WAN),), (Left(0, against=(1,)),)
    )


def test_between_m05_and_m06_an_open_amount_makes_the_choice_uncertain(decide):
    """m05 gives 20万元; m06 gives from 10 to 30万元, which may be more."""
    combination = decide([candidate("m05", 20 * WAN), candidate("m06", 10 * WAN, 30 * WAN)], [Conflict(0, 1)])

    assert combination == Combination(
        20 * WAN, 30 * WAN, False, (Taken(0, 20 * WAN, 20 * WAN),), (Left(1, against=(0,)),)
    )


def test_the_choice_is_certain_where_the_other_cannot_be_more(decide):
    combination = decide([candidate("m05", 10 * WAN, 20 * WAN), candidate("m06", 20 * WAN)], [Conflict(0, 1)])

    assert (combination.low, combination.high, combination.certain) == (20 * WAN, 20 * WAN, True)
    assert combination.take == (Taken(1, 20 * WAN, 20 * WAN),)


def test_two_small_supports_may_beat_a_great_one(decide):
    """m01 conflicts with m03 and m05 (100 against 60 + 60万元)."""
    candidates = [candidate("m01", 100 * WAN), candidate("m03", 60 * WAN), candidate("m05", 60 * WAN)]

    combination = decide(candidates, [Conflict(0, 1), Conflict(0, 2)])

    assert (combination.low, combination.certain) == (120 * WAN, True)
    assert combination.take == (Taken(1, 60 * WAN, 60 * WAN), Taken(2, 60 * WAN, 60 * WAN))
    assert combination.leave == (Left(0, against=(1, 2)),)


def test_with_unknown_findings_the_one_that_could_give_more_is_taken(decide):
    combination = decide([candidate("m05", 0, 20 * WAN), candidate("m06", 0, 30 * WAN)], [Conflict(0, 1)])

    assert (combination.low, combination.high, combination.certain) == (0, 30 * WAN, False)
    assert combination.take == (Taken(1, 0, 30 * WAN),)


def test_of_equal_supports_the_lower_measure_id_is_taken(decide):
    combination = decide([candidate("m05", 20 * WAN), candidate("m06", 20 * WAN)], [Conflict(0, 1)])

    assert combination == Combination(
        20 * WAN, 20 * WAN, True, (Taken(0, 20 * WAN, 20 * WAN),), (Left(1, against=(0,)),)
    )


def test_of_equal_totals_the_set_with_the_lower_measure_ids_is_taken(decide):
    """m01 + m05 and m03 + m06 are both 50万元; each of the one pair conflicts with each of the other."""
    candidates = [candidate(m, low * WAN) for m, low in [("m01", 20), ("m03", 10), ("m05", 30), ("m06", 40)]]

    combination = decide(candidates, [Conflict(0, 1), Conflict(0, 3), Conflict(1, 2), Conflict(2, 3)])

    assert [taken.index for taken in combination.take] == [0, 2]


def test_a_pending_support_is_a_range(decide):
    """50万元 are paid and 30万元 more pending: of 200万元, 120 to 150万元 remain."""
    combination = decide(
        [candidate("m03", 200 * WAN, project="P-7")],
        received=[Received("P-7", 50 * WAN, 50 * WAN), Received("P-7", 0, 30 * WAN)],
    )

    assert combination == Combination(120 * WAN, 150 * WAN, True, (Taken(0, 120 * WAN, 150 * WAN),), ())


def test_more_received_than_supported_leaves_nothing(decide):
    combination = decide([candidate("m03", 200 * WAN, project="P-7")], received=[Received("P-7", 250 * WAN, 250 * WAN)])

    assert combination == Combination(0, 0, True, (Taken(0, 0, 0),), ())


def test_a_deduction_is_made_once_from_the_first_measure_on(decide):
    """Of 30 + 100万元, 50万元 were received: m01 loses 30, m09 loses 20."""
    m01 = candidate("m01", 30 * WAN, matter="LHT-1", project="P-7")
    m09 = candidate("m09", 100 * WAN, matter="CJ-1", project="P-7")

    combination = decide([m01, m09], received=[Received("P-7", 50 * WAN, 50 * WAN)])

    assert combination == Combination(80 * WAN, 80 * WAN, True, (Taken(0, 0, 0), Taken(1, 80 * WAN, 80 * WAN)), ())


def test_a_deduction_from_open_amounts(decide):
    """At worst 10 + 100 less 50 = 0 + 60; at best 40 + 100 less 50 = 0 + 90."""
    m01 = candidate("m01", 10 * WAN, 40 * WAN, matter="LHT-1", project="P-7")
    m09 = candidate("m09", 100 * WAN, matter="CJ-1", project="P-7")

    combination = decide([m01, m09], received=[Received("P-7", 50 * WAN, 50 * WAN)])

    assert combination == Combination(60 * WAN, 90 * WAN, True, (Taken(0, 0, 0), Taken(1, 60 * WAN, 90 * WAN)), ())


def test_what_was_received_can_turn_the_choice(decide):
    """m01 gives 100万元 for P-7, of which 60 were received; m05 gives 50万元 for another project."""
    m01, m05 = candidate("m01", 100 * WAN, project="P-7"), candidate("m05", 50 * WAN, project="P-8")

    combination = decide([m01, m05], [Conflict(0, 1)], [Received("P-7", 60 * WAN, 60 * WAN)])

    assert (combination.low, combination.certain) == (50 * WAN, True)
    assert combination.take == (Taken(1, 50 * WAN, 50 * WAN),)


def test_a_pending_support_can_make_the_choice_uncertain(decide):
    """As above, but the 60万元 are pending: m01 is worth 40 to 100万元."""
    m01, m05 = candidate("m01", 100 * WAN, project="P-7"), candidate("m05", 50 * WAN, project="P-8")

    combination = decide([m01, m05], [Conflict(0, 1)], [Received("P-7", 0, 60 * WAN)])

    assert (combination.low, combination.high, combination.certain) == (50 * WAN, 100 * WAN, False)
    assert combination.take == (Taken(1, 50 * WAN, 50 * WAN),)


def test_a_certain_set_is_taken_though_another_ties_at_both_ends(decide):
    """m01 gives 0 to 10万元, m03 exactly 10, and 0 to 10 are pending for their project.

    At worst both are worth 0, at best both 10万元; but with 0 from m01 and nothing received, only m03 pays.
    """
    m01 = candidate("m01", 0, 10 * WAN, matter="LHT-1", project="P-7")
    m03 = candidate("m03", 10 * WAN, matter="JB-1", project="P-7")

    combination = decide([m01, m03], [Conflict(0, 1)], [Received("P-7", 0, 10 * WAN)])

    assert combination == Combination(0, 10 * WAN, True, (Taken(1, 0, 10 * WAN),), (Left(0, against=(1,)),))


def test_no_upper_bound_stays_no_upper_bound(decide):
    m02, m09 = candidate("m02", 20 * WAN), candidate("m09", 0, NO_BOUND, matter="CJ-1", project="P-7")

    combination = decide([m02, m09], received=[Received("P-7", 50 * WAN, 50 * WAN)])

    assert combination == Combination(
        20 * WAN, NO_BOUND, True, (Taken(0, 20 * WAN, 20 * WAN), Taken(1, 0, NO_BOUND)), ()
    )


def test_a_support_without_upper_bound_that_is_left_still_bounds_nothing(decide):
    combination = decide([candidate("m05", 0, NO_BOUND), candidate("m06", 20 * WAN)], [Conflict(0, 1)])

    assert combination == Combination(
        20 * WAN, NO_BOUND, False, (Taken(1, 20 * WAN, 20 * WAN),), (Left(0, against=(1,)),)
    )


def test_beside_an_unbounded_support_the_others_are_still_compared(decide):
    """With m01 (unbounded) goes m05 or m06, which conflict: 20 or 30万元 at best. m09 conflicts with m01."""
    candidates = [
        candidate("m01", 0, NO_BOUND),
        candidate("m05", 0, 20 * WAN),
        candidate("m06", 0, 30 * WAN),
        candidate("m09", 0, 90 * WAN),
    ]

    combination = decide(candidates, [Conflict(1, 2), Conflict(0, 3), Conflict(2, 3)])

    assert [taken.index for taken in combination.take] == [0, 2]
    assert (combination.low, combination.high, combination.certain) == (0, NO_BOUND, False)


def test_amounts_beyond_double_precision_are_told_apart(decide):
    """2⁵³ and 2⁵³ + 1 fen are the same number in double precision."""
    great = 2**53
    candidates = [candidate("m01", great), candidate("m03", great + 1), candidate("m05", great)]

    combination = decide(candidates, [Conflict(0, 1), Conflict(1, 2), Conflict(0, 2)])

    assert (combination.low, combination.certain) == (great + 1, True)
    assert combination.take == (Taken(1, great + 1, great + 1),)


def test_sums_saturate():
    assert [saturate(5), saturate(NO_BOUND - 1), saturate(NO_BOUND + 5)] == [5, NO_BOUND - 1, NO_BOUND]


def test_the_solver_is_loaded_only_for_large_parts():
    program = (
        "import sys\n"
        "from sihang.rulebook.combine import Candidate, Conflict, combine\n"
        "def loaded(size):\n"
        "    candidates = [Candidate(f'm{i:02}', 'M-1', 'M-1', i, i) for i in range(size)]\n"
        "    combine(candidates, [Conflict(i, i + 1) for i in range(size - 1)])\n"
        "    return 'highspy' in sys.modules\n"
        "print(loaded(12), loaded(13))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "True"]


def test_a_chain_of_forty_is_solved_beyond_enumeration():
    """Of a chain where each conflicts with the next, every second gives most: 10 × 20 against 9 × 20万元."""
    candidates = [candidate(f"m{index:02}", (10 - index % 2) * WAN) for index in range(40)]

    combination = combine(candidates, [Conflict(index, index + 1) for index in range(39)])

    assert (combination.low, combination.high, combination.certain) == (200 * WAN, 200 * WAN, True)
    assert [taken.index for taken in combination.take] == list(range(0, 40, 2))


def test_a_rival_that_could_lead_by_one_fen_is_seen(decide):
    """With its presolve, HiGHS 1.15 calls a weaker rival the strongest."""
    among = [
        candidate("m00", 0, 999_998_498, project="P"),
        candidate("m01", 10**9, project="Q"),
        candidate("m02", 1, project="Q"),
        candidate("m03", 1, 10**9 + 1, project="P"),
        candidate("m04", 1, project="Q"),
        candidate("m05", 6_117, 999_993_832, project="P"),
    ]

    decided = decide(among, [Conflict(1, 3), Conflict(0, 3)], [Received("P", 1, 1)])

    # m03 at its most in place of m00 at nothing and of m01: 1,000,000,001 - 0 - 1,000,000,000.
    assert [taken.index for taken in decided.take] == [0, 1, 2, 4, 5]
    assert not decided.certain
