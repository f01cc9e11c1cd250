"""How far a long import is, beside the database: what its transaction writes, nobody else sees before the end.

A number in a file of the folder of documents, which pages and jobs share. It is gone when the import is done.
"""

from pathlib import Path

from django.conf import settings


def note_progress(intake_id: int, done: int) -> None:
    place = _place(intake_id)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = place.with_suffix(".part")
    half.write_text(str(done), encoding="ascii")
    half.replace(place)


def noted_progress(intake_id: int) -> int:
    """Statements written so far; 0 before the first, and where nobody is at it."""
    try:
        return int(_place(intake_id).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def forget_progress(intake_id: int) -> None:
    _place(intake_id).unlink(missing_ok=True)


def _place(intake_id: int) -> Path:
    return Path(settings.DOCUMENTS_ROOT) / "progress" / str(int(intake_id))
