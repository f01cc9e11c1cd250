"""What an interview promises, over random organisations and every set of shipped packages."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sihang.checkup.answers import MATTERS
from sihang.checkup.questions import interview
from sihang.rulebook.facts import BUILT_IN, ORGANISATION
from tests.builders.cases import PACKAGES, CaseMaker
from tests.builders.interviews import (
    ask_to_the_end,
    reply,
    results,
    results_of_answers,
    told,
    without_determinations,
)

seeded = st.randoms(use_true_random=True)
few = settings(max_examples=25)  # each is an interview with dozens of questions


def drawn(rng):
    maker = CaseMaker(rng, rng.choice(PACKAGES))
    return maker, told(maker, maker.world(matters=4))


@few
@given(seeded)
def test_answering_what_is_asked_gives_the_assessment_of_the_whole_case(rng):
    maker, case = drawn(rng)

    answers, _ = ask_to_the_end(maker.rulebook, maker.on, lambda question: reply(case, question), determinations=True)

    assert results_of_answers(maker.rulebook, maker.on, answers) == results(maker.rulebook, maker.on, case)


@few
@given(seeded)
def test_without_the_offices_decisions_it_gives_the_assessment_of_the_case_in_which_they_are_open(rng):
    maker, case = drawn(rng)

    answers, asked = ask_to_the_end(maker.rulebook, maker.on, lambda question: reply(case, question))

    assert all(question.fact is None or question.fact.determination is None for question in asked)
    undecided = without_determinations(case)
    assert results_of_answers(maker.rulebook, maker.on, answers) == results(maker.rulebook, maker.on, undecided)


@few
@given(seeded)
def test_what_is_not_asked_changes_nothing_whatever_its_value(rng):
    """In the middle of an interview, and all of it at once; fiscal years may still have to wait for the founding year."""
    maker, case = drawn(rng)
    full, _ = ask_to_the_end(maker.rulebook, maker.on, lambda question: reply(case, question), determinations=True)
    answers = {key: value for key, value in full.items() if rng.randint(0, 2)}
    asked = {q.key for q in interview(maker.rulebook, answers, on=maker.on, determinations=True).questions}
    there = [key for key, is_there in answers.get(MATTERS, {}).items() if is_there]
    facts = [fact for fact in maker.rulebook.rules(maker.on).facts.values() if fact not in BUILT_IN and not fact.series]
    world = maker.world()
    more = {}
    for fact in facts:
        if fact.key not in asked and fact.key not in answers and fact.holder in (ORGANISATION, *there):
            value = maker._value(fact) if fact.key != "founded_year" else world.organisation["founded_year"]
            more[fact.key] = maker._said(fact, value)

    told_more = results_of_answers(maker.rulebook, maker.on, {**answers, **more})

    assert told_more == results_of_answers(maker.rulebook, maker.on, answers), more


@few
@given(seeded)
def test_nothing_is_asked_twice_and_every_interview_ends_whoever_answers(rng):
    maker, case = drawn(rng)

    def perhaps(question):
        return question.unsure if rng.randint(0, 1) else reply(case, question)

    _, asked = ask_to_the_end(maker.rulebook, maker.on, perhaps, determinations=True)

    atoms = [(q.key, part) for q in asked for part in (q.years or [each.key for each in q.types] or [None])]
    assert len(atoms) == len(set(atoms))


@few
@given(seeded)
def test_going_back_and_changing_an_answer_leaves_nothing_of_the_old_one(rng):
    maker, case = drawn(rng)
    answers, _ = ask_to_the_end(maker.rulebook, maker.on, lambda question: reply(case, question))
    changed = dict(answers)
    for key in rng.sample(sorted(answers), len(answers) // 2):
        del changed[key]

    finished, _ = ask_to_the_end(maker.rulebook, maker.on, lambda question: reply(case, question), answers=changed)

    expected = results(maker.rulebook, maker.on, without_determinations(case))
    assert results_of_answers(maker.rulebook, maker.on, finished) == expected


@few
@given(seeded)
def test_the_questions_depend_on_the_answers_and_not_on_the_order_in_which_they_were_given(rng):
    maker, case = drawn(rng)
    answers, _ = ask_to_the_end(maker.rulebook, maker.on, lambda question: reply(case, question))
    half = {key: answers[key] for key in list(answers)[: len(answers) // 2]}
    turned = dict(reversed(half.items()))

    assert interview(maker.rulebook, half, on=maker.on) == interview(maker.rulebook, turned, on=maker.on)
