"""From where the present request comes: set once where it arrives, read by whatever is recorded meanwhile.

Actions are not handed it, for it decides nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ORIGIN: ContextVar[str] = ContextVar("origin", default="内部 / internal")


@contextmanager
def coming_from(origin: str) -> Iterator[None]:
    """`web 203.0.113.7`, `api 203.0.113.7`, `command line`."""
    token = _ORIGIN.set(origin[:200])
    try:
        yield
    finally:
        _ORIGIN.reset(token)


def origin() -> str:
    return _ORIGIN.get()
