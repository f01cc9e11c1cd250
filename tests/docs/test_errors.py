"""docs/errors.md explains every code that the program can give and no other, and its examples give the codes they stand for."""

import ast
import re
from datetime import date

import pytest

from sihang.rulebook import CaseUnusable, case_from_json, load
from tests.architecture.tree import listed, python_files, shown
from tests.docs.commands import commands, difference, run
from tests.docs.pages import code, page, section, tables
from tests.docs.rules import read

PAGE = "docs/errors.md"
DAY = date(2025, 6, 30)
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
GIVES_A_PROBLEM = re.compile(
    r"Problem|problem|problem_at|complain|refuse|_said|[A-Z]\w*Error|CalendarGap|DocumentUnusable"
)
# The drafter names what found a passage in the same manner; these are no problems.
GIVEN_AS_A_COLUMN = {"organisation-twice"}
NO_CODES = {
    "example-rules", "yyyy-mm-dd", "sihang-batch", "zh-hans", "e-mail", "found-office", "new-password", "no-store", "self-declared",
}  # fmt: skip
"""A package, a format of Excel, a thread, a language, a way to write, a command, words for a browser, a source as typed."""
NO_PROBLEMS_GIVEN = ("src/sihang/rulebook/drafting/", "src/sihang/project/settings/")
"""Names of finders; names of what a browser may do."""


def codes_in(tree):
    """The codes given to `Problem`, `complain` and the like, and those of the pairs that are collected as problems."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "Problem":
                yield from texts(node.args[:1])  # the code; the place comes second
            elif GIVES_A_PROBLEM.fullmatch(name):
                yield from texts(node.args)
            elif name == "append" and isinstance(node.args[0], ast.Tuple):
                yield from texts(node.args[0].elts[:1])


def texts(nodes):
    values = (node.value for node in nodes if isinstance(node, ast.Constant))
    return [value for value in values if isinstance(value, str) and CODE.fullmatch(value)]


def trees():
    for path in python_files("src/sihang"):
        if not shown(path).startswith(NO_PROBLEMS_GIVEN):
            yield ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def given():
    return {found for tree in trees() for found in codes_in(tree)} | GIVEN_AS_A_COLUMN


def documented():
    return [row["code"] for columns, rows in tables(page(PAGE)) if columns[0] == "code" for row in rows]


def test_every_code_that_the_program_gives_is_explained():
    missing = sorted(given() - set(documented()))

    assert not missing, listed(f"{PAGE} does not explain:", missing)


def test_no_code_is_explained_that_the_program_does_not_give():
    dead = sorted(set(documented()) - given())

    assert not dead, listed(f"{PAGE} explains what nothing gives:", dead)


def test_a_code_is_explained_once():
    codes = documented()

    assert len(codes) == len(set(codes))


def test_nothing_that_looks_like_a_code_is_overlooked():
    """A code given in a new manner must be seen by `codes_in` too."""
    values = {node.value for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    like_codes = {value for value in values if isinstance(value, str) and "-" in value and CODE.fullmatch(value)}

    like_codes -= NO_CODES
    assert not like_codes - given(), listed("is this a code?", sorted(like_codes - given()))


def rows(heading):
    _, found = tables(section(page(PAGE), heading))[0]
    return [pytest.param(row["code"], code(row["example"]), id=row["code"]) for row in found]


@pytest.fixture(scope="module")
def rulebook():
    return load("yangpu-2024-1")


@pytest.mark.parametrize(("problem", "case"), [*rows("## In a case"), *rows("## Money, rates and codes")])
def test_a_case_has_the_problem_that_it_is_an_example_of(rulebook, problem, case):
    with pytest.raises(CaseUnusable) as refused:
        rulebook.assess(case_from_json(case), on=DAY)

    assert problem in [each.code for each in refused.value.problems]


@pytest.mark.parametrize(("problem", "line"), rows("## In a line of rule"))
def test_a_rule_has_the_problem_that_it_is_an_example_of(problem, line):
    _, wrong = read(line)

    assert problem in wrong


def test_the_command_prints_what_is_shown(tmp_path):
    shown_case = re.search(r"the case `([^`]+)`", page(PAGE))[1]
    (tmp_path / "case.json").write_text(shown_case, encoding="utf-8")
    (command,) = commands(page(PAGE))

    lines = run(command.command, tmp_path)

    assert difference(command.lines, lines) is None, "\n".join(lines)
