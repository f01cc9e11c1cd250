"""Amounts of money, in whole fen."""

from dataclasses import dataclass
from decimal import Decimal

from sihang.values.capital_form import capital_form, fen_of_capital_form
from sihang.values.errors import MoneyError, shown
from sihang.values.rate import Rate
from sihang.values.yuan import MAX_FEN, fen_of_policy_text, fen_of_yuan

__all__ = ["MAX_FEN", "Money", "MoneyError"]

FEN_PER_HUNDREDTH_OF_WAN = 10_000


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in whole fen (分), so that sums are exact. Never negative.

    Amounts that come in are at most MAX_FEN; sums may exceed it.
    """

    fen: int

    def __post_init__(self) -> None:
        if type(self.fen) is not int:  # a bool is an int too
            raise MoneyError(
                "money-not-whole-fen",
                f"金额以整数分计：{shown(self.fen)}。",
                f"An amount is a whole number of fen: {shown(self.fen)}.",
            )
        if self.fen < 0:
            raise MoneyError(
                "money-negative",
                f"金额不能为负：{shown(self.fen)} 分。",
                f"An amount cannot be negative: {shown(self.fen)} fen.",
            )

    @classmethod
    def from_yuan(cls, value: int | str | Decimal) -> "Money":
        """Read an amount in yuan as data carries it: 2000000, "2000000.50"; never a float.

        Raises:
            MoneyError: not an amount, negative, finer than a fen, or above MAX_FEN.
        """
        return cls(fen_of_yuan(value))

    @classmethod
    def from_chinese(cls, text: str) -> "Money":
        """Read an amount as policies write it: 200万元, 200 万元, 1.5亿元, 100元, 50万.

        Raises:
            MoneyError: not such an amount, not a whole number of fen, or above MAX_FEN.
        """
        return cls(fen_of_policy_text(text))

    @classmethod
    def from_capital(cls, text: str) -> "Money":
        """Read a capital form (中文大写) in any spelling that the payment rules allow.

        Raises:
            MoneyError: no such spelling; shows the right one where only 零 or 整 is amiss.
        """
        return cls(fen_of_capital_form(text))

    def __str__(self) -> str:
        return f"{self.fen // 100}.{self.fen % 100:02d}"

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        """Return the difference; raise MoneyError where it would fall below zero."""
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.fen - other.fen)

    def share(self, rate: Rate) -> "Money":
        """Return `rate` of this amount, rounded down to a whole fen (interpretation I-03)."""
        return Money(self.fen * rate.bp // 10_000)

    def capital(self) -> str:
        """Return the capital form for payment orders: 人民币贰佰万元整."""
        return capital_form(self.fen)

    def in_wan(self) -> str:
        """Return 200.00万元 where two decimals are exact, else 1234.56元."""
        hundredths, rest = divmod(self.fen, FEN_PER_HUNDREDTH_OF_WAN)
        if rest:
            return f"{self}元"
        return f"{hundredths // 100}.{hundredths % 100:02d}万元"
