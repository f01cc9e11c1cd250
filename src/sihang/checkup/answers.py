"""The answers of a check-up by questions: a plain dict, read by the reader of cases.

    {"kind": "enterprise", "founded_year": 2019, "revenue": {"2023": "31000000", "2022": None}, "hnte_valid": None,
     MATTERS: {"challenge_project": True, "growth_event": False}, "challenge_listed": True}

A key is a fact's; its value is what a case would state. None is "I do not know" (不知道): it is not asked again. What is left out
was not answered yet. A check-up knows at most one matter of each type, which goes by the name of its type. Nothing else is kept, so
going back is leaving a key out, and changing an answer is changing its value: answers to what is no longer asked do nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sihang.rulebook import CaseUnusable, Problem, Rulebook
from sihang.rulebook.case import Case
from sihang.rulebook.case_reader import Vocabulary
from sihang.rulebook.errors import Words, suggestion
from sihang.rulebook.facts import Fact

MATTERS: Final = "$matters"
"""The key of the answer that says which types of matter there are; no fact can be called so."""

Atom = tuple[str, int | None]
"""What is answered at one time: a fact, or one fiscal year of a series. Of a type of matter: whether there is one."""


@dataclass(frozen=True)
class Answers:
    """Answers as read.

    Args:
        case: what they state, as a case that can be assessed.
        given: whatever was answered, with "I do not know" too.
        types: by type of matter, whether there is one; None where that is not known.
    """

    case: Case
    given: frozenset[Atom]
    types: Mapping[str, bool | None]


def read_answers(rulebook: Rulebook, answers: Mapping[str, Any], on: date) -> Answers:
    """Read answers for a day; raise CaseUnusable with every problem and its path in the case."""
    vocabulary = rulebook.vocabulary(on)
    problems = list(_misnamed(answers, vocabulary))
    types = _types(answers.get(MATTERS), vocabulary, problems)
    try:
        case = rulebook.read(case_of(answers, vocabulary), on)
    except CaseUnusable as error:
        problems += error.problems
    if problems:
        raise CaseUnusable(problems)
    return Answers(case, frozenset(_given(answers, vocabulary)), types)


def case_of(answers: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """What the answers state, as the JSON of a case."""
    types = answers.get(MATTERS)
    present = [key for key, there in types.items() if there is True] if isinstance(types, Mapping) else []
    return {
        "facts": {key: value for key, value in answers.items() if key in vocabulary.organisation},
        "matters": [_matter(key, answers, vocabulary) for key in present if key in vocabulary.matters],
    }


def problems_of(rulebook: Rulebook, key: str, answer: Any, on: date) -> tuple[Problem, ...]:
    """What is wrong with one answer, in words; nothing where it can be used."""
    fact = _matter_facts(rulebook.vocabulary(on)).get(key)
    there = {} if fact is None else {MATTERS: {fact.holder: True}}
    try:
        read_answers(rulebook, {**there, key: answer}, on)
    except CaseUnusable as error:
        return error.problems
    return ()


def _matter(key: str, answers: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    facts = vocabulary.matters[key].facts
    said = {name: answers[name] for name in facts if name in answers}
    return {
        "id": key,
        "type": key,
        "facts": {name: value for name, value in said.items() if facts[name].determination is None},
        "determinations": {name: value for name, value in said.items() if facts[name].determination is not None},
    }


def _given(answers: Mapping[str, Any], vocabulary: Vocabulary) -> list[Atom]:
    found: list[Atom] = []
    for key, value in answers.items():
        fact = vocabulary.organisation.get(key)
        if fact is not None and fact.series and value is not None:
            found += [(key, int(year)) for year in value]
        else:
            found.append((key, None))
    return found


def _matter_facts(vocabulary: Vocabulary) -> dict[str, Fact]:
    return {key: fact for each in vocabulary.matters.values() for key, fact in each.facts.items()}


def _misnamed(answers: Mapping[str, Any], vocabulary: Vocabulary) -> list[Problem]:
    known = {*vocabulary.organisation, *_matter_facts(vocabulary), MATTERS}
    found = []
    for key in answers.keys() - known:
        hint = suggestion(str(key), known)
        words = Words(f"没有这个问题。{hint.zh}", f"no such question. {hint.en}".rstrip())
        found.append(Problem("unknown-key", str(key)[:60], words))
    return sorted(found, key=lambda problem: problem.where)


def _types(raw: Any, vocabulary: Vocabulary, problems: list[Problem]) -> dict[str, bool | None]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        words = Words("应为 {事项类型: true、false 或 null}", "must be {type of matter: true, false or null}")
        problems.append(Problem("wrong-type", MATTERS, words))
        return {}
    for key, value in raw.items():
        if key not in vocabulary.matters:
            hint = suggestion(str(key), vocabulary.matters)
            words = Words(f"没有这类事项。{hint.zh}", f"no such matter type. {hint.en}".rstrip())
            problems.append(Problem("unknown-matter-type", f"{MATTERS}.{str(key)[:60]}", words))
        elif value is not None and not isinstance(value, bool):
            zh, en = "应为 true（有）、false（没有）或 null（不知道）", "must be true, false, or null if not known"
            problems.append(Problem("wrong-type", f"{MATTERS}.{key}", Words(zh, en)))
    return dict(raw)
