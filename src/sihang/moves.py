"""The moves between states: which leads from where to where. A room keeps its table in its `states.py`, and this reads it. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

S = TypeVar("S", bound=StrEnum)


def next_state(moves: Mapping[str, tuple[frozenset[S], S]], state: str, move: str) -> S | None:
    """The state that `move` leads to, or None where it cannot start from `state`. `moves`: from which states, and to which."""
    starts, end = moves[move]
    return end if state in starts else None
