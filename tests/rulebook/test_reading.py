"""YAML as rule files use it: nothing becomes a date, a number or a truth that the writer did not mean."""

from datetime import date
from decimal import Decimal

import pytest

from sihang.rulebook.reading import read_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on: 1", {"on": 1}),
        ("a: yes", {"a": "yes"}),
        ("a: no", {"a": "no"}),
        ("a: true", {"a": True}),
        ("a: True", {"a": "True"}),
        ("a: 1:1", {"a": "1:1"}),
        ("a: 010", {"a": 10}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 0x10", {"a": "0x10"}),
        ("a: 1e3", {"a": "1e3"}),
        ("a: .inf", {"a": ".inf"}),
        ("a: 0.3", {"a": Decimal("0.3")}),
        ("a: 2024-02-27", {"a": date(2024, 2, 27)}),
        ("a: 2024-02-30", {"a": "2024-02-30"}),
        ('a: "2024-02-27"', {"a": "2024-02-27"}),
        ("a: 30%", {"a": "30%"}),
        ("a: 200万元", {"a": "200万元"}),
        ("a:", {"a": None}),
        ("a: ~", {"a": None}),
        ("", None),
    ],
)
def test_a_plain_value(text, expected):
    assert read_yaml(text, "x.yaml") == (expected, [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", 3),
        ("a: [1\nb: 2\n", 2),
        ("a: 1\n\tb: 2\n", 2),
        ("a: &x 1\nb: *x\n", 1),
        ("a: !!python/object:os.system x\n", 1),
        ("a: b: c\n", 1),
        ("--- 1\n--- 2\n", 2),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text, line):
    value, (problem,) = read_yaml(text, "x.yaml")

    assert (value, problem.code, problem.where) == (None, "yaml-unreadable", f"x.yaml:{line}")


@pytest.mark.parametrize(
    "text", ["? [a]\n: 1\n", "? {a: 1}\n: 1\n", "[" * 5_000, "a: \x00\n", "a: " + "9" * 30 + "\n- b"]
)
def test_odd_yaml_is_a_problem_and_never_a_crash(text):
    value, problems = read_yaml(text, "x.yaml")

    assert value is None
    assert [problem.code for problem in problems] == ["yaml-unreadable"]


def test_cases_may_repeat_themselves_but_not_within_a_repetition():
    once = "a: &x {b: 1}\nc: *x\nd: *x\n"
    nested = "a: &x {b: 1}\nc: &y {d: *x}\ne: *y\n"

    assert read_yaml(once, "x.yaml", anchors=2) == ({"a": {"b": 1}, "c": {"b": 1}, "d": {"b": 1}}, [])
    assert [problem.where for problem in read_yaml(once, "x.yaml", anchors=1)[1]] == ["x.yaml:3"]
    assert [problem.where for problem in read_yaml(nested, "x.yaml", anchors=9)[1]] == ["x.yaml:2"]


def test_a_file_of_more_than_two_megabytes_is_refused():
    _, problems = read_yaml("a" * 2_000_001, "x.yaml")

    assert [problem.where for problem in problems] == ["x.yaml:1"]
