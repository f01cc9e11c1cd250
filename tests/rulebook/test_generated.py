"""A measure's rules as one function (decision 0012): written once many ask, and the walk over the tree is its check."""

import copy
import pickle
from datetime import date
from itertools import product

import pytest

from sihang.rulebook import case_from_json, load
from sihang.rulebook import expressions as x
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import Words
from sihang.rulebook.evaluate import Situations, evaluate
from sihang.rulebook.facts import FOUNDED, Fact, Kind, Option
from sihang.rulebook.fold import Fold
from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.generated import Ruleset, function_of, program_of, value_of
from sihang.rulebook.golden import GoldenRun, golden_cases
from sihang.rulebook.package import read_package
from sihang.rulebook.routine import WALKS, Routine, look_up
from sihang.rulebook.scalar import SCALAR, Situation
from tests.builders.command import EXAMPLE
from tests.builders.lines import KINDS, fact, read, slot, wan

ON = date(2025, 6, 30)
FIRST_LOOK = case_from_json(EXAMPLE.read_bytes())
CASES = [case for package in shipped_packages() for case in golden_cases(read_package(package))]


class WithFunctions(GoldenRun):
    """Runs the cases of a package with functions from the first case on."""

    def rulebook(self, case):
        rulebook = super().rulebook(case)
        rules = rulebook.rules(case.on)
        if rulebook.evaluator(rules).program is None:
            rulebook.evaluator(rules).write()
            for measure in rules.measures:
                measure.routine.write()
        return rulebook


RUN = WithFunctions()


def money(line):
    """The amount of a line as a function, and the text of that."""
    return function_of(Ruleset("test", [], read(line, Kind.MONEY).node, []))


def conditions(*lines):
    return function_of(Ruleset("test", [read(line).node for line in lines], None, []))[0]


def known(**values):
    return Situation({key: value if isinstance(value, tuple) else (value, value) for key, value in values.items()}, {})


# amounts worked out by hand


@pytest.mark.parametrize(
    ("facts", "low", "high"),
    [
        ({"spend": wan(500), "share": 3_000}, wan(150), wan(150)),
        ({"spend": wan(800), "share": 3_000}, wan(200), wan(200)),  # 240 over the ceiling
        ({"spend": wan(800), "share": (1_000, 3_000)}, wan(80), wan(200)),
        ({"spend": 33_333, "share": 3_333}, 11_109, 11_109),  # 11109.8889 fen, rounded down (I-03)
        ({"share": 3_000}, 0, wan(200)),  # the amount unknown: the ceiling holds
        ({"spend": (0, NO_BOUND), "share": 0}, 0, 0),  # no part of whatever it is
    ],
)
def test_a_share_under_a_ceiling(facts, low, high):
    run, _ = money("项目总投入 × 核定比例 封顶 200万元")

    assert run(known(**facts))[1] == (low, high)


def test_no_upper_bound_stays_none_through_a_share_and_a_sum():
    run, _ = money("项目总投入 × 30% + 20万元")

    assert run(known())[1] == (wan(20), NO_BOUND)


def test_all_conditions_together():
    both = conditions("甲", "项目总投入 > 100万元")

    met = {
        (recognised, fen): both(known(first=recognised, spend=fen))[0]
        for recognised in (True, (False, True), False)
        for fen in (wan(100), wan(100) + 1)
    }

    assert met == {
        (True, wan(100)): (False, False), (True, wan(100) + 1): (True, True),
        ((False, True), wan(100)): (False, False), ((False, True), wan(100) + 1): (False, True),
        (False, wan(100)): (False, False), (False, wan(100) + 1): (False, False),
    }  # fmt: skip


def test_growth_is_compared_without_a_root():
    """1000 to 1728 in three years is 20% a year exactly: 1.2³ = 1.728 (I-14)."""
    grown = conditions("营收 复合增长率至少 20%")

    def met(now):
        years = {2020: (wan(1000), wan(1000)), 2023: (now, now)}
        return grown(Situation({"target_year": (2023, 2023), FOUNDED: (2020, 2020)}, {"revenue": years}))[0]

    assert (met(wan(1728)), met(wan(1728) - 1)) == ((True, True), (False, False))


# each operation, at every edge

