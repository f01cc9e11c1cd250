"""References to a clause of a policy."""

import re
from dataclasses import dataclass
from functools import total_ordering

from sihang.values.errors import ClauseError, shown

__all__ = ["ClauseError", "ClauseRef"]

POLICY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NUMBER = re.compile(r"[1-9][0-9]{0,3}(?:\.[1-9][0-9]{0,3})*")


@total_ordering
@dataclass(frozen=True, slots=True)
class ClauseRef:
    """A clause of a policy package, such as `yangpu-2024-1#3`; `4.1` is a part of clause 4.

    References sort as a reader expects: 2 before 10, 4 before 4.1, 4.1 before 5.
    """

    policy: str
    number: str

    def __post_init__(self) -> None:
        if not POLICY.fullmatch(self.policy) or not NUMBER.fullmatch(self.number):
            raise _not_a_reference(f"{self.policy}#{self.number}")

    @classmethod
    def parse(cls, text: str) -> "ClauseRef":
        """Read `policy#number`; raise ClauseError where it is anything else."""
        policy, mark, number = text.partition("#")
        if not mark:
            raise _not_a_reference(text)
        return cls(policy, number)

    def __str__(self) -> str:
        return f"{self.policy}#{self.number}"

    def __lt__(self, other: "ClauseRef") -> bool:
        if not isinstance(other, ClauseRef):
            return NotImplemented
        return (self.policy, self.parts) < (other.policy, other.parts)

    @property
    def parts(self) -> tuple[int, ...]:
        """The number as integers: 4.1 is (4, 1)."""
        return tuple(int(part) for part in self.number.split("."))

    def label_zh(self) -> str:
        """Return 第3条."""
        return f"第{self.number}条"

    def label_en(self) -> str:
        """Return clause 3."""
        return f"clause {self.number}"


def _not_a_reference(text: str) -> ClauseError:
    return ClauseError(
        "clause-reference",
        f"“{shown(text)}”不是条款引用，请写成如 yangpu-2024-1#3。",
        f"'{shown(text)}' is not a reference to a clause; write it like yangpu-2024-1#3.",
    )
