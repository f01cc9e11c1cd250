"""How a room refuses.

    SihangError
    └── Refused            nothing was changed; every problem is listed
        ├── NotPermitted   this person may not do it
        └── NotReady       it cannot be done as things are

Surfaces turn these into a page, a status or an exit code in one place each.
"""

from collections.abc import Iterable

from sihang.rulebook.errors import Problem, SihangError


class Refused(SihangError):
    """Nothing was changed. `problems` says why and what would help, each in both languages."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.text() for problem in self.problems))

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]


class NotPermitted(Refused):
    """The person may not do this."""


class NotReady(Refused):
    """It cannot be done as things are: something is missing, over, or contradicts."""
