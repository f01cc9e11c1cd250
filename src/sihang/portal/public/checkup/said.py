"""The answers so far, as a list that a reader can check and change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sihang.checkup.answers import MATTERS
from sihang.portal.public.checkup.sitting import Sitting
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import Fact
from sihang.rulebook.showing.stated import NOT_KNOWN, stated_shown

MATTERS_ADDRESS: Final = "matters"
"""How the question of matters is called in an address."""
WHICH_MATTERS: Final = Words("有哪些支持事项", "Which matters there are")


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: `address` leads to its question."""

    address: str
    label: str
    value: str


def answers_said(sitting: Sitting, lang: str) -> tuple[Said, ...]:
    """In the order in which they were given."""
    return tuple(_answers_said(sitting, lang))


def address_of(key: str) -> str:
    return MATTERS_ADDRESS if key == MATTERS else key


def key_at(address: str) -> str:
    return MATTERS if address == MATTERS_ADDRESS else address


def _answers_said(sitting: Sitting, lang: str) -> Iterator[Said]:
    for key in sitting.order:
        answer, fact = sitting.answers.get(key), sitting.facts.get(key)
        if key == MATTERS:
            yield Said(MATTERS_ADDRESS, WHICH_MATTERS.to(lang), _matters(sitting, answer, lang))
        elif fact is not None:
            yield Said(key, fact.words.to(lang), value_said(fact, answer, lang))


def _matters(sitting: Sitting, answer: Any, lang: str) -> str:
    types = sitting.rulebook.vocabulary(sitting.on).matters
    names = {key: each.en if lang == "en" else each.zh for key, each in types.items()}
    there = [names[key] for key, value in answer.items() if value is True and key in names]
    unsure = [names[key] for key, value in answer.items() if value is None and key in names]
    joint = ", " if lang == "en" else "、"
    found = [joint.join(there) or ("none" if lang == "en" else "没有")]
    if unsure:
        found.append(f"{NOT_KNOWN.to(lang)}{': ' if lang == 'en' else '：'}{joint.join(unsure)}")
    return ("; " if lang == "en" else "；").join(found)


def value_said(fact: Fact, answer: Any, lang: str) -> str:
    """A value as a case has it; of a series every year, the latest first."""
    if isinstance(answer, Mapping) and fact.series:
        years, colon = sorted(answer.items(), reverse=True), ": " if lang == "en" else "："
        return ("; " if lang == "en" else "；").join(
            f"{year}{colon}{stated_shown(fact, each, lang)}" for year, each in years
        )
    return stated_shown(fact, answer, lang)
