"""What was probably meant by a name that a case may not use: a label for its key, a slip of the pen, a wrong place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, NamedTuple

from sihang.rulebook.errors import Words
from sihang.rulebook.facts import Fact, Kind

ALIKE = 0.6
"""Likeness from which a key or a Chinese label is taken for a slip of the pen."""
ALIKE_BY_WORDS = 0.75
"""The same for English labels and keys word by word, which resemble each other more easily."""
FITS = 0.1
"""What a value of the right type adds where several names resemble."""
ELSEWHERE = 0.15
"""By how much a fact of another place must be more like."""
LONGEST = 60
_FILLERS = {"a", "an", "the", "of", "in", "is", "has", "to"}
_SAME = {"date": "on", "day": "on", "ratio": "rate", "percent": "rate", "percentage": "rate", "sum": "amount"}
_ENDINGS = re.compile(r"(?<=\w{3})(?:ing|ed|es|s)$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d+(\.\d+)?")


class Place(NamedTuple):
    """Facts that may stand in one place of the case; `words` sends a person there."""

    facts: Mapping[str, Fact]
    words: Words


class Likely(NamedTuple):
    likeness: float
    key: str


def unknown_fact(
    key: str, value: Any, here: Mapping[str, Fact], elsewhere: Sequence[Place], not_loaded: Mapping[str, str]
) -> Words:
    """What to write for `key`, which is no fact of this place.

    Args:
        elsewhere: the other places of the case, the likeliest first.
        not_loaded: by key, a package that is not loaded and declares it.
    """
    for place in elsewhere:
        if key in place.facts:
            return place.words
    if (package := not_loaded.get(key)) is not None:
        return Words(f"由 {package} 声明，请加 --policy {package}", f"declared by {package}; add --policy {package}")
    if (meant := by_label(key, _labels(here))) is not None:
        return Words(f"这是名称，请写键 {meant}", f"this is a label; write the key '{meant}'")
    for place in elsewhere:
        if (meant := by_label(key, _labels(place.facts))) is not None:
            return Words(f"{place.words.zh}，键为 {meant}", f"{place.words.en}, with the key '{meant}'")
    return _slip(key, value, here, elsewhere)


def _slip(key: str, value: Any, here: Mapping[str, Fact], elsewhere: Sequence[Place]) -> Words:
    """The fact that is most like `key`; one of another place must be more like it."""
    none = Words("没有这个事实。", "no such fact.")
    best = Likely(0, "")
    sent = Words("", "")
    for facts, words in ((here, sent), *elsewhere):
        fitting = {name for name, fact in facts.items() if _fits(fact, value)}
        found = _likeliest(key, _labels(facts), fitting)
        if found is not None and found.likeness - (ELSEWHERE if words.zh else 0) > best.likeness:
            best, sent = found, words
    if not best.key:
        return Words(f"{none.zh}全部键见 sihang policy facts", f"{none.en} `sihang policy facts` lists them all")
    asked = f"{none.zh}是否想写“{best.key}”？{sent.zh}", f"{none.en} Did you mean '{best.key}'? {sent.en}"
    return Words(asked[0], asked[1].rstrip())


def instead(name: str, labels: Mapping[str, Words]) -> Words:
    """`请写 enterprise` for a label, `是否想写“enterprise”？` for a slip of the pen, or nothing."""
    if (key := by_label(name, labels)) is not None:
        return Words(f"请写 {key}", f"Write '{key}'")
    if (key := resembling(name, labels)) is not None:
        return Words(f"是否想写“{key}”？", f"Did you mean '{key}'?")
    return Words("", "")


def listed(labels: Mapping[str, Words]) -> Words:
    """Keys with what they mean: `enterprise（企业）、university（高校）`."""
    zh = [key if key == words.zh else f"{key}（{words.zh}）" for key, words in labels.items()]
    en = [key if key == words.en else f"{key} ({words.en})" for key, words in labels.items()]
    return Words("、".join(zh), ", ".join(en))


def by_label(name: str, labels: Mapping[str, Words]) -> str | None:
    """The key whose Chinese or English label is `name`; spaces, width and capitals do not count."""
    plain = _plain(name)
    return next((key for key, words in labels.items() if plain and plain in map(_plain, (*words, key))), None)


def resembling(name: str, labels: Mapping[str, Words], fitting: Collection[str] = ()) -> str | None:
    """The key that `name` is most like, in itself or by its label; among like ones, one of `fitting`."""
    found = _likeliest(name, labels, fitting)
    return None if found is None else found.key


def _likeliest(name: str, labels: Mapping[str, Words], fitting: Collection[str]) -> Likely | None:
    ranked = []
    for key, words in labels.items():
        if (likeness := _likeness(name[:LONGEST], key, words)) is not None:
            ranked.append(Likely(likeness + (FITS if key in fitting else 0), key))
    return max(ranked, key=lambda each: each.likeness, default=None)


def _likeness(name: str, key: str, words: Words) -> float | None:
    if not name.isascii():
        return _alike(name, words.zh, ALIKE)
    stems, of_key, of_label = _stems(name), _stems(key), _stems(words.en)
    found = (
        _alike(name, key, ALIKE),
        _alike(" ".join(stems), " ".join(of_key), ALIKE_BY_WORDS),
        _alike(" ".join(stems), " ".join(of_label), ALIKE_BY_WORDS),
        ALIKE_BY_WORDS if stems and set(stems) <= set(of_key) else None,
    )
    return max((each for each in found if each is not None), default=None)


def _alike(one: str, other: str, least: float) -> float | None:
    matcher = SequenceMatcher(a=one, b=other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return None
    ratio = matcher.ratio()
    return ratio if ratio >= least else None


@lru_cache(maxsize=1024)
def _stems(name: str) -> tuple[str, ...]:
    """`listing_date` and `listed_on` are both `list`, `on`: stems in alphabetical order, fillers left out."""
    parts = (_SAME.get(part, part) for part in re.split(r"[^a-z0-9]+", name.lower()) if part not in _FILLERS)
    return tuple(sorted(_ENDINGS.sub("", part) for part in parts if part))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name[:LONGEST]).split()).casefold()


def _labels(facts: Mapping[str, Fact]) -> Mapping[str, Words]:
    return {key: fact.words for key, fact in facts.items()}


def _fits(fact: Fact, raw: Any) -> bool:
    """Whether the value looks as if it were of the fact's type."""
    if isinstance(raw, Mapping):
        return fact.series or (fact.determination is not None and "value" in raw)
    number = not isinstance(raw, bool) and isinstance(raw, int | Decimal)
    match fact.kind:
        case _ if fact.series:
            return False
        case Kind.YES_NO:
            return isinstance(raw, bool)
        case Kind.DATE:
            return isinstance(raw, str) and _DAY.fullmatch(raw) is not None
        case Kind.RATE:
            return (number and raw <= 1) or (isinstance(raw, str) and raw.rstrip().endswith("%"))
        case Kind.MONEY:
            return number or (isinstance(raw, str) and _NUMBER.fullmatch(raw) is not None)
        case Kind.INTEGER:
            return number
        case Kind.ENUM:
            return any(raw == option.key for option in fact.options)
        case _:
            return isinstance(raw, str)