EDGES = (-NO_BOUND, -1, 0, 1, 3_333, 9_999, 10_000, 10_001, NO_BOUND // 10_000 + 1, NO_BOUND - 1, NO_BOUND)
A, B = (x.Given(fact(key, key, Kind.MONEY)) for key in "ab")
RATE, YES = x.Given(fact("rate", "rate", Kind.RATE)), x.Given(fact("yes", "yes", Kind.YES_NO))
TRUE, FALSE = (x.Compare(x.Operator.OVER, x.Known(Kind.INTEGER, n, n), x.Known(Kind.INTEGER, 1, 1)) for n in (2, 0))
SERIES, YEAR = fact("income", "income", Kind.MONEY, series=True), fact("year", "year", Kind.INTEGER)
AWARD = slot("award", "award", Kind.MONEY)


def filled(when):
    return x.Filled(AWARD, A, when, "rules", "某号文")


OPERATIONS = {
    "sum": lambda a, b: x.Sum((a, b)),
    "difference": x.Difference,
    "at most": x.AtMost,
    "at least": x.AtLeast,
    "share": x.Share,
    "over": lambda a, b: x.Compare(x.Operator.OVER, a, b),
    "not under": lambda a, b: x.Compare(x.Operator.AT_LEAST, a, b),
    "equal": lambda a, b: x.Compare(x.Operator.EQUAL, a, b),
    "ratio": lambda a, b: x.RatioAtLeast(a, b, RATE),
    "ratio to a rate": lambda a, b: x.RatioAtLeast(A, a, b),
    "growth": lambda a, _: x.GrowthAtLeast(SERIES, YEAR, a),
}
SETTLED = {
    "all of": [x.AllOf(parts) for parts in ((TRUE, YES), (YES, TRUE), (FALSE, YES), (YES, FALSE), (YES, YES))],
    "any of": [x.AnyOf(parts) for parts in ((TRUE, YES), (YES, TRUE), (FALSE, YES), (YES, FALSE), (YES, YES))],
    "filled": [filled(when) for when in (TRUE, FALSE, YES, x.Not(YES), None)],
    "in no option": [x.OneOf(x.Known(Kind.ENUM, 1, 1), KINDS, bits) for bits in (1, 2, 3)],
}  # fmt: skip


def agree(node, situations):
    run, _ = function_of(Ruleset("test", [], None, [node]))
    for situation in situations:
        walked, computed = Fold(SCALAR, situation).value(node), value_of(node, run(situation)[3], situation)
        assert repr(computed) == repr(walked), (situation.values, situation.series, node)


def at_the_edges():
    for a, b in product(EDGES, repeat=2):
        for rate in (0, 1, 3_333, 10_000, NO_BOUND):
            years = {2023: (a, a), 2020: (b, b)}
            values = {"a": (a, a), "b": (b, b), "rate": (rate, rate), "year": (2023, 2023)}
            yield Situation(values | {"yes": (a > 0, a >= 0)}, {"income": years})


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_at_every_edge(operation):
    agree(OPERATIONS[operation](RATE if operation == "growth" else A, B), at_the_edges())


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_of_which_a_part_stands_in_the_rule(operation):
    for edge in EDGES:
        known_part = x.Known(Kind.MONEY, edge, edge)
        agree(OPERATIONS[operation](known_part, B), list(at_the_edges())[::7])
        agree(OPERATIONS[operation](A, known_part), list(at_the_edges())[::7])


@pytest.mark.parametrize("kind", SETTLED)
def test_what_the_rule_settles(kind):
    for node in SETTLED[kind]:
        agree(node, [*at_the_edges(), Situation({}, {}), Situation({"award": (5, 9)}, {})])


# the function as a text


def test_what_stands_twice_is_worked_out_once():
    _, text = money("(项目总投入 × 核定比例 封顶 200万元) + (项目总投入 × 核定比例 封顶 200万元)")
    given = [line.split(" = ", 1)[1] for line in text.splitlines() if " = " in line]

    assert len(given) == len(set(given))
    assert sum("// 10000" in each for each in given) == 2  # for the low side, and for the high one


def test_what_is_settled_by_the_rule_itself_is_worked_out_when_the_function_is_written():
    run, text = money("100万元 × 30% + 20万元")

    assert run(known())[1] == (wan(50), wan(50))
    assert "//" not in text


def test_what_depends_on_the_organisation_alone_is_worked_out_once_for_all_measures():
    node = read("单位类型 属于 企业 且 甲").node
    program = program_of([Ruleset("one", [node], None, []), Ruleset("two", [node], None, [])])

    assert program.source.count("'org_kind'") == 1
    assert program.source.count("'first'") == 2  # of each matter


def test_a_key_is_a_text_in_the_function_and_nothing_more():
    """A package may come from anywhere; the schema refuses such a key long before, and here it does no harm either."""
    amount = Fact("'] or exit(7) #\n\\", Kind.MONEY, Words("金额", "amount"), "organisation", (0, NO_BOUND))
    options = (Option("a", Words("甲", "a")), Option("b", Words("乙", "b")))
    grade = Fact('"""+exit(7)', Kind.ENUM, Words("类别", "kind"), "project", options=options)
    rules = Ruleset("'; exit(7)", [x.OneOf(x.Given(grade), options, 1)], x.Given(amount), [])
    program, (run, _) = program_of([rules]), function_of(rules)

    def claim(values, own):
        return program.claims[0](Situation(values, {}, own), program.start(Situation(values, {}))[0])[:2]

    assert run(Situation({amount.key: (5, 7), grade.key: 1}, {}))[:2] == ((True, True), (5, 7))
    assert run(Situation({}, {}))[:2] == ((False, True), (0, NO_BOUND))
    assert claim({amount.key: (5, 7)}, {grade.key: 1}) == ((True, True), (5, 7))
    assert claim({}, {}) == ((False, True), (0, NO_BOUND))


# every case of the shipped packages


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.package.id}-{case.name}")
def test_a_case_of_a_package_passes_with_functions(case):
    assert RUN.differences(case) == []


