"""Every organisation of the register as one table in canonical form (docs/tables.md), for `Rulebook.assess_table`.

What is held is worked out as in `history`, for all organisations at once; a test compares the two. Most facts were said once, or by
sources that agree: their values are all that is read of them. Only where something else was said are the statements themselves read.
An absent fiscal year is 0, as the rules take it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.db import connection
from django.db.models import Aggregate, Case, CharField, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from sihang.register.history import Source
from sihang.register.models import Fact, Organisation, Status
from sihang.register.queries import STATED_BY_STATUS
from sihang.rulebook.case import State
from sihang.rulebook.facts import Fact as Declared
from sihang.rulebook.facts import Kind
from sihang.rulebook.tables.names import column_of

EPOCH: Final = date(1970, 1, 1).toordinal()
PLACES: Final = 10_000
"""A fact and its fiscal year as one number: the place of the fact, then four digits for the year (0: none)."""
_PLAIN: Final = {"id": pl.Int64, "of": pl.Int64, "code": pl.Int64, "number": pl.Int64, "text": pl.String}
_SAID: Final = {
    **_PLAIN, "state": pl.String, "source": pl.String, "named": pl.String, "since": pl.String, "verified": pl.Int8
}  # fmt: skip
_WHAT: Final = ("of", "code")


def register_table(
    declared: Mapping[str, Declared], *, on: date, known: datetime, years: Mapping[str, Collection[int]] | None = None
) -> pl.DataFrame:
    """One row an organisation: `uscc`, `name`, and a column for each fact (and fiscal year) that is known of any.

    Args:
        declared: the facts to take, by key.
        on, known: the day for which they hold, and when they had been recorded.
        years: of a series, the fiscal years to take; all of them where it is not among the keys.
    """
    rows = Organisation.objects.filter(since__lte=known).order_by("pk").values_list("pk", "uscc", "name")
    schema = {"of": pl.Int64, "uscc": pl.String, "name": pl.String}
    table = pl.DataFrame(_fetched(rows), schema=schema, orient="row")
    facts = sorted(declared.values(), key=lambda fact: not fact.series)  # what is stated most is looked for first
    held = _held(facts, years or {}, on, known)
    for is_text, field in ((False, "number"), (True, "text")):
        places = [place for place, fact in enumerate(facts) if _is_text(fact) is is_text]
        chosen = held.filter((pl.col("code") // PLACES).is_in(places)).sort("code")
        wide = chosen.pivot(on="code", index="of", values=field, maintain_order=True)
        columns = [_column(facts, int(name)) for name in wide.columns[1:]]
        table = table.join(wide.select("of", *columns), on="of", how="left", maintain_order="left")
    return table.drop("of")


def _column(facts: Sequence[Declared], code: int) -> pl.Expr:
    place, year = divmod(code, PLACES)
    fact, value = facts[place], pl.col(str(code))
    if fact.kind is Kind.YES_NO:
        value = value.cast(pl.Boolean)
    elif fact.kind is Kind.DATE:
        value = (value - EPOCH).cast(pl.Int32).cast(pl.Date)
    return value.alias(column_of(fact, year or None))


def _is_text(fact: Declared) -> bool:
    return fact.kind in (Kind.ENUM, Kind.LABEL, Kind.TEXT)


def _fetched(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows as the database gives them: a million of them go past Django's converters, which would take most of the time."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()  # type: ignore[no-any-return]


def _held(facts: Sequence[Declared], years: Mapping[str, Collection[int]], on: date, known: datetime) -> pl.DataFrame:
    """What is held and known, one row for each organisation, fact and year."""
    speaking = _speaking(facts, on, known)
    plain = _uncorrected(_values(speaking, facts, years), known)
    by_status = _by_status(facts, on, known)
    ends = [
        each for name in ("number", "text") for each in (pl.col(name).min(), pl.col(name).max().alias(f"{name}_max"))
    ]
    one_of_each = plain.group_by(_WHAT).agg(
        *ends, pl.len(), pl.col("number").count().alias("numbers"), pl.col("text").count().alias("texts")
    )
    numbers = (pl.col("numbers") == pl.col("len")) & (pl.col("number") == pl.col("number_max"))
    texts = (pl.col("texts") == pl.col("len")) & (pl.col("text") == pl.col("text_max"))
    clear = one_of_each.filter(numbers | texts).join(by_status, on=_WHAT, how="anti")
    unclear = plain.join(clear, on=_WHAT, how="anti")
    said = [_in_detail(speaking, unclear["id"].to_list(), known), by_status]
    settled = _settled(pl.concat(said))
    fields = [*_WHAT, "number", "text"]
    return pl.concat([clear.select(fields), settled.select(fields)])


def _speaking(facts: Sequence[Declared], on: date, known: datetime) -> QuerySet[Fact]:
    """The statements about the day that were recorded by then, corrected or not."""
    place = Case(*(When(key=fact.key, then=Value(n)) for n, fact in enumerate(facts)), output_field=IntegerField())
    return (
        Fact.objects.filter(recorded_at__lte=known)
        .filter(Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on))
        .annotate(code=place * PLACES + Coalesce(F("year"), Value(0)))
        .order_by()
    )


class _Gathered(Aggregate):
    """The values of many rows as one JSON array: half a million rows made one by one would take most of the time."""

    function = "JSON_AGG"
    template = "CAST(%(function)s(%(expressions)s) AS TEXT)"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **more)


def _values(speaking: QuerySet[Fact], facts: Sequence[Declared], years: Mapping[str, Collection[int]]) -> pl.DataFrame:
    """Number, organisation and value of every statement; what is not of the fact's kind is neither number nor text here."""
    frames = [pl.DataFrame(schema=_PLAIN)]
    for place, fact in enumerate(facts):
        field = "text" if _is_text(fact) else "number"
        of_fact = speaking.filter(key=fact.key, **_in_years(years.get(fact.key))).values("year")
        arrays = of_fact.annotate(ids=_Gathered("pk"), ofs=_Gathered("organisation_id"), said=_Gathered(field))
        for year, *parts in _fetched(arrays.values_list("year", "ids", "ofs", "said")):
            columns = dict(zip(("id", "of", field), map(json.loads, parts), strict=True))
            frame = pl.DataFrame(columns, schema={name: _PLAIN[name] for name in columns})
            code = pl.lit(place * PLACES + (year or 0), pl.Int64).alias("code")
            empty = [
                pl.lit(None, of_type).alias(name) for name, of_type in _PLAIN.items() if name not in (*columns, "code")
            ]
            frames.append(frame.select("id", "of", code, field, *empty).select(_PLAIN.keys()))
    return pl.concat(frames)


