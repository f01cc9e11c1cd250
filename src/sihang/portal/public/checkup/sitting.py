"""One visitor's check-up: what was answered so far, for which day, under which documents. It lives in the session only."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from sihang.checkup.answers import MATTERS
from sihang.checkup.questions import Interview, Question, interview
from sihang.rulebook import Assessment, Rulebook
from sihang.rulebook.facts import Fact
from sihang.rulebook.shelf import rulebook_of

PLACE: Final = "checkup"
SAVED: Final = "checkup_saved"
SAVED_MAX: Final = 10
"""Copies kept in one session; of more, the oldest goes."""


@dataclass(frozen=True)
class Sitting:
    """A check-up under way.

    Args:
        answers: by key, as `sihang.checkup.answers` says.
        order: the keys as they were first answered.
        determinations: ask too for what an office has decided already.
    """

    on: date
    packages: tuple[str, ...]
    determinations: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    @property
    def rulebook(self) -> Rulebook:
        return rulebook_of(self.packages)

    @cached_property
    def interview(self) -> Interview:
        """Raise CaseUnusable where an answer does not fit the day or the documents."""
        return interview(self.rulebook, self.answers, on=self.on, determinations=self.determinations)

    @property
    def assessment(self) -> Assessment:
        return self.rulebook.assess(self.interview.case, on=self.on)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every fact that can be asked for, of the organisation and of its matters."""
        vocabulary = self.rulebook.vocabulary(self.on)
        found = dict(vocabulary.organisation)
        for matter in vocabulary.matters.values():
            found.update(matter.facts)
        return found

    def answering(self, key: str, answer: Any) -> Sitting:
        """With one answer more; the years or types of a question join those answered before."""
        before = self.answers.get(key)
        joined = {**before, **answer} if isinstance(before, dict) and isinstance(answer, dict) else answer
        order = self.order if key in self.order else (*self.order, key)
        return replace(self, answers={**self.answers, key: joined}, order=order)

    def forgetting(self, key: str) -> Sitting:
        rest = {each: answer for each, answer in self.answers.items() if each != key}
        return replace(self, answers=rest, order=tuple(each for each in self.order if each != key))

    def without_strangers(self) -> Sitting:
        """Without the answers to what no document of this check-up asks for."""
        kept = self
        for key in self.order:
            if key != MATTERS and key not in self.facts:
                kept = kept.forgetting(key)
        return kept

    def question(self, key: str, still_open: Iterable[Question]) -> Question | None:
        """What to ask under a key: what is open, and what was answered of it before; None where there is nothing."""
        asked = next((each for each in still_open if each.key == key), None)
        before = self.answers.get(key) if isinstance(self.answers.get(key), dict) else {}
        if key == MATTERS:
            types = self.rulebook.vocabulary(self.on).matters
            wanted = {*before, *(each.key for each in asked.types)} if asked else set(before)
            chosen = tuple(each for name, each in types.items() if name in wanted)
            return Question(MATTERS, None, (), chosen, asked.measures if asked else ()) if chosen else None
        fact = self.facts.get(key)
        if fact is None or (asked is None and key not in self.answers):
            return None
        years = {*map(int, before), *(asked.years if asked else ())} if fact.series else ()
        return Question(key, fact, tuple(sorted(years, reverse=True)), (), asked.measures if asked else ())


def new_sitting() -> Sitting:
    return Sitting(timezone.localdate(), tuple(settings.POLICIES))


def sitting_in(session: SessionBase) -> Sitting | None:
    """The check-up of a session, if one was begun."""
    return _read(session.get(PLACE))


def keep(session: SessionBase, sitting: Sitting) -> None:
    session[PLACE] = _written(sitting)


def end(session: SessionBase) -> None:
    session.pop(PLACE, None)


def save_copy(session: SessionBase, sitting: Sitting) -> str:
    """Set a copy aside; the name that it is found under, in this session only."""
    name = secrets.token_urlsafe(9)
    copies = {**session.get(SAVED, {}), name: _written(sitting)}
    session[SAVED] = dict(list(copies.items())[-SAVED_MAX:])
    return name


def saved_copy(session: SessionBase, name: str) -> Sitting | None:
    return _read(session.get(SAVED, {}).get(name))


def _written(sitting: Sitting) -> dict[str, Any]:
    return {**asdict(sitting), "on": sitting.on.isoformat()}


def _read(kept: Any) -> Sitting | None:
    if kept is None:
        return None
    return Sitting(
        date.fromisoformat(kept["on"]), tuple(kept["packages"]), kept["determinations"], kept["answers"], tuple(kept["order"])
    )  # fmt: skip
