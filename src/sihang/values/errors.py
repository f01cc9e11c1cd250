"""What can be wrong with a value, said in Chinese and in English.

ValueProblem
├── MoneyError       an amount that cannot be read, or would fall below zero
├── RateError        a rate that cannot be read, or is out of range
├── PeriodError      a period that ends before it starts
├── ClauseError      a reference that names no clause
├── UsccError        a code that is not a valid 统一社会信用代码
└── CalendarError    a table of workdays that contradicts itself
    └── CalendarGap  a day for which no arrangement has been announced
"""

SHOWN_LENGTH = 40


class ValueProblem(ValueError):
    """A value that cannot be used.

    Attributes:
        code: for programs, such as `money-negative`; never changes with the wording.
        zh, en: one sentence each for people: what is wrong and how to write it.
    """

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(code, zh, en)
        self.code = code
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class MoneyError(ValueProblem):
    """An amount that cannot be read, or would fall below zero."""


class RateError(ValueProblem):
    """A rate that cannot be read, or is out of range."""


class PeriodError(ValueProblem):
    """A period that ends before it starts."""


class ClauseError(ValueProblem):
    """A reference that names no clause."""


class UsccError(ValueProblem):
    """A code that is not a valid 统一社会信用代码."""


class CalendarError(ValueProblem):
    """A table of workdays that contradicts itself."""


class CalendarGap(CalendarError):
    """A day for which no arrangement has been announced."""


def shown(value: object) -> str:
    """Return `value` as a message may quote it: one short line, whatever was handed in."""
    try:
        text = str(value)
    except ValueError:  # Python refuses to spell out integers of several thousand digits
        return "…"
    line = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text[:SHOWN_LENGTH])
    return line if len(text) <= SHOWN_LENGTH else line + "…"
