"""How figures are written for people: sums in 万元 or 亿元, ranges rounded outwards, never a midpoint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, floor

from sihang.lab.simulating.sums import Sum
from sihang.rulebook.errors import Words

_CHINESE = ((10_000_000_000, "亿元"), (1_000_000, "万元"))
_ENGLISH = ((100_000_000_000, "billion yuan"), (100_000_000, "million yuan"))
"""Units in fen, the greater first; sums below the smaller are parts of it."""
Rounding = Callable[[Fraction], int]
NO_UPPER, NO_LOWER = Words("无上限", "no upper bound"), Words("无下限", "no lower bound")


def same(text: str) -> Words:
    return Words(text, text)


def number(count: int) -> Words:
    return same(f"{count:,}")


def counts(low: int, high: int) -> Words:
    """`84,726 至 203,025`."""
    return number(low) if low == high else Words(f"{low:,} 至 {high:,}", f"{low:,} to {high:,}")


def money(fen: int, rounding: Rounding = floor, *, plus: bool = False) -> Words:
    """`1,234.56万元`, `63.52亿元`, `6.35 billion yuan`. Two decimals, the rest rounded as asked."""
    return _in_units(fen, [(fen, rounding)], plus)


def between(low: int, high: int, *, plus: bool = False) -> Words:
    """`0.43 至 1.17亿元`: in the unit of the greater side, rounded outwards."""
    if low == high:
        return money(low, plus=plus)
    return _in_units(max(low, high, key=abs), [(low, floor), (high, ceil)], plus)


def _in_units(greatest: int, sides: Sequence[tuple[int, Rounding]], plus: bool) -> Words:
    """The sides in the unit that the greatest sum asks for, in each language."""
    shown = []
    for units, joint, gap in ((_CHINESE, " 至 ", ""), (_ENGLISH, " to ", " ")):
        size, name = next((each for each in units if abs(greatest) >= each[0]), units[-1])
        shown.append(joint.join(_scaled(fen, size, rounding, plus) for fen, rounding in sides) + gap + name)
    return Words(*shown)


def span(total: Sum, *, plus: bool = False) -> Words:
    """From low to high, or the one figure where it is settled; where some row has no bound there, none."""
    if not total.unbounded and not total.bottomless:
        return between(total.low, total.high, plus=plus)
    if total.unbounded and total.bottomless:
        return Words("上下都无限", "no bound either way")
    if total.unbounded:
        low = money(total.low, floor, plus=plus)
        return Words(f"{low.zh}起，{NO_UPPER.zh}", f"from {low.en}, {NO_UPPER.en}")
    high = money(total.high, ceil, plus=plus)
    return Words(f"至多 {high.zh}，{NO_LOWER.zh}", f"at most {high.en}, {NO_LOWER.en}")


def of_the_others(total: Sum) -> Words | None:
    """How many rows have no upper bound, and what all others come to."""
    if not total.unbounded:
        return None
    others = between(total.low, total.high)
    return Words(
        f"{total.unbounded:,} 家无上限，其余 {others.zh}", f"{total.unbounded:,} without; all others {others.en}"
    )


def _scaled(fen: int, unit: int, rounding: Rounding, plus: bool) -> str:
    cents = rounding(Fraction(fen * 100, unit))
    whole, part = divmod(abs(cents), 100)
    text = f"{whole:,}.{part:02d}".rstrip("0").rstrip(".")
    sign = "−" if cents < 0 else "+" if plus and cents > 0 else ""
    return f"{sign}{text}"


def signed(fen: int, rounding: Rounding = floor) -> Words:
    """With a plus where something is added."""
    return money(fen, rounding, plus=True)