def _in_years(some: Collection[int] | None) -> dict[str, Any]:
    if some is None:
        return {}
    return {"year__range": (some[0], some[-1])} if isinstance(some, range) else {"year__in": some}


def _in_detail(speaking: QuerySet[Fact], ids: Sequence[int], known: datetime) -> pl.DataFrame:
    """Statements by their numbers, a few thousand at a time."""
    is_verified = Case(When(verified_at__lte=known, then=Value(1)), default=Value(0), output_field=IntegerField())
    detailed = speaking.annotate(began=Cast("since", CharField()), checked=is_verified)
    fields = ("pk", "organisation_id", "code", "number", "text", "state", "source", "named", "began", "checked")
    said: list[tuple[Any, ...]] = []
    for first in range(0, len(ids), PLACES):
        said += _fetched(detailed.filter(pk__in=ids[first : first + PLACES]).values_list(*fields))
    return pl.DataFrame(said, schema=_SAID, orient="row")


def _uncorrected(said: pl.DataFrame, known: datetime) -> pl.DataFrame:
    corrections = Fact.objects.filter(corrects__gt=0, recorded_at__lte=known).values_list("corrects")
    corrected = pl.DataFrame(_fetched(corrections.order_by()), schema={"id": pl.Int64}, orient="row")
    return said.join(corrected, on="id", how="anti")


def _by_status(facts: Sequence[Declared], on: date, known: datetime) -> pl.DataFrame:
    """What statuses say: as `Status.as_statement`."""
    places = {fact.key: place * PLACES for place, fact in enumerate(facts)}
    codes = {kind.value: places[key] for kind, key in STATED_BY_STATUS.items() if key in places}
    standing = Status.objects.filter(kind__in=codes, recorded_at__lte=known, since__lte=on).filter(
        Q(until=None) | Q(until__gte=on), Q(revoked_on=None) | Q(revoked_at__gt=known) | Q(revoked_on__gt=on)
    )
    rows: Iterable[Any] = standing.values_list("pk", "organisation_id", "kind", "source", "issuer", "since")
    said = [
        (
            -pk,
            of,
            codes[kind],
            1,
            None,
            State.KNOWN,
            source,
            issuer,
            since.isoformat(),
            int(source != Source.SELF_DECLARED),
        )
        for pk, of, kind, source, issuer, since in rows
    ]
    return pl.DataFrame(said, schema=_SAID, orient="row")


def _settled(said: pl.DataFrame) -> pl.DataFrame:
    """Rules 3 to 5 of `history`, by columns."""
    # What began first comes first; of one day what was said first. A status has a negative number, and began on some day.
    latest = said.sort("since", "id", nulls_last=False).group_by(*_WHAT, "source", "named", maintain_order=True).last()
    telling = latest.filter(pl.col("state") != State.UNKNOWN)
    counting = telling.filter(pl.col("verified") == pl.col("verified").max().over(_WHAT))
    agreed = counting.filter(pl.struct("state", "number", "text").n_unique().over(_WHAT) == 1)
    absent = pl.col("state") == State.ABSENT
    is_year = pl.col("code") % PLACES != 0
    held = agreed.unique(_WHAT, keep="first", maintain_order=True).filter(~absent | is_year)
    return held.with_columns(pl.when(absent).then(0).otherwise("number").alias("number"))