@pytest.mark.parametrize("packages", [("yangpu-2024-1",), ("yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025")])
def test_every_node_of_the_policy_has_the_value_that_the_walk_gives(packages):
    rulebook = load(*packages)
    case, rules = rulebook.read(FIRST_LOOK, ON), rulebook.rules(ON)
    rulebook.evaluator(rules).write()
    for measure in rules.measures:
        measure.routine.write()

    for each in rulebook.assess(case, on=ON).evaluations:
        *worked, walk = each.measure.routine.walk(each.situation)
        assert [each.met, each.if_met, each.amount] == worked == list(each.measure.routine.work_out(each.situation)[:3])
        for trace in (each.trace, each.measure.routine.trace(each.situation)):
            for node in each.measure.routine.rules.nodes:
                assert repr(look_up(node, trace, each.situation)) == repr(walk.value(node)), (each.measure.id, node)


# when they are written


def test_functions_are_written_once_many_have_asked_and_change_no_answer():
    rulebook = load("yangpu-2024-1")
    case = rulebook.read(FIRST_LOOK, ON)
    first = rulebook.assess(case, on=ON)
    before, evaluator = first.as_json(guide=True), first.found.evaluator

    assert evaluator.program is None
    for _ in range(WALKS):
        rulebook.assess(case, on=ON)
    after = rulebook.assess(case, on=ON)

    assert evaluator.program is not None
    assert {isinstance(each.trace, Fold) for each in first.evaluations} == {True}
    assert {isinstance(each.trace, Fold) for each in after.evaluations} == {False}
    assert after.as_json(guide=True) == before


def test_a_measure_is_written_by_itself_once_it_was_walked_often():
    routine = Routine(Ruleset("test", [read("甲").node], None, []))

    sources = []
    for _ in range(WALKS + 1):
        sources.append(routine.source)
        assert routine.work_out(known(first=True))[:2] == ((True, True), (0, 0))

    assert set(sources) == {None}
    assert routine.source is not None
    assert routine.work_out(known(first=True))[:2] == ((True, True), (0, 0))


def test_an_earlier_award_counts_as_before():
    entry = {"payer": "district", "document": "某号文", "measure": "m08", "amount": "500000", "status": "paid",
             "relation": "exclusive"}  # fmt: skip
    case = {**FIRST_LOOK, "support_received": [entry]}
    rulebook = load("yangpu-2024-1")
    before = rulebook.assess(case, on=ON).as_json()
    rulebook.evaluator(rulebook.rules(ON)).write()

    assert rulebook.assess(case, on=ON).as_json() == before
    assert before != load("yangpu-2024-1").assess(FIRST_LOOK, on=ON).as_json()


def test_several_matters_of_a_type_and_none():
    matters = [{"id": f"JB-{n}", "type": "challenge_project", "facts": {"challenge_rd_expense": str(n * 1_000_000)},
                "determinations": {"challenge_rate": "30%"}} for n in (1, 2)]  # fmt: skip
    rulebook = load("yangpu-2024-1")
    rulebook.evaluator(rulebook.rules(ON)).write()

    found = rulebook.assess({"facts": {"kind": "enterprise"}, "matters": matters}, on=ON).evaluations

    amounts = {(each.measure.id, each.matter and each.matter.id): each.if_met for each in found}
    assert amounts["m03", "JB-1"] == (wan(30), wan(30))
    assert amounts["m03", "JB-2"] == (wan(60), wan(60))
    assert amounts["m01", None] == (0, wan(200))
    assert "m05" not in {measure for measure, _ in amounts}  # no incubator


def test_a_node_of_other_rules_is_walked():
    other, situation = read("项目总投入", Kind.MONEY).node, known(spend=7)

    trace = conditions("甲")(situation)[3]

    assert look_up(other, trace, situation) == (7, 7)


def pickled(measure):
    return pickle.loads(pickle.dumps(measure))  # noqa: S301 - written in this very line


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_of_a_measure_works_out_its_own_nodes(copied):
    rulebook = load("yangpu-2024-1")
    case = rulebook.read(FIRST_LOOK, ON)
    measure = next(each for each in rulebook.rules(ON).measures if each.id == "m03")
    situation = Situations(case, ON).of(measure, case.matters[0])
    measure.routine.write()

    again = copied(measure)
    again.routine.write()
    evaluation = evaluate(again, case.matters[0], situation, None)

    assert evaluation.if_met == (wan(200), wan(200))
    walk = Fold(SCALAR, situation)
    assert all(evaluation.pair(node) == walk.value(node) for node in again.routine.rules.nodes)
