"""A column at a time says the same as a cell at a time, which says the same as a case."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sihang.batch.cells import SPACES, in_steps, read
from sihang.batch.explain import Explainer, stated
from sihang.batch.headers import Match
from sihang.batch.vocabulary import Role, of_organisations
from sihang.rulebook.case import State
from sihang.rulebook.facts import Kind
from tests.builders.desk import DAY, EXAMPLE, loaded

COLUMNS = (
    "iur_investment", "nrdi_support", "revenue_2023", "m08__awarded_low", "challenge_rate", "carrier_match_ratio", "growth_year",
    "nrdi_apartments", "founded_year", "consortium__year", "hnte_event_on", "kind", "listing_market", "hnte_valid",
    "carrier_grade_label", "consortium", "consortium__project", "uscc",
)  # fmt: skip

digits = st.text("0123456789", min_size=1, max_size=20)
numbers = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "-", "+"]),
    digits,
    st.sampled_from(["", ".", ".0", ".00"]),
    st.text("0123456789", max_size=6),
)
numbers |= st.sampled_from(
    ["0", "-0", "-0.000", "1e5", "1E+07", "1,234.50", "８０", "¥5", "5万", "0x10", "1_000", "nan", "inf", ".5", "5."]
)
rates = st.builds("{}%".format, numbers) | st.sampled_from(
    ["30％", "30 %", "0.3", "0.12345", "1", "1.0000", "10.100%", "30.0000%"]
)
days = st.dates().map(str) | st.builds(
    "{}/{}/{}".format, st.integers(1800, 2200), st.integers(0, 13), st.integers(0, 32)
)
days |= st.builds("{}年{}月{}日".format, st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 31))
days |= st.builds("{} 00:00:00{}".format, st.dates().map(str), st.sampled_from(["", ".000000", "1"]))
days |= st.sampled_from(
    [
        "2024-02-30",
        "2024-2-3",
        "24/1/2",
        "2024-W01-1",
        "20240930",
        "2024-09-30T00:00:00",
        "0000-01-01",
        "2024/09/30 00:00",
    ]
)
words = st.sampled_from(
    [
        "true",
        "TRUE",
        "True",
        "tRUE",
        "是",
        "否",
        "false",
        "FALSE",
        "yes",
        "Y",
        "enterprise",
        "企业",
        "Enterprise",
        "科创板",
        "star",
        "A",
        "优秀",
        "无",
    ]
)
codes = st.sampled_from(
    [
        "91310110MADEM0011Y",
        "91310110MADEM0011X",
        "91310110madem0011Y",
        "9131O110MADEM0011Y",
        "91310110",
        "91AB0110MADEM0011Y",
    ]
)
anything = st.text(st.characters(codec="utf-8"), max_size=8)
around = st.sampled_from(["", "", "", " ", "\u3000", "\xa0"])
cells = st.builds("{}{}{}".format, around, numbers | rates | days | words | codes | anything, around)


@pytest.fixture(scope="module")
def matches():
    rulebook = loaded(*EXAMPLE)
    vocabulary = of_organisations(rulebook.rules(DAY), rulebook.vocabulary(DAY))
    return [Match("cell", name, column, stored=False) for name in COLUMNS if (column := vocabulary.column(name))]


@pytest.fixture(scope="module")
def explain():
    return Explainer(loaded(*EXAMPLE).vocabulary(DAY).mappings, DAY)


def values(match, texts, dtype=pl.String):
    """What the columns make of the cells, and which of them they refuse."""
    reading = read(match, dtype() if isinstance(dtype, type) else dtype)
    frame = in_steps(pl.LazyFrame({"cell": texts}, schema={"cell": dtype}), [reading])
    read_back = frame.select(reading.value.alias("value"), reading.bad.alias("bad")).collect()
    return read_back["value"].to_list(), read_back["bad"].to_list()


def as_scalar(explain, match, text):
    """The value that the reader of cases finds, as the table holds it."""
    fact, raw = match.column.fact, stated(match, text.strip(SPACES), pl.String())
    if match.column.role in (Role.USCC, Role.YEAR) or fact.kind in (Kind.TEXT, Kind.LABEL):
        return int(raw) if match.column.role is Role.YEAR else text.strip(SPACES)
    found = explain.values.stated(fact, raw, "")
    assert found.state is State.KNOWN
    if fact.kind is Kind.ENUM:
        return fact.options[found.value.bit_length() - 1].key
    return date.fromordinal(found.value[0]) if fact.kind is Kind.DATE else found.value[0]


@given(st.lists(cells, min_size=1, max_size=12))
@example(["-0", "-0.000", "-0%", "1.230", "1.23", "100000000000000.00", "1000000000000", "1000000000000.01"])
@example(
    [
        "0" * 40,
        "9" * 39,
        "0." + "0" * 40,
        "1" + "0" * 37 + ".00",
        "30%",
        "30.00%",
        "10.100%",
        "9.99%",
        "1.0000",
        "1.00001",
    ]
)
@example(["2024-09-30", "2024/9/30", "2024年9月30日", "2024-09-30 00:00:00", "1899-12-31", "2100-12-31", "2101-01-01"])
@example(["", " ", "\u3000", "\t", "a\tb", "a\nb", "a\u202eb", "\ufeffa", "x\x1f"])
def test_columns_refuse_what_a_case_would_refuse(matches, explain, texts):
    for match in matches:
        found, bad = values(match, texts)
        for text, value, is_bad in zip(texts, found, bad, strict=True):
            problem = explain(match, text, pl.String())
            assert (problem is not None) == is_bad, (match.header, text, problem)
            if problem is None:
                assert value == (as_scalar(explain, match, text) if text.strip(SPACES) else None), (match.header, text)


whole = st.integers(-(2**63), 2**63 - 1) | st.integers(-5, 10**15) | st.sampled_from([10**14, 10**14 + 1, 10**12, 2023])
floats = (
    st.floats() | st.integers(0, 10**14).map(lambda fen: fen / 100) | st.integers(0, 10_000).map(lambda bp: bp / 10_000)
)


@given(st.lists(whole, min_size=1, max_size=8), st.lists(floats, min_size=1, max_size=8))
def test_typed_numbers_are_refused_as_in_a_case(matches, explain, integers, reals):
    for match in matches:
        if match.column.fact.kind not in (Kind.MONEY, Kind.RATE, Kind.INTEGER):
            continue
        for dtype, numbers_of_type in ((pl.Int64, integers), (pl.Float64, reals)):
            found, bad = values(match, numbers_of_type, dtype)
            shown = pl.Series(numbers_of_type, dtype=dtype).cast(pl.String)
            for text, value, is_bad in zip(shown, found, bad, strict=True):
                problem = explain(match, text, dtype())
                assert (problem is not None) == is_bad, (match.header, text, problem)
                assert (value is None) == is_bad


@given(st.lists(st.decimals(-10, 10**13, places=4), min_size=1, max_size=8))
def test_decimals_are_refused_as_in_a_case(matches, explain, amounts):
    dtype = pl.Decimal(38, 4)
    for match in matches:
        if match.column.fact.kind in (Kind.MONEY, Kind.RATE, Kind.INTEGER):
            found, bad = values(match, amounts, dtype)
            for amount, value, is_bad in zip(amounts, found, bad, strict=True):
                assert (explain(match, str(amount), dtype) is not None) == is_bad, (match.header, amount)
                units = {Kind.MONEY: 100, Kind.RATE: 10_000, Kind.INTEGER: 1}[match.column.fact.kind]
                assert value is None or Decimal(value) / units == amount


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("iur_investment", "8000000.07", 800_000_007),
        ("iur_investment", "1000000000000", 10**14),
        ("challenge_rate", "12.5%", 1_250),
        ("challenge_rate", "0.125", 1_250),
        ("growth_year", "2023.0", 2023),
        ("hnte_event_on", "2025/3/4", date(2025, 3, 4)),
        ("kind", "科研院所", "research_institute"),
        ("hnte_valid", "否", False),
        ("carrier_grade_label", " 优秀 ", "优秀"),
    ],
)
def test_a_cell_as_an_office_writes_it(matches, column, text, value):
    match = next(each for each in matches if each.header == column)

    assert values(match, [text]) == ([value], [False])
