"""An event as the bytes that the tree is made from, and as a receipt shows it. Pure: it reads attributes only."""

import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

FIELDS = (
    "act", "actor_id", "actor_name", "organisation", "subject_kind", "subject_id", "subject_name",
    "before", "after", "origin", "salt",
)  # fmt: skip


def as_json(event: Any) -> dict[str, Any]:
    """Everything that an event says; the time in UTC with microseconds."""
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return {"number": event.pk, "at": at, **{field: getattr(event, field) for field in FIELDS}}


def canonical(content: Mapping[str, Any]) -> bytes:
    """One spelling: keys sorted, no blanks, UTF-8. `tools/verify_receipt.py` spells the same."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def refuse_floats(value: Any) -> None:
    """Raise TypeError for what has more than one spelling, and for what JSON cannot say."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key in the journal is text, not {key!r}")
            refuse_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            refuse_floats(part)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"the journal keeps text and whole numbers, not {value!r}")
