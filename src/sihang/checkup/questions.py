"""The check-up by questions: which questions can still change the result, and which is the most useful to ask next.

    >>> from datetime import date
    >>> from sihang.rulebook import load
    >>> interview(load(), {}, on=date(2025, 6, 30)).next.key
    'kind'

What is still worth asking is not tried out but worked out (`prospects`): once nothing is asked, no value of anything that was never
asked changes a finding, an amount or a service. On the way, what must be known first is asked first: the founding year before the
fiscal years since then, whether there is a matter before what it is like. Of an organisation that does not know its founding year,
three years back are asked. Trying is for the order alone: first what decides most measures, then what narrows the money most, then
what is quick to answer. Support received before is not asked for; the result holds for who had none (`support_received` of a case).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sihang.checkup.answers import MATTERS, Answers, Atom, read_answers
from sihang.checkup.prospects import PROSPECTS, Prospect, settled
from sihang.checkup.standing import Atoms, Standing
from sihang.rulebook import Rulebook
from sihang.rulebook.case import Case, MatterType
from sihang.rulebook.case_reader import Vocabulary
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, Fact, Kind
from sihang.rulebook.fold import Fold
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Measure
from sihang.values.money import MAX_FEN

YEARS_AT_ONCE: Final = 5
"""Fiscal years in one question, the latest first: an earlier one may settle it."""
COST: Final = {Kind.YES_NO: 1, Kind.ENUM: 2, Kind.LABEL: 2, Kind.INTEGER: 3, Kind.DATE: 3, Kind.RATE: 4, Kind.MONEY: 4}
"""How long an answer takes, for the order among questions that are equally useful."""
UNITS: Final = {Kind.MONEY: Words("元", "yuan"), Kind.RATE: Words("%", "%")}
TRIED_FEN: Final = (0, 4_000_000_000, MAX_FEN)
"""Nothing, forty million yuan, and very much."""


@dataclass(frozen=True)
class Question:
    """A question to ask.

    Args:
        key: what its answer is filed under: a fact's key, or MATTERS.
        fact: what is asked for; None for MATTERS.
        years: of a series, the fiscal years asked for now, the latest first.
        types: for MATTERS, the types of matter that may exist and are not answered yet.
        measures: those whose result the answer can change.
        decides: how many of them an answer settles, in thousandths, on the average of those tried.
        narrows: by how much it narrows what they give together, in fen, on the same average.
    """

    key: str
    fact: Fact | None
    years: tuple[int, ...]
    types: tuple[MatterType, ...]
    measures: tuple[str, ...]
    decides: int = 0
    narrows: int = 0

    @property
    def unit(self) -> Words | None:
        return None if self.fact is None else UNITS.get(self.fact.kind)

    @property
    def unsure(self) -> Any:
        """The answer "I do not know" to all that is asked here."""
        if self.fact is None:
            return {each.key: None for each in self.types}
        return {str(year): None for year in self.years} if self.years else None

    @property
    def usefulness(self) -> tuple[int, int, int]:
        """Greater is asked earlier."""
        cost = 2 if self.fact is None else COST.get(self.fact.kind, 4) * max(1, len(self.years))
        return self.decides, self.narrows, -cost


@dataclass(frozen=True)
class Interview:
    """Where a check-up by questions stands: the case as answered so far, and what is still worth asking, most useful first."""

    case: Case
    questions: tuple[Question, ...]

    @property
    def next(self) -> Question | None:
        """The question to ask now; None once no answer changes anything."""
        return self.questions[0] if self.questions else None


def interview(rulebook: Rulebook, answers: Mapping[str, Any], *, on: date, determinations: bool = False) -> Interview:
    """What is still worth asking, given the answers so far (their form: `answers`).

    Args:
        on: the day of assessment.
        determinations: ask too for what an office decides, as far as the organisation knows it. Else it stays open, as it is for
            who has not applied yet.

    Raises:
        CaseUnusable: an answer cannot be used; every problem is listed with its path in the case.
    """
    return _Interviewer(rulebook, read_answers(rulebook, answers, on), on, determinations).interview()


@dataclass(frozen=True)
class _Outlook:
    """What may still become of one measure: the questions that move it, and the money between its ends."""

    asked: int
    may: bool
    fen: int


class _Interviewer:
    def __init__(self, rulebook: Rulebook, answers: Answers, on: date, determinations: bool) -> None:
        self.rules: Rules = rulebook.rules(on)
        self.vocabulary: Vocabulary = rulebook.vocabulary(on)
        self.case = answers.case
        self.atoms = Atoms()
        self.standing = Standing(answers, self.vocabulary, self.atoms, determinations=determinations)
        self.measures = [each for each in self.rules.measures if each.id not in self.rules.superseded]
        self.now = self._outlooks(self.standing, self.measures)

    def interview(self) -> Interview:
        found = [self._rated(question) for question in self._questions()]
        return Interview(self.case, tuple(sorted(found, key=lambda each: each.usefulness, reverse=True)))

    def _outlooks(self, standing: Standing, measures: Iterable[Measure]) -> dict[str, _Outlook]:
        fold = Fold(PROSPECTS, standing)
        return {measure.id: _outlook(measure, fold) for measure in measures}

    # which questions

    def _questions(self) -> list[Question]:
        """In the order in which facts are declared, those of the organisation first."""
        moved: dict[Atom, list[str]] = {}
        for measure in self.measures:
            for atom in self._atoms_of(measure):
                moved.setdefault(atom, []).append(measure.id)
        facts = [*self.vocabulary.organisation.values()]
        facts += [fact for each in self.vocabulary.matters.values() for fact in each.facts.values()]
        found = [question for fact in facts if (question := self._of_fact(fact, moved)) is not None]
        types = tuple(each for key, each in self.vocabulary.matters.items() if (key, None) in moved)
        if types:
            found.append(Question(MATTERS, None, (), types, _joined(moved[each.key, None] for each in types)))
        return found

    def _atoms_of(self, measure: Measure) -> list[Atom]:
        """What moves a measure. Of a matter that perhaps does not exist, first whether it does."""
        outlook, matter = self.now[measure.id], measure.matter
        atoms = self.atoms.of(outlook.asked)
        if matter is None or matter in self.standing.types:
            return atoms
        own = self.vocabulary.matters[matter].facts
        return [atom for atom in atoms if atom[0] not in own] + ([(matter, None)] if outlook.may else [])

    def _of_fact(self, fact: Fact, moved: Mapping[Atom, list[str]]) -> Question | None:
        if not fact.series:
            measures = moved.get((fact.key, None))
            return None if measures is None else Question(fact.key, fact, (), (), tuple(measures))
        years = sorted((year for key, year in moved if key == fact.key and year is not None), reverse=True)
        chosen = tuple(years[:YEARS_AT_ONCE])
        return (
            Question(fact.key, fact, chosen, (), _joined(moved[fact.key, year] for year in chosen)) if chosen else None
        )

    # how useful

    def _rated(self, question: Question) -> Question:
        measures = [measure for measure in self.measures if measure.id in question.measures]
        before = [self.now[measure.id] for measure in measures]
        trials = self._trials(question)
        decides = narrows = 0
        for supposed in trials:
            after = self._outlooks(self.standing.supposing(supposed), measures)
            decides += sum(not each.asked for each in after.values())
            narrows += sum(old.fen for old in before) - sum(new.fen for new in after.values())
        return Question(
            question.key, question.fact, question.years, question.types, question.measures,
            decides * 1000 // len(trials), narrows // len(trials),
        )  # fmt: skip

    def _trials(self, question: Question) -> list[dict[Atom, Any]]:
        fact = question.fact
        if fact is None:
            return [{(each.key, None): there for each in question.types} for there in (True, False)]
        if fact.series:
            return [_growing(question, fen) for fen in TRIED_FEN]
        return [{(fact.key, None): value} for value in self._tried(fact)]

    def _tried(self, fact: Fact) -> list[Any]:
        if fact.kind is Kind.YES_NO:
            return [(True, True), (False, False)]
        if fact.kind in (Kind.ENUM, Kind.LABEL):
            return [1 << index for index in range(len(fact.options))]
        low, high = fact.domain
        if (low, high) == (FIRST_YEAR, LAST_YEAR):
            last = self.case.on.year - 1
            return [(year, year) for year in (last - 6, last, last + 1)]
        return [(value, value) for value in (low, *TRIED_FEN[1:2], min(high, MAX_FEN)) if low <= value <= high]


def _growing(question: Question, fen: int) -> dict[Atom, Any]:
    """So much in the latest year, and a quarter of it in each year before."""
    return {(question.key, year): (fen >> 2 * back, fen >> 2 * back) for back, year in enumerate(question.years)}


def _joined(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for some in lists for each in some))


def _outlook(measure: Measure, fold: Fold) -> _Outlook:
    """The finding, the amount and the services of a measure, as they may still become."""
    o = PROSPECTS
    must, may = settled(True), settled(True)
    for condition in measure.conditions:
        a, b = fold.value(condition.node)
        must, may = o.both(must, a), o.both(may, b)
    if may == (False, False, 0):
        return _Outlook(0, False, 0)
    asked, fen = must[2] | may[2], 0
    if measure.money is not None:
        low, high = fold.value(measure.money.node)
        low, high = o.choose(must, low, settled(0)), o.choose(may, high, settled(0))
        asked, fen = asked | low[2] | high[2], min(high[1], MAX_FEN) - low[0]
    return _Outlook(asked | _services(measure, fold, may), may[1], fen)


def _services(measure: Measure, fold: Fold, may: Prospect) -> int:
    """The questions that move a service that may be given, or its quantity."""
    asked = 0
    for service in measure.services:
        given: Prospect = may
        if service.when is not None:
            must_be, may_be = fold.value(service.when)
            given = PROSPECTS.both(may, may_be)
            asked |= PROSPECTS.both(may, must_be)[2] | given[2]
        if service.quantity is not None:
            for side in fold.value(service.quantity):
                asked |= PROSPECTS.choose(given, side, settled(0))[2]
    return asked
