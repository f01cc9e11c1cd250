"""Rates, in whole basis points."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sihang.values.errors import RateError, shown
from sihang.values.exact import of_units, whole_units

__all__ = ["Rate", "RateError"]

BP_PER_ONE = 10_000
PERCENT_PLACES = 2  # 0.01% is one basis point
PLAIN_PLACES = 4  # so is 0.0001
SPELLED = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(%?)")


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """A rate in whole basis points (万分之一), so that 12.5% is exact. Never negative."""

    bp: int

    def __post_init__(self) -> None:
        if type(self.bp) is not int:  # a bool is an int too
            raise RateError(
                "rate-not-whole-bp",
                f"比例以整数基点计：{shown(self.bp)}。",
                f"A rate is a whole number of basis points: {shown(self.bp)}.",
            )
        if self.bp < 0:
            raise _negative(f"{shown(self.bp)}bp")

    @classmethod
    def from_text(cls, value: int | str | Decimal, *, ceiling_bp: int = BP_PER_ONE) -> "Rate":
        """Read "30%", or a number or string from 0 to 1 such as "0.3"; a bare 30 is refused.

        Raises:
            RateError: not a rate, negative, above `ceiling_bp`, finer than a basis point, or a
                percentage without its sign.
        """
        number, places = _number(value)
        if number < 0:
            raise _negative(shown(value))
        if places == PLAIN_PLACES and number > 1:
            raise _no_percent_sign(value, number, ceiling_bp)
        if number > of_units(ceiling_bp, places):
            raise RateError(
                "rate-too-large",
                f"比例最高为 {cls(ceiling_bp)}：{shown(value)}。",
                f"A rate is at most {cls(ceiling_bp)} here: {shown(value)}.",
            )
        bp = whole_units(number, places)
        if bp is None:
            raise RateError(
                "rate-too-fine",
                f"比例最多精确到 0.01%：{shown(value)}。",
                f"A rate is exact to 0.01% at most: {shown(value)}.",
            )
        return cls(bp)

    def __str__(self) -> str:
        percent, rest = divmod(self.bp, 100)
        return f"{percent}.{rest:02d}".rstrip("0").rstrip(".") + "%"

    @property
    def fraction(self) -> Fraction:
        """The rate as an exact fraction of one."""
        return Fraction(self.bp, BP_PER_ONE)


def _number(value: object) -> tuple[Decimal, int]:
    """Return the number as written and how many of its decimals make a basis point."""
    match value:
        case bool() | float():
            raise _not_a_rate(value)
        case int():
            return Decimal(value), PLAIN_PLACES
        case Decimal() if value.is_finite():
            return value, PLAIN_PLACES
        case str() if spelled := SPELLED.fullmatch(value):
            return Decimal(spelled[1]), PERCENT_PLACES if spelled[2] else PLAIN_PLACES
    raise _not_a_rate(value)


def _not_a_rate(value: object) -> RateError:
    return RateError(
        "rate-not-a-number",
        f'“{shown(value)}”不能读作比例，请写成 "30%" 或 "0.3"。',
        f'\'{shown(value)}\' is not a rate; write "30%" or "0.3".',
    )


def _negative(source: str) -> RateError:
    return RateError("rate-negative", f"比例不能为负：{source}。", f"A rate cannot be negative: {source}.")


def _no_percent_sign(value: object, number: Decimal, ceiling_bp: int) -> RateError:
    fits = number <= of_units(ceiling_bp, PERCENT_PLACES)
    percent = f"{shown(value)}%" if fits else "30%"
    return RateError(
        "rate-without-percent-sign",
        f'“{shown(value)}”大于 1，百分比须带百分号，请写成 "{percent}"。',
        f"'{shown(value)}' is above 1; a percentage needs its sign: write \"{percent}\".",
    )
