"""Every rule that docs/rule-language.md shows gives what it says, and no construct of the language is left out."""

import inspect
import json
import re
from datetime import date

import pytest

from sihang.rulebook import case_from_json, expressions, load
from sihang.rulebook.case import State
from sihang.rulebook.parse import GRAMMAR, parse
from tests.architecture.tree import listed
from tests.docs.pages import blocks, code, page, section, tables
from tests.docs.rules import PAGE, RESULT, evaluate, examples, pair, read

DAY = date(2025, 6, 30)
EXAMPLES = list(examples())
ROWS = [
    pytest.param(line, fill, row, id=f"{line} {i}") for line, fill, _, rows in EXAMPLES for i, row in enumerate(rows)
]


@pytest.mark.parametrize(("line", "fill", "row"), ROWS)
def test_a_rule_gives_what_the_page_says(line, fill, row):
    assert evaluate(line, fill, row) == pair(row[RESULT])


def lines_shown():
    return [part for line, fill, *_ in EXAMPLES for part in (line, *(_rules_of(fill)))]


def _rules_of(fill):
    return [fill[key] for key in ("value", "when") if key in fill] if fill else []


def constructs(tree):
    """The constructs of a syntax tree. 或 and 且 wrap every line, so they count only where they join something."""
    if tree.data not in ("any_of", "all_of") or len(tree.children) > 1:
        yield tree.data
    for child in tree.children:
        if hasattr(child, "data"):
            yield from constructs(child)


def test_every_rule_of_the_grammar_is_shown():
    grammar = GRAMMAR.read_text(encoding="utf-8")
    defined = {*re.findall(r"-> (\w+)", grammar), *re.findall(r"^([a-z]\w*):", grammar, re.MULTILINE)}

    shown = {name for line in lines_shown() for name in constructs(parse(line))}

    assert not defined - shown, listed(f"{PAGE} shows no example of:", sorted(defined - shown))


def test_every_word_of_a_series_and_every_comparison_is_shown():
    words = {
        str(leaf) for line in lines_shown() for leaf in parse(line).leaves() if leaf.type in ("YEAR_WORD", "COMPARE")
    }

    assert words >= {"当年", "上年", "前3年", "历年最高", ">", ">=", "<", "<=", "="}


def test_every_kind_of_node_is_shown():
    kinds = {each for _, each in inspect.getmembers(expressions, inspect.isclass) if issubclass(each, expressions.Node)}

    shown = {type(node) for line, fill, *_ in EXAMPLES for node in expressions.walk(read(line, fill)[0])}

    rows_of_tiers = {expressions.Tier, expressions.Row}  # shown with the Tiers and the Table that they are part of
    missing = sorted(kind.__name__ for kind in kinds - shown - rows_of_tiers - {expressions.Node})
    assert not missing, listed(f"{PAGE} shows no example of:", missing)


def refused():
    _, rows = tables(section(page(PAGE), "## What is refused"))[0]
    return [pytest.param(code(row["rule"]), row["code"], id=row["rule"]) for row in rows]


@pytest.mark.parametrize(("line", "problem"), refused())
def test_a_refused_rule_has_the_problem_that_the_page_names(line, problem):
    _, wrong = read(line)

    assert problem in wrong


@pytest.fixture(scope="module")
def rulebook():
    return load("yangpu-2024-1")


def test_the_case_on_the_page_gives_the_assessment_on_the_page(rulebook):
    case, expected = (case_from_json(block.text) for block in blocks(page(PAGE), "json"))

    assessed = rulebook.assess(case, on=DAY).as_json()

    assert_shows(assessed, expected)


def assert_shows(found, shown, where="$"):
    """`found` holds everything that the page shows; a list may hold more, and … stands for the rest of a text."""
    if isinstance(shown, dict):
        assert set(shown) == set(found), where
        for key, part in shown.items():
            assert_shows(found[key], part, f"{where}.{key}")
    elif isinstance(shown, list) and where in ("$.results", "$.results[].reasons"):
        for part in shown:
            alike = [each for each in found if all(each[k] == v for k, v in part.items() if isinstance(v, str))]
            assert alike, f"{where}: {part}"
            assert_shows(alike[0], part, f"{where}[]")
    elif isinstance(shown, str) and shown.endswith("…"):
        assert found.startswith(shown[:-1]), where
    elif isinstance(shown, list):
        assert len(found) == len(shown), where
        for one, other in zip(found, shown, strict=True):
            assert_shows(one, other, f"{where}[]")
    else:
        assert found == shown, where


def states():
    _, rows = tables(section(page(PAGE), "## The case, as JSON"))[0]
    return [pytest.param(row["state"], json.loads(code(row["written"])), id=row["state"]) for row in rows]


@pytest.mark.parametrize(("state", "facts"), states())
def test_a_fact_is_in_the_state_that_the_page_says(rulebook, state, facts):
    case = rulebook.read({"facts": facts}, DAY)

    stated = {**case.facts, **case.series.get("revenue", {})}

    assert [each.state for each in stated.values()] == [State(state)]


def test_the_page_names_every_state():
    _, rows = tables(section(page(PAGE), "## The case, as JSON"))[0]

    assert {row["state"] for row in rows} == {state.value for state in State}
