"""Whatever is given as a case: an assessment, or CaseUnusable with every problem and its path. Never a traceback."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sihang.rulebook import CaseUnusable, case_from_json
from tests.builders.cases import PACKAGES, CaseMaker, rulebook

TODAY = date(2025, 6, 30)
EVERYTHING = PACKAGES[-1]
KEYS = (
    "organisation", "facts", "matters", "support_received", "uscc", "name", "id", "type", "project", "year", "determinations",
    "kind", "revenue", "founded_year", "hnte_valid", "challenge_rate", "challenge_rd_expense", "carrier_grade_label", "growth_year",
    "ip_valued_on", "value", "by", "on", "reason", "absent", "disputed", "source", "payer", "document", "amount", "status", "relation",
    "measure", "policy", "2023", "2024", "", "\ud800",
)  # fmt: skip
WORDS = (
    "enterprise", "challenge_project", "growth_event", "carrier_year", "30%", "0.3", "30", "-1", "1e9", "100000000000001", "2024-09-30",
    "2024-02-30", "91310110MADEM0011Y", "paid", "exclusive", "yangpu-2024-1", "m08", "A", "优秀", "P-1", "\x00", "\ud800", "９", "null",
)  # fmt: skip
scalars = st.one_of(
    st.none(), st.booleans(), st.sampled_from(WORDS), st.text(max_size=8), st.integers(), st.integers(-3, 2_200),
    st.sampled_from(["1e400", "-1e-400", "1E999999999999999999999", "9" * 5_000, "0.1", "-0.0", "NaN", "Infinity"]).map(lambda raw: Raw(raw)),
)  # fmt: skip
keys = st.one_of(st.sampled_from(KEYS), st.text(max_size=4))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6), max_leaves=20
)


class Raw(str):
    """A number as written in JSON, which no Python number would be written as."""

    __slots__ = ()


def as_text(value):
    """JSON of a value that may hold numbers as written and exact decimals."""
    if isinstance(value, Raw | Decimal):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {as_text(part)}" for key, part in value.items()) + "}"
    return f"[{', '.join(map(as_text, value))}]" if isinstance(value, list) else json.dumps(value)


def answer(text):
    """The assessment as JSON text, or the problems; everything else is a failure."""
    try:
        assessment = rulebook(EVERYTHING).assess(case_from_json(text), on=TODAY)
    except CaseUnusable as refused:
        return told(refused.problems)
    return [json.dumps(assessment.as_json(lang, guide=True), ensure_ascii=False).encode() for lang in ("zh", "en")]


def told(problems):
    """The problems as text, each with its path, in both languages."""
    assert problems
    for problem in problems:
        assert problem.code
        assert problem.where.startswith("$"), problem
        assert problem.what.zh, problem
        assert problem.what.en, problem
    return [problem.text(lang).encode() for problem in problems for lang in ("zh", "en")]


@given(st.text(max_size=60) | st.binary(max_size=60))
@example(b"\xff\xfe{}")
@example("")
@example('{"matters": [{"id": "\\ud800", "type": "carrier_year"}]}')
@example('{"\\udfff": 1, "\\udfff": 2}')
@example('{"facts": {"founded_year": 2019, "founded_year": 2020}}')
def test_any_text_is_answered(text):
    answer(text)


@given(values)
def test_any_json_is_answered(value):
    answer(as_text(value))


@given(st.dictionaries(st.sampled_from(KEYS[:4]), values, max_size=4))
def test_any_json_with_the_keys_of_a_case_is_answered(value):
    answer(as_text(value))


def places(value, path=()):
    """The path of every part of a JSON value."""
    found = [path]
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        found += places(part, (*path, key))
    return found


def spoil(data, rng, value):
    """The value with one of its parts removed, renamed, repeated or replaced."""
    path = rng.choice([path for path in places(value) if path])
    parent = value
    for step in path[:-1]:
        parent = parent[step]
    step, how = path[-1], rng.choice(("replace", "replace", "delete", "rename", "wrap"))
    if how == "delete":
        del parent[step]
    elif how == "rename" and isinstance(parent, dict):
        parent[data.draw(keys)] = parent.pop(step)
    else:
        parent[step] = [parent[step]] if how == "wrap" else data.draw(values)


@settings(max_examples=settings.default.max_examples // 2)  # a whole case and its full answer each
@given(st.data(), st.randoms(use_true_random=True))
def test_a_case_with_a_few_parts_spoilt_is_answered(data, rng):
    maker = CaseMaker(rng, EVERYTHING, TODAY)
    world = maker.world(matters=2)
    case = maker.case(world, maker.draw_known(world))
    for _ in range(rng.randint(0, 3)):
        spoil(data, rng, case)

    answer(as_text(case))


@given(st.randoms(use_true_random=True), st.binary(min_size=1, max_size=3))
def test_a_case_with_a_few_bytes_spoilt_is_answered(rng, bytes_):
    maker = CaseMaker(rng, EVERYTHING, TODAY)
    world = maker.world(matters=1)
    text = as_text(maker.case(world, maker.draw_known(world))).encode()
    start = rng.randint(0, len(text) - 1)

    answer(text[:start] + bytes_ + text[start + rng.randint(0, 3) :])


@pytest.mark.parametrize("depth", [1, 3, 30, 60, 240, 480, 900, 970, 5_000, 200_000])
@pytest.mark.parametrize(
    ("before", "opening", "closing"),
    [
        ("", "[", "]"),
        ('{"facts": ', '{"kind": ', "}"),
        ('{"facts": {"kind": ', "[", "]"),
        ('{"facts": {"kind": ', '{"disputed": [{"source": "a", "value": 1}, {"source": "b", "value": ', "}]}"),
        ('{"matters": [{"id": "a", "type": "challenge_project", "determinations": {"challenge_effective": ', '{"value": ', "}"),
        ('{"matters": [{"id": "a", "type": "challenge_project", "facts": ', '{"x": ', "}"),
    ],
)  # fmt: skip
def test_deep_nesting_is_answered(before, opening, closing, depth):
    ends = before.replace("{", "}").replace("[", "]")
    answer(before + opening * depth + "1" + closing * depth + "".join(c for c in reversed(ends) if c in "}]"))
