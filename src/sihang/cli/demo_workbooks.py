"""The workbooks of the demonstration's district, as its office would have them: organisations, yearly accounts, statuses.

Organisations, revenue and R&D expense are those of `sihang.lab.synthetic`; headcounts, assets, names and statuses are drawn here from
the same seed. Every name begins with 示例, and every code is of a district that there is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from sihang.lab.draws import Values
from sihang.lab.organisations import fiscal_years
from sihang.lab.synthetic import Register
from sihang.rulebook import Rulebook
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.tables.names import column_of

SEED: Final = 7
UNKNOWN: Final = 0.08
CODES: Final = {
    "软件和信息服务": "I65", "人工智能": "I65", "集成电路": "C39", "生物医药": "C27", "高端装备": "C35", "新材料": "C26", "节能环保": "N77",
    "现代设计": "M74", "科技服务": "M75", "商贸流通": "F51",
}  # fmt: skip
"""Industries of the synthetic register, as divisions of GB/T 4754-2017."""
FIRST: Final = "云海星河松柏清远晨启明博联创新瑞华景诚拓维智衡合源鼎沐岚知行致安澄岳"
SECOND: Final = "杉澜图驰航舟泽谷帆达域珩光野砺原桥川禾木森序朗石青蓝尚方科微"
TRADES: Final = {
    "软件和信息服务": "软件", "人工智能": "智能科技", "集成电路": "微电子", "生物医药": "生物医药", "高端装备": "装备", "新材料": "新材料",
    "节能环保": "环保科技", "现代设计": "设计", "科技服务": "技术服务", "商贸流通": "商贸",
}  # fmt: skip
FORMS: Final = {
    "enterprise": "有限公司", "university": "大学", "research_institute": "研究院", "incubator": "孵化器有限公司", "maker_space": "众创空间",
    "university_science_park": "大学科技园有限公司", "tech_transfer_agency": "技术转移中心", "new_rd_institution": "创新研究院",
    "fund": "创业投资基金", "other": "促进中心",
}  # fmt: skip
SERIES: Final = ("revenue", "rd_expense", "employees", "total_assets")
HNTE_YEARS: Final = 3


@dataclass(frozen=True)
class Workbooks:
    """Each with the office's headers in the first row; cells as they are typed, empty where nothing is known."""

    organisations: pl.DataFrame
    accounts: pl.DataFrame
    statuses: pl.DataFrame
    annual_reports: pl.DataFrame
    """What another source says of the last year's revenue of a few: not always the same."""


def draw_workbooks(rows: int, rulebook: Rulebook, facts: dict[str, Fact], on: date, *, seed: int = SEED) -> Workbooks:
    """The workbooks of a district.

    Args:
        facts: those that the register keeps.
        on: the day of the district; its last fiscal year is the one before.
    """
    register = Register(rows, seed=seed, unknown=UNKNOWN, on=on, rulebook=rulebook)
    drawn = register.tables()[0].frame()
    rng = np.random.default_rng(seed)
    organisations = drawn.with_columns(name=_names(rng, drawn), industry_code=drawn["industry"].replace_strict(CODES))
    accounts = _accounts(rng, organisations, on)
    return Workbooks(
        _organisations(organisations, facts), _with_headers(accounts, facts), _statuses(rng, organisations, on),
        _with_headers(_annual_reports(rng, accounts), facts),
    )  # fmt: skip


def _names(rng: np.random.Generator, drawn: pl.DataFrame) -> pl.Series:
    """示例云杉软件有限公司; the number beside it where the words have been used up."""
    seen: set[str] = set()
    found = []
    firsts, seconds = rng.integers(0, len(FIRST), drawn.height), rng.integers(0, len(SECOND), drawn.height)
    rows = drawn.select("kind", "industry", "number").iter_rows()
    for first, second, (kind, industry, number) in zip(firsts, seconds, rows, strict=True):
        trade = TRADES[industry] if kind in (None, "enterprise") else ""
        name = f"示例{FIRST[first]}{SECOND[second]}{trade}{FORMS[kind or 'enterprise']}"
        name = f"{name}（{number}）" if name in seen else name
        seen.add(name)
        found.append(name)
    return pl.Series("name", found)


def _organisations(drawn: pl.DataFrame, facts: dict[str, Fact]) -> pl.DataFrame:
    """A yes to HNTE is left to the certificate among the statuses."""
    drawn = drawn.with_columns(hnte_valid=pl.when(~pl.col("hnte_valid")).then(pl.lit(False)))
    single = [fact for fact in facts.values() if not fact.series and column_of(fact) in drawn.columns]
    shown = [_as_typed(fact, pl.col(column_of(fact))).alias(fact.words.zh) for fact in single]
    return drawn.select(
        pl.col("uscc").alias("统一社会信用代码"),
        pl.col("name").alias("单位名称"),
        *shown,
        pl.lit("示例数据").alias("备注"),
    )


def _as_typed(fact: Fact, column: pl.Expr) -> pl.Expr:
    if fact.kind is Kind.YES_NO:
        return pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否"))
    if fact.kind is Kind.ENUM:
        return column.replace_strict({option.key: option.words.zh for option in fact.options})
    return column.cast(pl.String)


