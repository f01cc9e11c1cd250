"""Interviews that are answered from a case in which everything is told."""

from sihang.checkup.answers import MATTERS, case_of
from sihang.checkup.questions import interview

ROUNDS_MAX = 60


def told(maker, world):
    """A case for an interview: a matter of a type at most, nothing received, no project, every fact told or plainly unknown."""
    world.support = []
    world.matters = list({matter.type: matter for matter in world.matters}.values())
    for matter in world.matters:
        matter.project = matter.year = None
        matter.id = matter.type
    known = maker.draw_known(world) | {("facts", "founded_year")}
    case = maker.case(world, known)
    for part in (case["facts"], *case["facts"].values(), *(m[p] for m in case["matters"] for p in PARTS)):
        _plain(part)
    return case


PARTS = ("facts", "determinations")


def _plain(part):
    """Leave no dispute: who is asked gives one answer or none."""
    if isinstance(part, dict):
        for key, value in part.items():
            if isinstance(value, dict) and "disputed" in value:
                part[key] = None


def without_determinations(case):
    return {**case, "matters": [{**matter, "determinations": {}} for matter in case["matters"]]}


def reply(case, question):
    """What the case says to a question; None where it says nothing."""
    matters = {matter["type"]: matter for matter in case["matters"]}
    if question.key == MATTERS:
        return {each.key: each.key in matters for each in question.types}
    if question.years:
        figures = case["facts"].get(question.key) or {}
        return {str(year): figures.get(str(year)) for year in question.years}
    if question.fact.holder == "organisation":
        return case["facts"].get(question.key)
    matter = matters[question.fact.holder]
    return {**matter["facts"], **matter["determinations"]}.get(question.key)


def add(answers, question, answer):
    """The answers with one more; the years and types of a question join those answered before."""
    before = answers.get(question.key)
    joined = {**before, **answer} if isinstance(answer, dict) and isinstance(before, dict) else answer
    return {**answers, question.key: joined}


def ask_to_the_end(rulebook, on, answer, *, determinations=False, answers=None):
    """The answers once nothing is asked any more, and every question asked; all open ones are answered each round."""
    answers, asked = dict(answers or {}), []
    for _ in range(ROUNDS_MAX):
        questions = interview(rulebook, answers, on=on, determinations=determinations).questions
        if not questions:
            return answers, asked
        for question in questions:
            answers = add(answers, question, answer(question))
            asked.append(question)
    raise AssertionError(f"asked for ever: {asked[-1]}")


def ask_one_by_one(rulebook, on, answer, answers=None):
    """As above, answering the most useful question only each time."""
    answers, asked = dict(answers or {}), []
    while (question := interview(rulebook, answers, on=on).next) is not None:
        answers = add(answers, question, answer(question))
        asked.append(question.key)
    return answers, asked


def results(rulebook, on, case):
    """Finding, amount and services of each claim, and the best combination: all that an interview promises.

    What is not met is left out: it gives nothing, whether or not there is a matter for it.
    """
    assessment = rulebook.assess(case, on=on)
    found = {}
    for each in assessment.evaluations:
        if each.finding == "not_met":
            continue
        nodes = [node for service in each.measure.services for node in (service.when, service.quantity) if node]
        found[each.measure.id, each.matter and each.matter.id] = (
            each.finding.value,
            each.amount,
            [each.pair(node) for node in nodes],
        )
    best = assessment.combination
    return found, (best.low, best.high, best.certain)


def results_of_answers(rulebook, on, answers):
    return results(rulebook, on, case_of(answers, rulebook.vocabulary(on)))
