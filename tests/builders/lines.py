"""One line of rule read and evaluated on its own: a handful of facts and slots, and what is known of them."""

from datetime import date

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.elaborate import elaborate
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import DOMAINS, ORGANISATION, Fact, Kind, Option
from sihang.rulebook.fold import Fold
from sihang.rulebook.scalar import SCALAR, Situation
from sihang.rulebook.scope import Fill, Scope
from sihang.rulebook.slots import Slot

YES, NO, OPEN = (True, True), (False, False), (False, True)
KINDS = (Option("enterprise", Words("企业", "Enterprise")), Option("school", Words("高校", "School")),
         Option("fund", Words("基金", "Fund")))  # fmt: skip
GRADES = (Option("A", Words("甲等", "A")), Option("B", Words("乙等", "B")))


def wan(amount):
    """万元 in fen."""
    return round(amount * 1_000_000)


def day(text):
    number = date.fromisoformat(text).toordinal()
    return (number, number)


def fact(key, zh, kind, holder="project", **more):
    return Fact(key, kind, Words(zh, key), holder, more.pop("domain", DOMAINS.get(kind, (0, 0))), **more)


def slot(key, zh, kind, **more):
    return Slot(key, kind, Words(zh, key), "1", "office", domain=more.pop("domain", (0, NO_BOUND)), **more)


FACTS = [
    fact("org_kind", "单位类型", Kind.ENUM, ORGANISATION, options=KINDS),
    fact("revenue", "营收", Kind.MONEY, ORGANISATION, series=True),
    fact("rd_expense", "研发费用", Kind.MONEY, ORGANISATION, series=True),
    fact("founded_year", "成立年份", Kind.INTEGER, ORGANISATION, domain=(1900, 2100)),
    fact("spend", "项目总投入", Kind.MONEY),
    fact("paid", "已付金额", Kind.MONEY),
    fact("share", "核定比例", Kind.RATE),
    fact("first", "甲", Kind.YES_NO),
    fact("second", "乙", Kind.YES_NO),
    fact("third", "丙", Kind.YES_NO),
    fact("heads", "人数", Kind.INTEGER),
    fact("started", "立项日", Kind.DATE),
    fact("remark", "备注", Kind.TEXT),
    fact("target_year", "达线年度", Kind.INTEGER, domain=(1900, 2100)),
    fact("grade", "考核等级", Kind.LABEL, options=GRADES, mapping="grades"),
    fact("elsewhere", "别项金额", Kind.MONEY, "other_matter"),
]
SLOTS = [
    slot("award", "资助额", Kind.MONEY),
    slot("least_rate", "强度下限", Kind.RATE, domain=(0, 10_000)),
    slot("ruling", "处理办法", Kind.ENUM, options=(Option("once", Words("一次", "once")), Option("again", Words("多次", "again")))),
    slot("allowed", "准予", Kind.YES_NO),
    slot("grades", "等级对照", Kind.LABEL, options=GRADES),
]  # fmt: skip


def scope(*, year="target_year", fills=None):
    """The names of a measure for matters of type `project`; `fills` is slot to line, or to (line, when)."""
    pairs = {key: fill if isinstance(fill, tuple) else (fill, None) for key, fill in (fills or {}).items()}
    made = {key: Fill(key, value, when, "rules", "某号文") for key, (value, when) in pairs.items()}
    return Scope.of(FACTS, SLOTS, matter="project", year=year, fills=made)


def read(line, *expect, **more):
    return elaborate(line, scope(**more), expect=expect or (Kind.YES_NO,))


def value(line, kind=Kind.YES_NO, *, revenue=None, rd_expense=None, fills=None, **facts):
    """The pair of a line. Facts are given as pairs or bits, one number standing for a known value; left out is unknown."""
    done = read(line, kind, fills=fills)
    assert done.wrong == (), [words.zh for _, words in done.wrong]
    values = {key: pair_of(key, given) for key, given in facts.items()}
    series = {"revenue": _years(revenue), "rd_expense": _years(rd_expense)}
    return Fold(SCALAR, Situation(values, series)).value(done.node)


def pair_of(key, given):
    is_bits = key in ("org_kind", "grade", "ruling")
    return given if isinstance(given, tuple) or is_bits else (given, given)


def _years(given):
    return {year: (amount, amount) for year, amount in (given or {}).items()}


def problems(line, *expect, **more):
    """What is wrong with a line: its codes, and its sentences in Chinese."""
    wrong = read(line, *expect, **more).wrong
    return [code for code, _ in wrong], [words.zh for _, words in wrong]
