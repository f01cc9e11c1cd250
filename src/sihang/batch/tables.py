"""The tables of a run: organisations, and perhaps a table of matters for each of some types, joined by organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sihang.batch.checks import Checked, problem_rows
from sihang.batch.opening import open_source
from sihang.batch.order import Order
from sihang.batch.problems import Found, TableUnusable, in_file_order, refuse
from sihang.batch.table import ROW, Table, open_table
from sihang.batch.vocabulary import ID, ORGANISATION_OF, USCC, Role, of_matters, of_organisations
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.case_hints import by_label, instead, listed
from sihang.rulebook.case_reader import Vocabulary
from sihang.rulebook.errors import Problem, Words


@dataclass(frozen=True)
class Tables:
    """Organisations, and by type the matters that have a table of their own."""

    organisations: Table
    matters: Mapping[str, Table]

    @property
    def all(self) -> list[Table]:
        return [self.organisations, *self.matters.values()]

    @property
    def named(self) -> dict[str, Table]:
        return {"": self.organisations, **self.matters}

    @property
    def key(self) -> str | None:
        """The column of organisations that tables of matters refer to: `id`, or else `uscc`; None where there is neither."""
        return next((name for name in (ID, USCC) if name in self.organisations.columns), None)


def open_tables(order: Order, rulebook: Rulebook, folder: Path) -> Tables:
    """Open every table and tell its columns apart; raise TableUnusable with everything that is amiss with them.

    Args:
        folder: where a copy may be written, for a file in another encoding than UTF-8.
    """
    rules, vocabulary = rulebook.rules(order.on), rulebook.vocabulary(order.on)
    names = {"": of_organisations(rules, vocabulary, with_id=bool(order.matters))}
    names |= {key: of_matters(key, rules, vocabulary) for key in order.matters}
    problems: list[Problem] = []
    opened: dict[str, Table] = {}
    for key, path in {"": order.table, **order.matters}.items():
        inside = folder / (key or "organisations")
        inside.mkdir()
        try:
            source = open_source(path, inside, None if key else order.sheet)
            opened[key] = open_table(source, names[key], as_is=() if key else order.as_is)
        except TableUnusable as error:
            problems += error.found.general
    if problems:
        raise TableUnusable(Found(tuple(problems)))
    tables = Tables(opened.pop(""), opened)
    if opened:
        _must_fit_together(tables, vocabulary)
    return tables


def known_type(name: str, vocabulary: Vocabulary) -> str:
    """The type of matter of this key or label; raise TableUnusable where there is none."""
    labels = {key: Words(each.zh, each.en) for key, each in vocabulary.matters.items()}
    key = by_label(name, labels)
    if key is not None:
        return key
    hint, one_of = instead(name, labels), listed(labels)
    zh, en = hint.zh or f"可用：{one_of.zh}", hint.en or f"one of: {one_of.en}"
    raise refuse("unknown-matter-type", f"--matters {name[:60]}", f"没有这类事项。{zh}", f"no such matter type. {en}")


def _must_fit_together(tables: Tables, vocabulary: Vocabulary) -> None:
    """A type of matter is stated in one table; every matter says whose it is and has an id."""
    problems = []
    if tables.key is None:
        zh = f"单位表要有“{ID}”（编号）或“{USCC}”（统一社会信用代码）一列，事项表按它对应单位"
        en = f"the table of organisations needs a column '{ID}' or '{USCC}', to which tables of matters refer"
        problems.append(Problem("missing-key", tables.organisations.source.name, Words(zh, en)))
    for key, table in tables.matters.items():
        for role, name in ((Role.ORGANISATION, ORGANISATION_OF), (Role.MATTER_ID, ID)):
            if not table.matched.of(role):
                words = Words(f"缺少“{name}”一列", f"the column '{name}' is missing")
                problems.append(Problem("missing-key", table.source.name, words))
        of_type = {key, *(fact.key for fact in vocabulary.matters[key].facts.values())}
        for each in tables.organisations.matched.ours:
            if each.column.fact.holder == key or each.column.name in of_type:
                zh = f"“{vocabulary.matters[key].zh}”已有事项表，单位表中不再填写"
                words = Words(zh, f"matters of type {key} have a table of their own; take this column out")
                problems.append(Problem("stated-twice", f"{tables.organisations.source.name}:{each.header}", words))
    if problems:
        raise TableUnusable(Found(tuple(problems)))


def problems_between(tables: Tables, checked: Mapping[str, Checked]) -> Found:
    """Rows that do not say whose they are, matters of organisations that are not there, and matters given twice."""
    if not tables.matters or tables.key is None:
        return Found()
    organisations = checked[""].rows.select(ROW, tables.key)
    found = Found(cells=_empty(tables.organisations, organisations, tables.key))
    for key, table in tables.matters.items():
        matters = checked[key].rows.select(ROW, ORGANISATION_OF, key)
        frames = [_empty(table, matters, ORGANISATION_OF), _empty(table, matters, key)]
        frames += [_of_nobody(table, matters, organisations, tables.key), _twice(table, matters, key)]
        found += Found(cells=in_file_order(frames, list(table.source.columns.values())))
    return found


def _empty(table: Table, rows: pl.LazyFrame, name: str) -> pl.DataFrame:
    empty = rows.filter(pl.col(name).is_null()).collect(engine="streaming")
    return _said(table, empty, name, "missing-key", Words("不能为空", "must not be empty"))


def _of_nobody(table: Table, matters: pl.LazyFrame, organisations: pl.LazyFrame, key: str) -> pl.DataFrame:
    stated = matters.filter(pl.col(ORGANISATION_OF).is_not_null())
    orphans = stated.join(organisations, left_on=ORGANISATION_OF, right_on=key, how="anti", maintain_order="left")
    words = Words("单位表中没有这个单位，请核对", "the table of organisations has no such organisation")
    return _said(table, orphans.collect(engine="streaming"), ORGANISATION_OF, "unknown-organisation", words)


def _twice(table: Table, matters: pl.LazyFrame, key: str) -> pl.DataFrame:
    """Matters of one organisation with one id."""
    stated = matters.drop_nulls()
    repeated = stated.group_by(ORGANISATION_OF, key).len().filter(pl.col("len") > 1)
    found = stated.join(repeated, on=[ORGANISATION_OF, key], how="semi").sort(ROW).collect(engine="streaming")
    zh, en = "同一单位已有这个编号的事项，请各用一个编号", "the organisation has a matter of this id; give each its own"
    return _said(table, found, key, "matter-twice", Words(zh, en))


def _said(table: Table, rows: pl.DataFrame, name: str, code: str, words: Words) -> pl.DataFrame:
    said = rows.select(
        ROW,
        pl.col(name).alias("value"),
        pl.lit(code).alias("code"),
        pl.lit(words.zh).alias("zh"),
        pl.lit(words.en).alias("en"),
    )
    return problem_rows(table, said, table.reading(name).match.header)
