"""Where a workbook that is sound in itself does not fit what the register has: part of the dry run, by row and column."""

import polars as pl

from sihang.batch.checks import problem_rows
from sihang.batch.problems import Found, in_file_order
from sihang.batch.table import ROW
from sihang.register.models import Organisation, Status
from sihang.register.sheets import NAME, SINCE, USCC, SheetKind
from sihang.register.workbook import Draft
from sihang.rulebook.errors import Words


def problems_against_register(draft: Draft) -> Found:
    """Organisations of another name, or that nobody registered; statuses that are there already."""
    register = pl.DataFrame(
        list(Organisation.objects.values_list("uscc", "name")), schema={"uscc": pl.String, "known_as": pl.String}, orient="row"
    )  # fmt: skip
    if draft.kind is SheetKind.ORGANISATIONS:
        frames = [_renamed(draft, register)]
    else:
        frames = [_of_nobody(draft, register)]
        if draft.kind is SheetKind.STATUSES:
            frames.append(_granted_already(draft))
    return Found(cells=in_file_order(frames, list(draft.table.source.columns.values())))


def _renamed(draft: Draft, register: pl.DataFrame) -> pl.DataFrame:
    joined = draft.rows.join(register, on=USCC.key, how="inner", maintain_order="left")
    other = joined.filter(pl.col(NAME.key) != pl.col("known_as"))
    zh = pl.format("档案中的名称是“{}”，请核对；如已更名，请先更改档案", pl.col("known_as"))
    en = pl.format("the register knows it as '{}'; if it was renamed, rename it there first", pl.col("known_as"))
    return _said(draft, other, NAME.key, "name-differs", zh, en)


def _of_nobody(draft: Draft, register: pl.DataFrame) -> pl.DataFrame:
    stated = draft.rows.filter(pl.col(USCC.key).is_not_null())
    orphans = stated.join(register, on=USCC.key, how="anti", maintain_order="left")
    words = Words("档案中没有这个单位，请先导入单位表", "the register has no such organisation; import it first")
    return _said(draft, orphans, USCC.key, "unknown-organisation", pl.lit(words.zh), pl.lit(words.en))


def _granted_already(draft: Draft) -> pl.DataFrame:
    standing = Status.objects.filter(revoked_on__isnull=True).values_list(
        "organisation__uscc", "kind", "level", "since"
    )
    keys = {"uscc": pl.String, "status_kind": pl.String, "status_level": pl.String, "since": pl.Date}
    there = pl.DataFrame(list(standing), schema=keys, orient="row")
    again = draft.rows.join(there, on=list(keys), how="semi", maintain_order="left")
    words = Words("档案中已有同类、同级、同日起的资质", "the register has one of this kind and level from this day")
    return _said(draft, again, SINCE.key, "status-exists", pl.lit(words.zh), pl.lit(words.en))


def _said(draft: Draft, rows: pl.DataFrame, name: str, code: str, zh: pl.Expr, en: pl.Expr) -> pl.DataFrame:
    said = rows.select(
        pl.col(ROW), pl.col(name).cast(pl.String).alias("value"), pl.lit(code).alias("code"), zh.alias("zh"), en.alias("en")
    )  # fmt: skip
    return problem_rows(draft.table, said, draft.table.reading(name).match.header)
