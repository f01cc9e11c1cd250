"""Text as the index keeps it, and a question as it is asked. Pure.

Chinese has no spaces between words, so every character and every two neighbours are kept: 奖励 is found as one pair,
研发费用 as three, and a single 奖 too. Words in letters and digits are kept whole and found by how they begin.
"""

import re
import unicodedata
from dataclasses import dataclass

IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇"
RUN = re.compile(rf"[{IDEOGRAPHS}]+|[^\W_{IDEOGRAPHS}]+")
IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
SPACE_BESIDE_IDEOGRAPH = re.compile(rf"(?<=[{IDEOGRAPHS}])[ ]+|[ ]+(?=[{IDEOGRAPHS}])")
GRAM_CHARACTERS_MAX = 40
QUESTION_CHARACTERS_MAX = 100
WORDS_MAX = 8


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question: the text that must be there, and the grams by which the index finds candidates."""

    text: str
    grams: tuple[str, ...]
    beginnings: tuple[str, ...]


def level(text: str) -> str:
    """One spelling: full-width as ASCII, small letters, and `最高 200 万元` as `最高200万元`."""
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    return SPACE_BESIDE_IDEOGRAPH.sub("", "".join(char for char in plain if char.isprintable()))


def grams(text: str) -> list[str]:
    """Every gram of a text, each once, sorted."""
    found = set()
    for run in RUN.findall(level(text)):
        if IDEOGRAPH.match(run):
            found.update(run)
            found.update(_pairs(run))
        else:
            found.add(run[:GRAM_CHARACTERS_MAX])
    return sorted(found)


def words(question: str) -> list[Word]:
    """The words of a question, all of which must be there; those without a letter, digit or ideograph are left out."""
    asked = unicodedata.normalize("NFKC", question)[:QUESTION_CHARACTERS_MAX].split()[:WORDS_MAX]
    return [word for each in asked if (word := _word(level(each))).grams or word.beginnings]


def _word(text: str) -> Word:
    chosen: set[str] = set()
    beginnings: set[str] = set()
    for run in RUN.findall(text):
        if IDEOGRAPH.match(run):
            chosen.update(_pairs(run) or [run])
        else:
            beginnings.add(run[:GRAM_CHARACTERS_MAX])
    return Word(text, tuple(sorted(chosen)), tuple(sorted(beginnings)))


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
