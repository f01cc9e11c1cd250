"""Read a workbook that was handed in, and say everything that is wrong with it; nothing is taken over (试读)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from sihang.batch.problems import Found, TableUnusable, in_file_order
from sihang.documents import vault
from sihang.documents.apart import apart
from sihang.documents.errors import FileError
from sihang.documents.filetypes import FileType
from sihang.moves import next_state
from sihang.register.against_register import problems_against_register
from sihang.register.known_facts import known_facts
from sihang.register.models import Intake
from sihang.register.sheets import SheetKind
from sihang.register.states import INTAKE_MOVES
from sihang.register.workbook import Draft, read_workbook
from sihang.rulebook import Rulebook
from sihang.rulebook.errors import Problem, Words

COLUMNS_MAX = 1_000
"""Of a CSV; each costs its reader 25 KB before a single row is read."""
LISTED_MAX = 200
"""Problems that the page lists; the file to download has them all."""


def read_intake(*, intake_id: int, rulebook: Rulebook, now: datetime) -> Intake:
    """Done by the job; nothing happens where the intake waits for no reading."""
    intake = Intake.objects.get(pk=intake_id)
    if next_state(INTAKE_MOVES, intake.state, "find_sound") is None:
        return intake
    with opened(intake, rulebook, now) as (draft, found):
        return keep_what_was_found(intake_id, draft, found)


@contextmanager
def opened(intake: Intake, rulebook: Rulebook, now: datetime) -> Iterator[tuple[Draft | None, Found]]:
    """The workbook as read, None where its headers cannot be told apart, and every problem, the register's too."""
    facts, on = known_facts(rulebook, timezone.localdate(now)), timezone.localdate(now)
    with tempfile.TemporaryDirectory(prefix="sihang-") as folder:
        path, reading = Path(folder) / intake.file_name, Path(folder) / "reading"
        content = vault.get(intake.stored_as)
        path.write_bytes(content)
        reading.mkdir()
        try:
            _require_laid_out(path, content)
            draft = read_workbook(path, SheetKind(intake.kind), facts, reading, on=on, left_out=intake.left_out)
        except TableUnusable as error:
            yield None, error.found
        else:
            yield draft, _by_row(draft, draft.found + problems_against_register(draft))


def _by_row(draft: Draft, found: Found) -> Found:
    return Found(found.general, in_file_order([found.cells], list(draft.table.source.columns.values())))


def _require_laid_out(path: Path, content: bytes) -> None:
    """Raise TableUnusable for a workbook that would take all memory here: one cell in the last row and column is enough."""
    if path.suffix.lower() != ".xlsx":
        if content.partition(b"\n")[0].count(b",") > COLUMNS_MAX:
            words = Words(
                f"列数超过 {COLUMNS_MAX}，请只保留需要的列", f"over {COLUMNS_MAX} columns; keep those that are needed"
            )
            raise TableUnusable(Found((Problem("file-cannot-be-opened", path.name, words),)))
        return
    try:
        apart("sheets", FileType.XLSX, content)
    except FileError as error:
        words = Words(
            "工作簿展开后过大，没有读取；常见原因是远离表格处有多余的单元格。请把有内容的行列复制到新工作簿后再上传",
            "laid out it is too large, and was not read; often a stray cell stands far from the table. Copy what is "
            "filled into a new workbook and hand that in",
        )
        raise TableUnusable(Found((Problem(error.code, path.name, words),))) from None


@transaction.atomic
def keep_what_was_found(intake_id: int, draft: Draft | None, found: Found) -> Intake:
    """The problems, the columns and the state that follows; nothing where it was given up meanwhile."""
    intake = Intake.objects.select_for_update().get(pk=intake_id)
    state = next_state(INTAKE_MOVES, intake.state, "find_faulty" if found else "find_sound")
    if state is None:
        return intake
    intake.state = state
    if draft is not None:
        intake.rows = draft.rows.height
        intake.statements = draft.rows.height if draft.kind is SheetKind.STATUSES else draft.facts().height
        intake.columns = [
            {"header": each.header, "zh": each.fact.words.zh if each.fact else "", "en": each.fact.words.en if each.fact else "", "year": each.year}
            for each in draft.columns
        ]  # fmt: skip
    intake.problems, intake.first_problems = len(found), _first(found)
    if found:
        intake.problems_stored_as = _written(found)
    intake.save()
    return intake


def _first(found: Found) -> list[dict[str, Any]]:
    general = [
        {"row": None, "place": each.where, "column": each.where.rpartition(":")[2], "value": "", "code": each.code, "zh": each.what.zh, "en": each.what.en}
        for each in found.general
    ]  # fmt: skip
    fields = ("row", "place", "column", "value", "code", "zh", "en")
    return (general + found.cells.select(fields).head(LISTED_MAX).to_dicts())[:LISTED_MAX]


def _written(found: Found) -> str:
    with tempfile.TemporaryDirectory(prefix="sihang-") as folder:
        path = Path(folder) / "problems.csv"
        found.write(path)
        return vault.put(path.read_bytes())
