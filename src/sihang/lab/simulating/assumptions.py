"""How each open thing is drawn, and in which words that is said. Where nothing can be assumed, nothing is drawn.

Facts come from the known values of the same column among like rows; determinations and slots evenly from the range that the
text allows. A range without an upper bound has no even draw: there whoever asks states an assumption, or gets no distribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sihang.lab.simulating.openings import Opening
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.declare import literal_value
from sihang.rulebook.errors import CaseUnusable, Problem, Words, suggestion
from sihang.rulebook.facts import DOMAINS, ORDERED, Fact, Kind, option_bit
from sihang.rulebook.prose import round_money
from sihang.rulebook.slots import Slot
from sihang.rulebook.words import span

WHOLE_BP = 10_000
_TRUTHS = {"是": True, "true": True, "yes": True, "否": False, "false": False, "no": False}


@dataclass(frozen=True)
class Like:
    """One of the known values of the same column, in rows that are like this one."""

    words = Words("取同类单位已知值之一", "one of the known values of like organisations")


@dataclass(frozen=True)
class Among:
    """One of these values, each as likely as the other; a single one is fixed."""

    values: tuple[Any, ...]
    words: Words


@dataclass(frozen=True)
class Even:
    """A whole number from `low` to `high`, both included, each as likely as the other."""

    low: int
    high: int
    words: Words


@dataclass(frozen=True)
class Chance:
    """Yes with this probability, in basis points."""

    bp: int
    words: Words


How = Like | Among | Even | Chance


@dataclass(frozen=True)
class Assumption:
    """How one opening is drawn; `how` is None where it cannot be. `stated`: by whoever asks."""

    opening: Opening
    how: How | None
    stated: bool = False

    @property
    def words(self) -> Words:
        if self.how is not None:
            return self.how.words
        return Words("没有上限，不能均匀抽取", "has no upper bound, so there is no even draw")


def assumptions_of(
    openings: Sequence[Opening], stated: Iterable[str] = (), *, determinations_known: bool = False
) -> list[Assumption]:
    """How everything open is drawn.

    Args:
        stated: `KEY=VALUE` each: one value, `LOW..HIGH`, a probability for yes/no, or several options.
        determinations_known: draw determinations as facts are, from those made of like rows.

    Raises:
        CaseUnusable: with every problem of what is stated.
    """
    given = _stated(openings, stated)
    return [
        Assumption(each, given[each.key], stated=True)
        if each.key in given
        else Assumption(each, _usual(each, determinations_known=determinations_known))
        for each in openings
    ]


def _usual(opening: Opening, *, determinations_known: bool) -> How | None:
    if opening.kind == "fact" or (opening.kind == "determination" and determinations_known):
        return Like()
    of = opening.of
    if of.kind is Kind.YES_NO:
        return Among((False, True), Words("是、否各半", "yes or no, each as likely"))
    if of.kind in (Kind.ENUM, Kind.LABEL):
        listed = Words(*("、".join(option.words.to(lang) for option in of.options) for lang in ("zh", "en")))
        words = Words(f"在 {listed.zh} 中各取其一", f"one of {listed.en.replace('、', ', ')}, each as likely")
        return Among(tuple(option.key for option in of.options), words)
    return _even(of, *of.domain) if of.kind in ORDERED and of.domain[1] < NO_BOUND else None


def _even(of: Fact | Slot, low: int, high: int) -> Even:
    zh, en = _span(of, low, high)
    return Even(low, high, Words(f"在 {zh} 内均匀取", f"evenly from {en}"))


def _span(of: Fact | Slot, low: int, high: int) -> Words:
    if of.kind is Kind.MONEY and high < NO_BOUND:
        return Words(f"{round_money(low)}至{round_money(high)}", span(of.kind, (low, high), "en"))
    return Words(*(span(of.kind, (low, high), lang) for lang in ("zh", "en")))


def _stated(openings: Sequence[Opening], stated: Iterable[str]) -> dict[str, How]:
    known = {name: each for each in openings for name in (each.key, each.words.zh)}
    found: dict[str, How] = {}
    problems: list[Problem] = []
    for text in stated:
        key, _, value = (part.strip() for part in text.partition("="))
        if key not in known:
            hint = suggestion(key, known)
            zh, en = f"规则没有用到“{key}”。{hint.zh}", f"no rule reads '{key}'. {hint.en}"
            problems.append(Problem("unknown-name", text, Words(zh, en)))
            continue
        how = _read(known[key].of, value)
        if how is None:
            problems.append(Problem("bad-assumption", text, _mend(known[key].of)))
        else:
            found[known[key].key] = how
    if problems:
        raise CaseUnusable(problems)
    return found


def _read(of: Fact | Slot, text: str) -> How | None:
    """What is stated of one thing, or None where it cannot be read or lies outside what the text allows."""
    words = Words(f"设为 {text}", f"taken as {text}")
    if of.kind is Kind.YES_NO:
        return _read_truth(text, words)
    if of.kind in (Kind.ENUM, Kind.LABEL):
        names = [part.strip() for part in text.replace("，", "、").replace(",", "、").split("、")]
        bits = [option_bit(of.options, each) for each in names]
        keys = [option.key for index, option in enumerate(of.options) if 1 << index in bits]
        return Among(tuple(keys), words) if keys and None not in bits else None
    low_text, _, high_text = text.replace("至", "..").partition("..")
    low, high = _number(of, low_text), _number(of, high_text or low_text)
    if low is None or high is None:
        return None
    least, most = of.domain if of.kind in ORDERED else DOMAINS[of.kind]
    return Even(low, high, words) if least <= low <= high <= most else None


def _read_truth(text: str, words: Words) -> How | None:
    if text.lower() in _TRUTHS:
        return Among((_TRUTHS[text.lower()],), words)
    chance = literal_value(text, Kind.RATE)
    if chance is None or chance > WHOLE_BP:
        return None
    return Chance(chance, Words(f"{text} 的可能为是", f"yes with probability {text}"))


def _number(of: Fact | Slot, text: str) -> int | None:
    raw: Any = text.strip()
    if of.kind is Kind.INTEGER:
        with suppress(ValueError):
            raw = int(raw)
    return literal_value(raw, of.kind)


def _mend(of: Fact | Slot) -> Words:
    if of.kind is Kind.YES_NO:
        return Words(
            f"“{of.words.zh}”写 是、否，或为是的可能如 60%", f"'{of.key}' takes yes, no, or a probability such as 60%"
        )
    if of.kind in (Kind.ENUM, Kind.LABEL):
        listed = "、".join(option.key for option in of.options)
        return Words(f"“{of.words.zh}”写其中之一或几个：{listed}", f"'{of.key}' takes one or some of {listed}")
    example = {Kind.MONEY: "20万元..50万元", Kind.RATE: "10%..20%", Kind.INTEGER: "1..20"}.get(of.kind, "")
    zh, en = _span(of, *of.domain)
    return Words(
        f"“{of.words.zh}”写一个值或一段，如 {example}，在 {zh} 之内",
        f"'{of.key}' takes a value or a span, such as {example}, within {en}",
    )
