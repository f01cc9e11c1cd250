"""A rule as a sentence, in Chinese or English: as the text has it, or with the values of one case put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sihang.rulebook import expressions as x
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.fold import Source
from sihang.rulebook.words import money, number, options, shown_value, span

Value = Callable[[x.Node], Any]
"""Looks up the pair (or bits) of a node; given by an evaluation."""

_OVER = {
    "zh": {">": "超过", ">=": "不少于", "=": "等于"},
    "en": {">": "is over", ">=": "is at least", "=": "equals"},
}
_UNDER = {"zh": {">": "低于", ">=": "不超过"}, "en": {">": "is below", ">=": "is at most"}}
_DATES = {
    "zh": {">": "晚于", ">=": "不早于", "=": "等于"},
    "en": {">": "is after", ">=": "is not before", "=": "is"},
}
_DATES_UNDER = {"zh": {">": "早于", ">=": "不晚于"}, "en": {">": "is before", ">=": "is not after"}}
_YEAR_WORDS = {
    "zh": {0: "当年", 1: "上年", 3: "前3年"},
    "en": {0: "in the year", 1: "in the year before", 3: "three years before"},
}


class Prose:
    """Writes nodes as text. With `value`, each fact carries its value in the case.

    Args:
        source: where the years of a series are looked up, with `value`.
        notes: package id to a remark that must stand wherever one of its figures is shown (示例参数).
    """

    def __init__(
        self,
        lang: str,
        value: Value | None = None,
        source: Source | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        self.lang = lang
        self.value = value
        self.source = source
        self.notes = notes or {}

    def _say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def text(self, node: x.Node) -> str:
        """The node as text."""
        method: Callable[[Any], str] = getattr(self, f"_{type(node).__name__.lower()}")
        return method(node)

    def _inner(self, node: x.Node) -> str:
        """A part of a longer text, in brackets where it would be misread."""
        text = self.text(node)
        composite = (x.AllOf, x.AnyOf, x.Sum, x.Difference, x.AtMost, x.AtLeast)
        return self._say(f"（{text}）", f"({text})") if isinstance(node, composite) and x.children(node) else text

    def _known(self, node: x.Known) -> str:
        if self.value is None and node.kind is Kind.MONEY:
            if self.lang == "en":
                return span(node.kind, (node.low, node.high), "en")
            low, high = round_money(node.low), round_money(node.high)
            return low if node.low == node.high else f"{low}至{high}"
        return span(node.kind, (node.low, node.high), self.lang)

    def _given(self, node: x.Given) -> str:
        label = node.fact.words.to(self.lang)
        if self.value is None:
            return label
        return f"{label} {self._shown(node.fact, self.value(node))}"

    def _shown(self, fact: Fact, value: Any) -> str:
        unknown = self._say("未知", "unknown")
        if fact.kind in (Kind.ENUM, Kind.LABEL):
            several = value & (value - 1)
            return unknown if several else options(fact.options, value, self.lang)
        if value[0] != value[1] and fact.determination is None:
            return unknown
        if value[0] != value[1]:
            shown = shown_value(fact, value, self.lang)
            return (
                self._say("待定", "open")
                if fact.kind is Kind.YES_NO
                else self._say(f"待定（{shown}）", f"open ({shown})")
            )
        return shown_value(fact, value, self.lang)

    def _open(self, node: x.Open) -> str:
        label = node.slot.words.to(self.lang)
        if self.value is None or node.slot.kind in (Kind.YES_NO, Kind.ENUM):
            return self._say(f"{label}（待定）", f"{label} (open)")
        shown = span(node.slot.kind, self.value(node), self.lang)
        return self._say(f"{label}（待定，{shown}）", f"{label} (open, {shown})")

    def _filled(self, node: x.Filled) -> str:
        label, note = node.slot.words.to(self.lang), self.notes.get(node.package, node.document)
        if self.value is None:
            when = self._say(f"，{self.text(node.when)}时", f" when {self.text(node.when)}") if node.when else ""
            return self._say(
                f"{label}（{self.text(node.value)}{when}；{note}）",
                f"{label} ({self.text(node.value)}{when}; {note})",
            )
        inside = (
            ""
            if isinstance(node.value, x.Known)
            else self._say(f"{self.text(node.value)}；", f"{self.text(node.value)}; ")
        )
        shown = shown_value(node.slot, self.value(node), self.lang)
        return self._say(f"{label} {shown}（{inside}{note}）", f"{label} {shown} ({inside}{note})")

    def _join(self, parts: tuple[x.Node, ...], zh: str, en: str, none: tuple[str, str]) -> str:
        if not parts:
            return self._say(*none)
        return self._say(zh, en).join(self._inner(part) for part in parts)

    def _allof(self, node: x.AllOf) -> str:
        return self._join(node.parts, "，且", " and ", ("是", "yes"))

    def _anyof(self, node: x.AnyOf) -> str:
        return self._join(node.parts, "，或", " or ", ("否", "no"))

    def _not(self, node: x.Not) -> str:
        if self.value is not None and isinstance(node.part, x.Given):
            return self.text(node.part)  # "在失信惩戒名单 否" says it
        return self._say(f"并非{self._inner(node.part)}", f"not: {self._inner(node.part)}")

    def _compare(self, node: x.Compare) -> str:
        is_day = isinstance(node.left, x.Given) and node.left.fact.kind is Kind.DATE
        is_day = is_day or (isinstance(node.right, x.Given) and node.right.fact.kind is Kind.DATE)
        first, second = (node.right, node.left) if node.turned else (node.left, node.right)
        words = (_DATES_UNDER if is_day else _UNDER) if node.turned else (_DATES if is_day else _OVER)
        sign = words[self.lang if self.lang == "en" else "zh"][node.operator.value]
        return f"{self._inner(first)} {sign} {self._inner(second)}"

    def _oneof(self, node: x.OneOf) -> str:
        listed = options(node.options, node.bits, self.lang)
        subject = self._inner(node.value)
        if self.value is not None:
            return self._say(f"{subject}（须为 {listed}）", f"{subject} (must be {listed})")
        return self._say(f"{subject} 为 {listed}", f"{subject} is {listed}")

    def _sum(self, node: x.Sum) -> str:
        return " + ".join(self._inner(part) for part in node.parts)

    def _difference(self, node: x.Difference) -> str:
        if self.value is not None and self.value(node.right) == (0, 0):
            return self.text(node.left)  # nothing is taken off
        return f"{self._inner(node.left)} − {self._inner(node.right)}"

    def _share(self, node: x.Share) -> str:
        text = f"{self._inner(node.amount)} × {self._inner(node.rate)}"
        return text if self.value is None else f"{text} = {span(Kind.MONEY, self.value(node), self.lang)}"

    def _atmost(self, node: x.AtMost) -> str:
        return self._say(
            f"{self.text(node.value)}, 封顶 {self.text(node.ceiling)}",
            f"{self.text(node.value)}, at most {self.text(node.ceiling)}",
        )

    def _atleast(self, node: x.AtLeast) -> str:
        if self.value is not None and self.value(node.value)[0] >= self.value(node.floor)[1]:
            return self.text(node.value)  # the floor is not reached
        return self._say(
            f"{self.text(node.value)}, 保底 {self.text(node.floor)}",
            f"{self.text(node.value)}, at least {self.text(node.floor)}",
        )

    def _tiers(self, node: x.Tiers) -> str:
        sign = _OVER[self.lang if self.lang == "en" else "zh"]
        rows = [(f"{sign[t.operator.value]} {self.text(t.bound)}", t.result) for t in node.tiers]
        return self._tabled(node, self._inner(node.value), rows, self._tier_reached(node))

    def _tier_reached(self, node: x.Tiers) -> int | None:
        """The tier that the value is known to reach, or None."""
        if self.value is None:
            return None
        low, high = self.value(node.value)
        if low != high:
            return None
        for index, tier in enumerate(node.tiers):
            bound = self.value(tier.bound)
            if low > bound[1] or (low == bound[1] and tier.operator is x.Operator.AT_LEAST):
                return index
        return None

    def _table(self, node: x.Table) -> str:
        rows = [(options(node.options, row.bits, self.lang), row.result) for row in node.rows]
        bits = 0 if self.value is None else self.value(node.value)
        known = [index for index, row in enumerate(node.rows) if bits and not bits & ~row.bits]
        return self._tabled(node, self._inner(node.value), rows, known[0] if known else None)

    def _tabled(self, node: x.Node, subject: str, rows: list[tuple[str, x.Node]], known: int | None) -> str:
        """The table; with the values of a case only the row that applies, where that is known."""
        if known is not None:
            case, result = rows[known]
            return self._say(f"{subject}，{case}档：{self._inner(result)}", f"{subject}, {case}: {self._inner(result)}")
        shown = [f"{case} → {self.text(result)}" for case, result in rows]
        text = self._say(f"按 {subject} 分档（{'；'.join(shown)}）", f"by {subject}: {'; '.join(shown)}")
        return text if self.value is None else f"{text} = {span(Kind.MONEY, self.value(node), self.lang)}"

    def _in_year(self, series: Fact, back: int, shown: str) -> str:
        label = series.words.to(self.lang)
        when = _YEAR_WORDS["en" if self.lang == "en" else "zh"][back]
        return self._say(f"{when}{label}{shown}", f"{label.lower()} {when}{shown}")

    def _money_or_unknown(self, pair: Any) -> str:
        if pair[0] != pair[1]:
            return (
                self._say("未知", "unknown")
                if pair[0] == 0
                else self._say(f"至少 {money(pair[0], 'zh')}", f"at least {money(pair[0], 'en')}")
            )
        return money(pair[0], self.lang)

    def _yearvalue(self, node: x.YearValue) -> str:
        shown = "" if self.value is None else f" {self._money_or_unknown(self.value(node))}"
        return self._in_year(node.series, node.back, shown)

    def _highestbefore(self, node: x.HighestBefore) -> str:
        shown = "" if self.value is None else f" {self._money_or_unknown(self.value(node))}"
        label = node.series.words.to(self.lang)
        return self._say(f"此前各年最高{label}{shown}", f"highest {label.lower()} of earlier years{shown}")

    def _figures(self, series: Fact, year: Fact, *backs: int) -> str:
        """The figures that a series rule looked at, in brackets."""
        if self.value is None or self.source is None:
            return ""
        shown = [
            self._in_year(series, back, f" {self._money_or_unknown(self.source.year_value(series, year, back))}")
            for back in backs
        ]
        if backs == (0,):
            before = self._money_or_unknown(self.source.highest_before(series, year))
            shown.append(self._say(f"此前各年最高 {before}", f"highest of earlier years {before}"))
        return self._say(f"（{'，'.join(shown)}）", f" ({', '.join(shown)})")

    def _firstover(self, node: x.FirstOver) -> str:
        line, label = self.text(node.line), node.series.words.to(self.lang)
        figures = self._figures(node.series, node.year, 0)
        return self._say(
            f"{label}首次超过 {line}{figures}", f"{label.lower()} is over {line} for the first time{figures}"
        )

    def _growthatleast(self, node: x.GrowthAtLeast) -> str:
        rate, label = self.text(node.rate), node.series.words.to(self.lang)
        figures = self._figures(node.series, node.year, 0, x.GROWTH_YEARS)
        zh = f"前{x.GROWTH_YEARS}年{label}复合增长率不低于 {rate}{figures}"
        en = f"compound growth of {label.lower()} over {x.GROWTH_YEARS} years is at least {rate}{figures}"
        if self.source is not None and self.source.year_value(node.series, node.year, x.GROWTH_YEARS) == (0, 0):
            zh, en = (
                f"{zh}，{x.GROWTH_YEARS}年前为零或不存在，增长率无定义",
                f"{en}: over zero or nothing, growth is undefined",
            )
        return self._say(zh, en)

    def _ratioatleast(self, node: x.RatioAtLeast) -> str:
        part, whole, rate = self.text(node.part), self.text(node.whole), self.text(node.rate)
        zh, en = f"{part}占{whole}的比例不低于 {rate}", f"{part} is at least {rate} of {whole}"
        if self.value is not None and self.value(node.whole) == (0, 0):
            zh, en = f"{zh}，分母为零，比例无定义", f"{en}: of zero, the ratio is undefined"
        return self._say(zh, en)


def round_money(fen: int) -> str:
    """A rule's own sum as policies write it: 200万元, 1亿元, 0.01元."""
    for unit, size in (("亿元", 10_000_000_000), ("万元", 1_000_000)):
        whole, part = divmod(fen * 100, size)
        if fen >= size and not part:
            text = f"{whole // 100}.{whole % 100:02d}".rstrip("0").rstrip(".")
            return f"{text}{unit}"
    return number(Kind.MONEY, fen, "zh").removesuffix(".00元") + ("元" if fen % 100 == 0 else "")
