"""References to clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihang.values.clause import ClauseError, ClauseRef

numbers = st.lists(st.integers(min_value=1, max_value=9_999), min_size=1, max_size=3).map(
    lambda parts: ".".join(map(str, parts))
)
references = st.builds(ClauseRef, st.sampled_from(["yangpu-2024-1", "example-rules"]), numbers)


def test_a_reference_is_read_and_labelled():
    reference = ClauseRef.parse("yangpu-2024-1#3")

    assert reference == ClauseRef("yangpu-2024-1", "3")
    assert reference.label_zh() == "第3条"
    assert reference.label_en() == "clause 3"


def test_clauses_sort_as_a_reader_expects():
    in_order = ["2", "4", "4.1", "4.2", "4.10", "5", "10"]
    by_text = [ClauseRef("yangpu-2024-1", number) for number in sorted(in_order)]

    assert [reference.number for reference in sorted(by_text)] == in_order


def test_clauses_of_one_policy_stay_together():
    assert ClauseRef("example-rules", "15") < ClauseRef("yangpu-2024-1", "1")


@given(references)
def test_a_reference_is_read_back(reference):
    assert ClauseRef.parse(str(reference)) == reference


@given(references, references)
def test_exactly_one_of_before_same_after_holds(one, other):
    assert [one < other, one == other, one > other].count(True) == 1


@pytest.mark.parametrize(
    "text",
    ["3", "yangpu-2024-1", "yangpu-2024-1#", "#3", "yangpu-2024-1#0", "yangpu-2024-1#03", "yangpu-2024-1#三",
     "yangpu-2024-1#3#4", "yangpu-2024-1#4.", "yangpu-2024-1#3\n", "Yangpu 2024#3"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(ClauseError) as refused:
        ClauseRef.parse(text)

    assert refused.value.code == "clause-reference"


def test_references_and_texts_do_not_compare():
    with pytest.raises(TypeError):
        ClauseRef("yangpu-2024-1", "3") < "yangpu-2024-1#4"  # noqa: B015
