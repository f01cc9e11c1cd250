"""A database address to Django's settings."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# Writers wait for each other instead of failing half-way; readers are never blocked (WAL).
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def sqlite(path: Path | str) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": dict(SQLITE)}


def from_address(address: str) -> dict[str, Any]:
    """`postgresql://user:password@host:5432/name` or `sqlite:///path/to/file`.

    Raises:
        ValueError: an address of another kind.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path).removeprefix("/"))
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"a database address begins with postgresql:// or sqlite:///, not {parts.scheme!r}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
