"""The three kinds of table that the register takes in, and what their columns may be called in the office's own Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from sihang.batch.vocabulary import Column, Role, TableVocabulary, plain
from sihang.register.states import Level, StatusKind
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import DOMAINS, FIRST_YEAR, LAST_YEAR, ORGANISATION, Fact, Kind, Option
from sihang.rulebook.tables.names import column_of


class SheetKind(StrEnum):
    """What one row is."""

    ORGANISATIONS = "organisations"
    ACCOUNTS = "accounts"
    STATUSES = "statuses"

    @property
    def words(self) -> Words:
        return _KINDS[self]


_KINDS: Final = {
    SheetKind.ORGANISATIONS: Words("单位（一行一个单位）", "Organisations, one a row"),
    SheetKind.ACCOUNTS: Words("年度数据（一行一个单位的一个会计年度）", "Yearly accounts, one fiscal year of one organisation a row"),
    SheetKind.STATUSES: Words("资质（一行一项）", "Statuses, one a row"),
}  # fmt: skip

USCC: Final = Fact("uscc", Kind.TEXT, Words("统一社会信用代码", "USCC"), ORGANISATION)
NAME: Final = Fact("name", Kind.TEXT, Words("单位名称", "Name"), ORGANISATION)
YEAR: Final = Fact("year", Kind.INTEGER, Words("会计年度", "Fiscal year"), ORGANISATION, (FIRST_YEAR, LAST_YEAR))
STATUS: Final = Fact(
    "status_kind", Kind.ENUM, Words("资质类型", "Status"), ORGANISATION, options=tuple(Option(each, each.words) for each in StatusKind)
)  # fmt: skip
LEVEL: Final = Fact(
    "status_level", Kind.ENUM, Words("级别", "Level"), ORGANISATION, options=tuple(Option(each, each.words) for each in Level)
)  # fmt: skip
ISSUER: Final = Fact("issuer", Kind.TEXT, Words("认定机关", "Issuer"), ORGANISATION)
NUMBER: Final = Fact("number", Kind.TEXT, Words("证书编号", "Number"), ORGANISATION)
GRADE: Final = Fact("grade", Kind.TEXT, Words("等级", "Grade"), ORGANISATION)
SINCE: Final = Fact("since", Kind.DATE, Words("有效期起", "From"), ORGANISATION, DOMAINS[Kind.DATE])
UNTIL: Final = Fact("until", Kind.DATE, Words("有效期止", "To"), ORGANISATION, DOMAINS[Kind.DATE])

OTHER_NAMES: Final = {
    USCC.key: ("信用代码", "社会信用代码", "统一信用代码", "税号", "纳税人识别号"),
    NAME.key: ("企业名称", "公司名称", "名称", "机构名称", "申报单位", "单位"),
    YEAR.key: ("年度", "年份", "财年", "财务年度"),
    STATUS.key: ("资质", "资质名称", "认定类型", "称号"),
    LEVEL.key: ("认定级别", "资质级别"),
    ISSUER.key: ("发证机关", "认定单位", "认定部门"),
    NUMBER.key: ("编号", "证书号", "认定文号"),
    GRADE.key: ("考核等级", "评价等级"),
    SINCE.key: ("发证日期", "认定日期", "生效日期", "起始日期"),
    UNTIL.key: ("到期日期", "失效日期", "有效期至", "截止日期"),
    "registered_on": ("成立日期", "注册时间", "登记日期"),
    "founded_year": ("成立年度", "成立时间（年）"),
    "kind": ("单位性质", "主体类型", "机构类型"),
    "registered_in_district": ("区内注册", "注册在本区", "是否在本区注册"),
    "on_exclusion_list": ("是否失信", "失信", "是否在失信名单"),
    "hnte_valid": ("是否高新技术企业", "高企有效", "是否高企"),
    "revenue": ("营业收入", "主营业务收入", "年营收", "销售收入"),
    "rd_expense": ("研发投入", "研发费", "研究开发费用"),
    "industry_code": ("国民经济行业代码", "行业", "所属行业代码"),
    "employees": ("从业人数", "员工人数", "职工人数", "年末从业人员"),
    "total_assets": ("资产总计", "总资产", "资产合计"),
}
"""What offices call a column beside its label."""

LONGEST: Final = {NAME.key: 200, ISSUER.key: 200, NUMBER.key: 100, GRADE.key: 50}
"""Characters that the register keeps of a text; LONGEST_TEXT of any other."""
LONGEST_TEXT: Final = 500

LEAVE_OUT: Final = Words("在列对照中选“不导入”", "choose 'leave out' beside the columns")
"""What to do with a column that looks like ours and is not."""

REQUIRED: Final = {
    SheetKind.ORGANISATIONS: (USCC, NAME),
    SheetKind.ACCOUNTS: (USCC, YEAR),
    SheetKind.STATUSES: (USCC, STATUS, LEVEL, SINCE),
}
"""Without one of these no row says anything."""
UNIQUE: Final = {
    SheetKind.ORGANISATIONS: (USCC.key,),
    SheetKind.ACCOUNTS: (USCC.key, YEAR.key),
    SheetKind.STATUSES: (USCC.key, STATUS.key, LEVEL.key, SINCE.key),
}
"""What two rows may not have in common."""


def sheet_of(kind: SheetKind, facts: Mapping[str, Fact]) -> TableVocabulary:
    """The columns of a kind of table, given the facts that the register keeps."""
    single = [fact for fact in facts.values() if not fact.series and fact.kind is not Kind.LABEL]
    yearly = [fact for fact in facts.values() if fact.series]
    match kind:
        case SheetKind.ORGANISATIONS:
            return _vocabulary([USCC, NAME, *single], yearly)
        case SheetKind.ACCOUNTS:
            return _vocabulary([USCC, YEAR, *yearly], [])
        case SheetKind.STATUSES:
            return _vocabulary([USCC, STATUS, LEVEL, ISSUER, NUMBER, GRADE, SINCE, UNTIL], [])


def _vocabulary(columns: Iterable[Fact], series: Iterable[Fact]) -> TableVocabulary:
    names: dict[str, Column] = {}
    for fact in columns:
        column = Column(column_of(fact), fact, _ROLES.get(fact.key, Role.FACT))
        for name in _names(fact):
            names.setdefault(plain(name), column)
    by_year = {plain(name): fact for fact in series for name in _names(fact)}
    return TableVocabulary(names, by_year, slots=(), outputs=(), mappings={}, aside=LEAVE_OUT)


_ROLES: Final = {USCC.key: Role.USCC, YEAR.key: Role.YEAR}


def _names(fact: Fact) -> tuple[str, ...]:
    return (fact.key, fact.words.zh, fact.words.en, *OTHER_NAMES.get(fact.key, ()))