def _accounts(rng: np.random.Generator, drawn: pl.DataFrame, on: date) -> pl.DataFrame:
    """One row a fiscal year of an organisation; money in fen. Headcount and assets go with revenue, and with the one before."""
    per_head = np.exp(np.log(600_000_00) + 0.5 * rng.standard_normal(drawn.height))
    assets = np.exp(np.log(0.9) + 0.6 * rng.standard_normal(drawn.height))
    years = []
    for year in fiscal_years(on):
        revenue = drawn[f"revenue_{year}_fen"].fill_null(0).to_numpy()
        stated = (revenue > 0) & (rng.random(drawn.height) >= UNKNOWN)
        years.append(
            drawn.select(
                "uscc", pl.lit(year).alias("year"), pl.col(f"revenue_{year}_fen").alias("revenue"),
                pl.col(f"rd_expense_{year}_fen").alias("rd_expense"),
                _stated(1 + (revenue / per_head).astype(np.int64), stated, "employees"),
                _stated((revenue * assets).astype(np.int64), stated, "total_assets"),
            )
        )  # fmt: skip
    return pl.concat(years).filter(pl.any_horizontal(pl.col(*SERIES).is_not_null())).sort("uscc", "year")


def _stated(values: Values, stated: Values, name: str) -> pl.Series:
    return pl.Series(name, np.where(stated, values, -1)).replace(-1, None)


def _annual_reports(rng: np.random.Generator, accounts: pl.DataFrame) -> pl.DataFrame:
    """Last year's revenue of a tenth, of a third of these not as the organisation says."""
    last = accounts.filter((pl.col("year") == pl.col("year").max()) & pl.col("revenue").is_not_null())
    chosen = last.filter(pl.Series(rng.random(last.height) < 0.1))
    other = pl.Series(np.where(rng.random(chosen.height) < 0.34, 0.93, 1.0))
    return chosen.select("uscc", "year", (pl.col("revenue") * other).cast(pl.Int64))


def _with_headers(accounts: pl.DataFrame, facts: dict[str, Fact]) -> pl.DataFrame:
    named = {"uscc": "统一社会信用代码", "year": "会计年度"}
    shown = []
    for name in accounts.columns:
        if name in named:
            shown.append(pl.col(name).cast(pl.String).alias(named[name]))
        elif facts[name].kind is Kind.MONEY:
            shown.append(_in_yuan(pl.col(name)).alias(facts[name].words.zh))
        else:
            shown.append(pl.col(name).cast(pl.String).alias(facts[name].words.zh))
    return accounts.select(shown)


def _in_yuan(fen: pl.Expr) -> pl.Expr:
    return pl.concat_str((fen // 100).cast(pl.String), (fen % 100).cast(pl.String).str.zfill(2), separator=".")


# ---- statuses


@dataclass(frozen=True, slots=True)
class _Kind:
    """A recognition: how many of those that may have it do, for how many years, who gives it."""

    zh: str
    level: str
    issuer: str
    mark: str
    years: int
    share: float


_OF_HNTE: Final = (
    _Kind("专精特新中小企业", "市级", "示例市经济和信息化部门", "SRDI", 3, 0.35),
    _Kind("专精特新“小巨人”企业", "国家级", "示例国家工业主管部门", "XJR", 3, 0.06),
    _Kind("科技型中小企业", "国家级", "示例科技主管部门", "KJZX", 1, 0.5),
)
_HNTE: Final = _Kind("高新技术企业", "国家级", "示例高新技术企业认定机构", "GR", HNTE_YEARS, 1.0)
_OF_CARRIERS: Final = {
    "incubator": _Kind("科技企业孵化器", "市级", "示例市科技主管部门", "FHQ", 3, 0.8),
    "maker_space": _Kind("众创空间", "市级", "示例市科技主管部门", "ZCKJ", 3, 0.8),
    "university_science_park": _Kind("大学科技园", "国家级", "示例国家科技主管部门", "DXKJY", 5, 0.7),
    "tech_transfer_agency": _Kind("技术转移机构", "市级", "示例市科技主管部门", "JSZY", 3, 0.8),
    "new_rd_institution": _Kind("新型研发机构", "市级", "示例市科技主管部门", "XXYF", 3, 0.6),
}


def _statuses(rng: np.random.Generator, drawn: pl.DataFrame, on: date) -> pl.DataFrame:
    rows = []
    for number, uscc, kind, hnte in drawn.select("number", "uscc", "kind", "hnte_valid").iter_rows():
        of_this = [each for each in _kinds(kind, hnte is True) if rng.random() < each.share]
        rows += [_status(each, uscc, number, int(rng.integers(30, 365 * each.years - 30)), on) for each in of_this]
        if kind == "enterprise" and hnte is False and rng.random() < 0.08:  # one that has run out
            rows.append(_status(_HNTE, uscc, number, 365 * HNTE_YEARS + int(rng.integers(20, 700)), on))
    columns = ("统一社会信用代码", "资质类型", "级别", "认定机关", "证书编号", "有效期起", "有效期止")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _kinds(kind: str | None, hnte: bool) -> Sequence[_Kind]:
    if kind in _OF_CARRIERS:
        return [_OF_CARRIERS[kind]]
    return [_HNTE, *_OF_HNTE] if hnte else []


def _status(kind: _Kind, uscc: str, number: str, days_ago: int, on: date) -> tuple[str, ...]:
    since = on - timedelta(days_ago)
    until = date(since.year + kind.years, since.month, min(since.day, 28)) - timedelta(1)
    certificate = f"示例{kind.mark}{since.year}{number}"
    return uscc, kind.zh, kind.level, kind.issuer, certificate, since.isoformat(), until.isoformat()
