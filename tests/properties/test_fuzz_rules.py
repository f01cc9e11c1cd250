"""Whatever stands in a line of rule: a typed rule that can be evaluated and said, or problems in words. Never a traceback."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sihang.rulebook.elaborate import elaborate
from sihang.rulebook.facts import Kind
from sihang.rulebook.fold import Fold
from sihang.rulebook.prose import Prose
from sihang.rulebook.scalar import SCALAR, Situation
from sihang.rulebook.scope import Scope
from tests.builders.cases import PACKAGES, rulebook

RULES = rulebook(PACKAGES[-1]).rules(date(2025, 6, 30))
SCOPES = [
    Scope.of(RULES.facts.values(), RULES.slots.values(), matter=matter, year=year, fills=RULES.fills)
    for matter, year in (
        ("growth_event", "growth_year"),
        ("listing_event", None),
        ("carrier_year", None),
        (None, "kind"),
    )
]
NAMES = (
    "单位类型", "营收", "研发费用", "成立年份", "在本区注册", "达线年度", "上市市场", "市级考核等级", "市级考核奖补金额", "配套核定比例", "kind",
    "三千万元档补贴", "研发投入强度下限", "多次达线处理", "考核等级对应表", "上市挂牌补贴标准", "海外特殊方式可予补贴", "申请日", "申请年份",
    "前次获得本项", "前次资助金额", "注册日期", "没有的", "企业", "高校", "沪市主板", "A", "补足差额",
)  # fmt: skip
LITERALS = ("200万元", "0元", "1亿元", "30%", "10%至30%", "30%至10%", "1万元至5万元", "12", "0", "2024-02-27", "2024-02-31", "是", "否",
            "999999999亿元", "99999999%", "0.001%", "9" * 40)  # fmt: skip
SIGNS = (
    "且", "或", "非", "属于", "首次超过", "复合增长率至少", "占", "至少", "封顶", "保底", "至", "分档", "其他", "当年", "上年", "前3年", "历年最高",
    ">", ">=", "<", "≤", "=", "+", "-", "−", "×", "*", "(", ")", "（", ":", "；", "、", ",", "→", "->", "%", "元", "#", "\x00",
)  # fmt: skip
atoms = st.sampled_from((*NAMES, *LITERALS))
tokens = st.lists(st.sampled_from((*NAMES, *LITERALS, *SIGNS)), max_size=15).map(" ".join)


def joined(inner):
    """Lines that the grammar allows, whatever they mean."""
    word = st.sampled_from(
        (" 且 ", " 或 ", " > ", " >= ", " < ", " = ", " + ", " − ", " × ", " 封顶 ", " 保底 ", " 属于 ", " 首次超过 ")
    )
    year = st.sampled_from(("当年", "上年", "前3年", "历年最高"))
    return st.one_of(
        st.builds("({}{}{})".format, inner, word, inner),
        st.builds("{} 属于 {}、{}".format, inner, inner, inner),
        st.builds("(非 {})".format, inner),
        st.builds("{}({})".format, year, inner),
        st.builds("({} 占 {} 至少 {})".format, inner, inner, inner),
        st.builds("({} 复合增长率至少 {})".format, inner, inner),
        st.builds("分档({}: > {} → {}; >= {} → {})".format, inner, inner, inner, inner, inner),
        st.builds("分档({}: {} → {}; 其他 → {})".format, inner, inner, inner, inner),
    )


lines = st.one_of(st.recursive(atoms, joined, max_leaves=8), tokens, st.text(max_size=30))


@given(lines, st.sampled_from(SCOPES), st.sampled_from(list(Kind)))
def test_any_line_is_a_rule_or_says_what_is_wrong(line, scope, kind):
    done = elaborate(line, scope, expect=(kind, Kind.YES_NO, Kind.MONEY))

    if done.node is None:
        assert done.wrong
        assert all(code and words.zh and words.en for code, words in done.wrong)
        return
    assert not done.wrong
    situation = Situation({}, {})
    fold = Fold(SCALAR, situation)
    fold.value(done.node)
    for lang in ("zh", "en"):
        assert Prose(lang).text(done.node)
        assert Prose(lang, fold.value, situation).text(done.node)


def test_brackets_without_end_are_refused():
    for depth in (10, 100, 300, 900, 1_900):
        for line in ("(" * depth + "在本区注册" + ")" * depth, "非 " * (depth // 2) + "在本区注册", "(" * depth):
            done = elaborate(line, SCOPES[0], expect=(Kind.YES_NO,))
            if done.node is not None:
                Fold(SCALAR, Situation({}, {})).value(done.node)
            else:
                assert done.wrong
