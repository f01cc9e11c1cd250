"""One fact over time, as an officer would tell it; and what holds for every history."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sihang.register.history import Held, Source, Statement, held
from sihang.rulebook.case import State

KNOWN, ABSENT, UNKNOWN, DISPUTED = State
SELF, EVIDENCE, OFFICE, LIST = Source


def at(day, hour=9):
    return datetime(2025, 1, 1, hour, tzinfo=UTC) + timedelta(days=day)


def said(number, value, *, source=SELF, state=KNOWN, day=None, **more):
    return Statement(number, state, value, source, at(number if day is None else day), **more)


def on(year, month=6, day=30):
    return date(year, month, day)


LATE = at(999)


def test_of_a_fact_of_which_nothing_was_said_nothing_is_known():
    assert held([], on=on(2025), known=LATE) == Held(UNKNOWN)


def test_a_status_holds_on_its_first_and_its_last_day_and_not_beside_them():
    hnte = said(1, 1, since=date(2022, 11, 15), until=date(2025, 11, 14))

    found = [held([hnte], on=day, known=LATE).state for day in (
        date(2022, 11, 14), date(2022, 11, 15), date(2025, 11, 14), date(2025, 11, 15)
    )]  # fmt: skip

    assert found == [UNKNOWN, KNOWN, KNOWN, UNKNOWN]


def test_what_a_source_says_later_of_a_later_time_leaves_the_earlier_time_as_it_was():
    staff = [said(1, 10, since=date(2023, 1, 1)), said(2, 20, since=date(2024, 1, 1))]

    assert held(staff, on=on(2023), known=LATE).value == 10
    assert held(staff, on=on(2024), known=LATE).value == 20


def test_an_earlier_time_told_afterwards_does_not_undo_what_began_later():
    staff = [said(1, 20, since=date(2024, 1, 1)), said(2, 10, since=date(2023, 1, 1))]

    assert held(staff, on=on(2024), known=LATE).value == 20
    assert held(staff, on=on(2023), known=LATE).value == 10


def test_a_decision_of_the_past_is_replayed_with_what_was_known_then():
    first, corrected = said(1, 3_000_000_000), said(5, 2_900_000_000, corrects=1)

    assert held([first, corrected], on=on(2025), known=at(4)).value == 3_000_000_000
    assert held([first, corrected], on=on(2025), known=at(5)).value == 2_900_000_000


def test_a_correction_by_another_source_takes_the_place_of_what_it_corrects_and_no_dispute_is_left():
    filed, audited = said(1, 300), said(2, 290, source=EVIDENCE, named="审计报告", corrects=1)

    found = held([filed, audited], on=on(2025), known=LATE)

    assert (found.state, found.value, found.by) == (KNOWN, 290, (audited,))


def test_two_sources_that_differ_make_a_dispute_that_names_both():
    filed, audited = said(1, 300), said(2, 290, source=EVIDENCE, named="审计报告")

    found = held([filed, audited], on=on(2025), known=LATE)

    assert (found.state, found.value, found.by, found.verified) == (DISPUTED, None, (filed, audited), False)


def test_two_sources_that_agree_are_both_named():
    filed, audited = said(1, 300), said(2, 300, source=EVIDENCE)

    assert held([filed, audited], on=on(2025), known=LATE) == Held(KNOWN, 300, (filed, audited))


def test_what_was_verified_settles_a_dispute_from_the_moment_of_the_verification_on():
    filed, audited = said(1, 300), said(2, 290, source=EVIDENCE, verified_at=at(8))

    before = held([filed, audited], on=on(2025), known=at(7))
    after = held([filed, audited], on=on(2025), known=at(8))

    assert before.state is DISPUTED
    assert (after.state, after.value, after.verified, after.overruled) == (KNOWN, 290, True, (filed,))


def test_two_verified_sources_that_differ_are_a_dispute():
    sides = [said(n, n, source=source, verified_at=at(9)) for n, source in ((1, EVIDENCE), (2, OFFICE))]

    assert held(sides, on=on(2025), known=LATE).state is DISPUTED


def test_absent_is_an_answer_and_unknown_is_none():
    absent = said(1, None, state=ABSENT)
    unsaid = said(2, None, state=UNKNOWN, source=EVIDENCE)

    assert held([absent, unsaid], on=on(2025), known=LATE).state is ABSENT
    assert held([unsaid], on=on(2025), known=LATE) == Held(UNKNOWN, None, (unsaid,))


def test_absent_against_a_value_is_a_dispute():
    sides = [said(1, None, state=ABSENT), said(2, 5, source=OFFICE)]

    assert held(sides, on=on(2025), known=LATE).state is DISPUTED


def test_who_takes_back_what_was_said_leaves_the_other_source_alone():
    filed, listed, withdrawn = said(1, 300), said(2, 290, source=LIST), said(3, None, state=UNKNOWN)

    found = held([filed, listed, withdrawn], on=on(2025), known=LATE)

    assert (found.state, found.value) == (KNOWN, 290)


days = st.dates(date(2023, 1, 1), date(2026, 1, 1))


@st.composite
def histories(draw):
    made = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        state = draw(st.sampled_from((KNOWN, KNOWN, KNOWN, ABSENT, UNKNOWN)))
        value = draw(st.integers(1, 3)) if state is KNOWN else None
        since, until = draw(st.one_of(st.none(), days)), draw(st.one_of(st.none(), days))
        checked = draw(st.one_of(st.none(), st.integers(0, 9)))
        corrects = draw(st.one_of(st.none(), st.integers(1, number - 1))) if number > 1 else None
        made.append(
            Statement(
                number, state, value, draw(st.sampled_from(Source)), at(number), draw(st.sampled_from(("", "甲"))),
                since, until, None if checked is None else at(number + checked), corrects,
            )
        )  # fmt: skip
    return made


fair = settings(max_examples=60)


@fair
@given(histories(), days, st.integers(0, 20), st.randoms())
def test_what_is_held_does_not_depend_on_the_order_of_the_statements(history, day, when, rng):
    mixed = list(history)
    rng.shuffle(mixed)

    assert held(mixed, on=day, known=at(when)) == held(history, on=day, known=at(when))


@fair
@given(histories(), histories(), days, st.integers(0, 20))
def test_nothing_said_later_changes_what_was_held_before(history, more, day, when):
    """Nor does a verification of later."""
    later = [replace(each, id=each.id + 100, recorded_at=at(when + each.id), verified_at=None) for each in more]
    verified = [replace(each, verified_at=each.verified_at or at(when + 1)) for each in history]

    assert held([*history, *later], on=day, known=at(when)) == held(history, on=day, known=at(when))
    assert held(verified, on=day, known=at(when)) == held(history, on=day, known=at(when))


@fair
@given(histories(), days)
def test_what_is_held_was_said_of_that_day_and_not_corrected(history, day):
    found = held(history, on=day, known=LATE)
    corrected = {each.corrects for each in history}

    assert all(each.speaks_for(day) and each.id not in corrected for each in found.by)
    assert (found.state is DISPUTED) == (len({each.says for each in found.by}) > 1)
    if found.state is KNOWN:
        assert {each.value for each in found.by} == {found.value}


@fair
@given(histories(), days)
def test_a_verified_correction_of_all_that_is_held_settles_the_fact(history, day):
    found = held(history, on=day, known=LATE)
    corrections = [
        Statement(50 + n, KNOWN, 7, OFFICE, at(50), "区科委", verified_at=at(51), corrects=each.id)
        for n, each in enumerate(found.by)
    ]
    rest = [each for each in found.overruled if each.verified_at is not None]

    after = held([*history, *corrections], on=day, known=LATE)

    assert not found.by or rest or (after.state, after.value) == (KNOWN, 7)
