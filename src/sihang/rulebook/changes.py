"""One thing that would have to be different, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.slots import Slot
from sihang.rulebook.words import options, span, yes_no
from sihang.values import Money


@dataclass(frozen=True)
class Change:
    """One thing that would have to be different.

    For ordered kinds the value must lie in low..high; for yes/no and enums it must be `value` (a pair, or bits).
    `now` is what it is today; `over` remembers that `low` stands for "more than low − 1".
    """

    of: Fact | Slot
    year: int | None
    now: Any
    value: Any = None
    low: int = 0
    high: int = NO_BOUND
    over: bool = False

    @property
    def key(self) -> str:
        return self.of.key if self.year is None else f"{self.of.key}_{self.year}"

    @property
    def is_ordered(self) -> bool:
        return self.value is None

    def target(self) -> Any:
        """A value that satisfies it, as near to today's as possible."""
        if not self.is_ordered:
            return self.value
        near = self.now[0] if self.now[0] == self.now[1] else max(self.low, self.of.domain[0])
        settled = min(max(near, self.low), self.high)
        return (settled, settled)

    def distance(self) -> int:
        return abs(self.target()[0] - self.now[0]) if self.is_ordered and self.now[0] == self.now[1] else 0

    def joined(self, other: Change) -> Change | None:
        """Both at once, or None where they contradict each other."""
        if self.is_ordered != other.is_ordered:
            return None
        if not self.is_ordered:
            return self if self.value == other.value else None
        low, high = max(self.low, other.low), min(self.high, other.high)
        first = self if self.low >= other.low else other
        return replace(first, now=self.now, low=low, high=high) if low <= high else None


Changes = dict[str, Change]


def _label(change: Change, lang: str) -> str:
    label = change.of.words.to(lang)
    if change.year is None:
        return label
    return f"{label} of {change.year}" if lang == "en" else f"{change.year}年{label}"


def _amount(change: Change, fen: int, lang: str) -> str:
    if change.of.kind is Kind.MONEY:
        return Money(fen).in_wan() if lang != "en" else f"{Money(fen)} yuan"
    return span(change.of.kind, (fen, fen), lang)


def distance_words(change: Change) -> Words:
    """`营收还差 130.00万元（须超过 3000.00万元）`; the distance to a line that must be passed is to the line itself."""
    now, line = change.now[0], change.low - (1 if change.over else 0)
    if now < change.low:
        gap = max(line - now, 1)
        sign, sign_en = ("超过", "be over") if change.over else ("达到", "reach")
        return Words(
            f"{_label(change, 'zh')}还差 {_amount(change, gap, 'zh')}（须{sign} {_amount(change, line, 'zh')}，现为 {_amount(change, now, 'zh')}）",
            f"{_label(change, 'en')} is {_amount(change, gap, 'en')} short (must {sign_en} {_amount(change, line, 'en')}, is {_amount(change, now, 'en')})",
        )
    gap = now - change.high
    return Words(
        f"{_label(change, 'zh')}多出 {_amount(change, gap, 'zh')}（不得超过 {_amount(change, change.high, 'zh')}）",
        f"{_label(change, 'en')} is {_amount(change, gap, 'en')} too high (at most {_amount(change, change.high, 'en')})",
    )


def change_words(change: Change) -> Words:
    """One change as a sentence: `经认定：否 → 是`."""
    return Words(
        *(f"{_label(change, lang)}{': ' if lang == 'en' else '：'}{_target(change, lang)}" for lang in ("zh", "en"))
    )


def _target(change: Change, lang: str) -> str:
    if not change.is_ordered:
        if change.of.kind is Kind.YES_NO:
            return f"{yes_no(change.now, lang)} → {yes_no(change.value, lang)}"
        unsettled = change.now & (change.now - 1)
        now = ("unknown" if lang == "en" else "未知") if unsettled else options(change.of.options, change.now, lang)
        return f"{now} → {options(change.of.options, change.value, lang)}"
    settled = change.now[0] == change.now[1]
    now = span(change.of.kind, change.now, lang) if settled else ("unknown" if lang == "en" else "未知")
    return f"{now} → {_bound_words(change, lang)}"


def _bound_words(change: Change, lang: str) -> str:
    if change.low == change.high:
        return span(change.of.kind, (change.low, change.low), lang)
    is_day = change.of.kind is Kind.DATE
    if change.high < NO_BOUND:
        shown = span(change.of.kind, (change.high, change.high), lang)
        zh, en = ("不晚于", "not after") if is_day else ("不超过", "at most")
        if change.low == 1 and change.of.kind is Kind.MONEY:
            zh, en = "大于 0 且不超过", "more than nothing and at most"
    else:
        line = change.low - (1 if change.over else 0)
        shown = span(change.of.kind, (line, line), lang)
        zh, en = ("不早于", "not before") if is_day else ("不低于", "at least")
        zh, en = ("晚于" if is_day else "超过", "after" if is_day else "over") if change.over else (zh, en)
    return f"{en} {shown}" if lang == "en" else f"{zh} {shown}"
