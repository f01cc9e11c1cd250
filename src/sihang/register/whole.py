"""Every organisation of the register as one table in canonical form (docs/tables.md), for `Rulebook.assess_table`.

What is held is worked out as in `history`, for all organisations at once; a test compares the two. Most facts were said once, and the
database finds those; only what was said several times is looked at in detail. Absent years state nothing here: as 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from sihang.register.history import Source
from sihang.register.models import Fact, Organisation, Status
from sihang.register.queries import STATED_BY_STATUS
from sihang.rulebook.case import State
from sihang.rulebook.facts import Fact as Declared
from sihang.rulebook.facts import Kind
from sihang.rulebook.tables.names import column_of

EPOCH: Final = date(1970, 1, 1).toordinal()
ORGANISATION: Final = "organisation_id"
_HELD: Final = {
    ORGANISATION: pl.Int64, "key": pl.String, "year": pl.Int32, "number": pl.Int64, "text": pl.String, "state": pl.String,
}  # fmt: skip
_SAID: Final = {
    **_HELD, "source": pl.String, "named": pl.String, "since": pl.Date, "id": pl.Int64, "verified": pl.Boolean,
}  # fmt: skip


def register_table(declared: Mapping[str, Declared], *, on: date, known: datetime) -> pl.DataFrame:
    """One row an organisation: `uscc`, `name`, and a column for each fact (and fiscal year) that is known of any.

    Args:
        declared: the facts to take, by key.
        on, known: the day for which they hold, and when they had been recorded.
    """
    organisations = pl.DataFrame(
        list(Organisation.objects.filter(since__lte=known).order_by("pk").values_list("pk", "uscc", "name")),
        schema={ORGANISATION: pl.Int64, "uscc": pl.String, "name": pl.String}, orient="row",
    )  # fmt: skip
    held = _held(list(declared), on, known)
    columns = [_column(part, declared[str(key)], _year(year)) for (key, year), part in _by_fact(held)]
    for column in columns:
        organisations = organisations.join(column, on=ORGANISATION, how="left", maintain_order="left")
    return organisations.drop(ORGANISATION)


def _year(year: Any) -> int | None:
    return None if year is None else int(year)


def _by_fact(held: pl.DataFrame) -> list[tuple[tuple[Any, ...], pl.DataFrame]]:
    parts = held.partition_by("key", "year", as_dict=True)
    return sorted(parts.items(), key=lambda item: (str(item[0][0]), item[0][1] or 0))


def _column(held: pl.DataFrame, fact: Declared, year: int | None) -> pl.DataFrame:
    return held.select(ORGANISATION, _canonical(fact).alias(column_of(fact, year)))


def _canonical(fact: Declared) -> pl.Expr:
    match fact.kind:
        case Kind.YES_NO:
            return pl.col("number").cast(pl.Boolean)
        case Kind.DATE:
            return (pl.col("number") - EPOCH).cast(pl.Int32).cast(pl.Date)
        case Kind.MONEY | Kind.RATE | Kind.INTEGER:
            return pl.col("number")
        case _:
            return pl.col("text")


def _held(keys: Collection[str], on: date, known: datetime) -> pl.DataFrame:
    """What is held and known, one row for each organisation, fact and year."""
    speaking = _speaking(keys, on, known)
    by_status = _by_status(keys, on, known)
    once = speaking.values(ORGANISATION, "key", "year").annotate(
        n=Count("pk"), a=Max("number"), b=Max("text"), c=Max("state")
    )
    once = once.order_by().values_list(ORGANISATION, "key", "year", "a", "b", "c", "n")
    rows = pl.DataFrame(_all(once), schema={**_HELD, "n": pl.Int64}, orient="row")
    stated_beside = by_status.select(ORGANISATION, "key").unique()
    alone = rows.filter(pl.col("n") == 1).join(stated_beside, on=[ORGANISATION, "key"], how="anti")
    others = rows.join(alone, on=[ORGANISATION, "key", "year"], how="anti", nulls_equal=True)
    settled = _settled(pl.concat([_in_detail(speaking, others, known), by_status]))
    held = pl.concat([alone.select(_HELD.keys()), settled])
    absent = pl.col("state") == State.ABSENT
    held = held.with_columns(pl.when(absent & pl.col("year").is_not_null()).then(0).otherwise("number").alias("number"))
    return held.filter((pl.col("state") == State.KNOWN) | (absent & pl.col("year").is_not_null()))


def _all(rows: QuerySet[Any, Any]) -> list[Any]:
    return list(rows.iterator(chunk_size=50_000))


def _speaking(keys: Collection[str], on: date, known: datetime) -> QuerySet[Fact]:
    """The statements that count for the day: recorded by then, not corrected by then, and about that time."""
    corrected = Exists(Fact.objects.filter(corrects=OuterRef("pk"), recorded_at__lte=known))
    return Fact.objects.filter(
        ~corrected, Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on),
        key__in=list(keys), recorded_at__lte=known,
    )  # fmt: skip


def _in_detail(speaking: QuerySet[Fact], others: pl.DataFrame, known: datetime) -> pl.DataFrame:
    """Every statement of the facts that were said several times."""
    if others.is_empty():
        return pl.DataFrame(schema=_SAID)
    fields = (ORGANISATION, "key", "year", "number", "text", "state", "source", "named", "since", "pk", "verified_at")
    several = speaking.filter(key__in=others["key"].unique().to_list()).order_by().values_list(*fields)
    said = [(*row[:-1], row[-1] is not None and row[-1] <= known) for row in several.iterator(chunk_size=50_000)]
    found = pl.DataFrame(said, schema=_SAID, orient="row")
    return found.join(others, on=[ORGANISATION, "key", "year"], how="semi", nulls_equal=True)


def _by_status(keys: Collection[str], on: date, known: datetime) -> pl.DataFrame:
    """What statuses say: as `Status.as_statement`."""
    kinds = {kind: key for kind, key in STATED_BY_STATUS.items() if key in keys}
    statuses = Status.objects.filter(kind__in=kinds, recorded_at__lte=known, since__lte=on).filter(
        Q(until=None) | Q(until__gte=on), Q(revoked_on=None) | Q(revoked_at__gt=known) | Q(revoked_on__gt=on)
    )
    rows = statuses.values_list(ORGANISATION, "kind", "source", "issuer", "since", "pk")
    said = [
        (row[0], kinds[row[1]], None, 1, None, State.KNOWN, *row[2:5], -row[5], row[2] != Source.SELF_DECLARED)
        for row in _all(rows)
    ]
    return pl.DataFrame(said, schema=_SAID, orient="row")


def _settled(said: pl.DataFrame) -> pl.DataFrame:
    """Rules 3 to 5 of `history`, by columns."""
    fact = [ORGANISATION, "key", "year"]
    # What began first comes first; of one day what was said first. A status has a negative number, and began on some day.
    latest = said.sort("since", "id", nulls_last=False).group_by(*fact, "source", "named", maintain_order=True).last()
    telling = latest.filter(pl.col("state") != State.UNKNOWN)
    counting = telling.filter(pl.col("verified") | ~pl.col("verified").any().over(fact))
    says = pl.struct("state", "number", "text")
    agreed = counting.filter(says.n_unique().over(fact) == 1)
    return agreed.unique(fact, keep="first", maintain_order=True).select(_HELD.keys())
