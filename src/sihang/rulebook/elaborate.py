"""A syntax tree to a typed node: names resolved, types and units checked, every problem reported at once.

Money times a rate is money; money plus a rate is an error; an enum is compared only with its own values.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from sihang.rulebook import expressions as x
from sihang.rulebook.elaborate_names import KIND_WORDS, NameReader, Typed, Wrong, kind_words
from sihang.rulebook.errors import Words, suggestion
from sihang.rulebook.facts import ORDERED, Fact, Kind, Option, option_bit
from sihang.rulebook.scope import Scope
from sihang.rulebook.syntax import Branch, Leaf

_COMPARE = {
    ">": (x.Operator.OVER, False), "＞": (x.Operator.OVER, False), ">=": (x.Operator.AT_LEAST, False),
    "≥": (x.Operator.AT_LEAST, False), "=": (x.Operator.EQUAL, False), "＝": (x.Operator.EQUAL, False),
    "<": (x.Operator.OVER, True), "＜": (x.Operator.OVER, True), "<=": (x.Operator.AT_LEAST, True), "≤": (x.Operator.AT_LEAST, True),
}  # fmt: skip
_BACK = {"当年": 0, "上年": 1, "前3年": x.GROWTH_YEARS}


class Elaborated(NamedTuple):
    """A line as a typed node, None if it has problems."""

    node: x.Node | None
    wrong: tuple[Wrong, ...]


def elaborate(line: str, scope: Scope, *, expect: tuple[Kind, ...]) -> Elaborated:
    """Read one line in `scope`; its kind must be among `expect`."""
    reader = _Reader(scope)
    typed = reader.line(line)
    if typed is not None and typed.kind not in expect:
        wanted = " / ".join(KIND_WORDS[kind].zh for kind in expect)
        wanted_en = " / ".join(KIND_WORDS[kind].en for kind in expect)
        reader.complain(
            "wrong-kind",
            f"这里要{wanted}，得到{kind_words(typed).zh}",
            f"needs {wanted_en}, got {kind_words(typed).en}",
        )
    node = typed.node if typed is not None and not reader.wrong else None
    return Elaborated(node, tuple(reader.wrong))


class _Reader(NameReader):
    """Reads the operators of one rule. A method returns None where it has complained."""

    def _yes_no(self, tree: Any) -> x.Node | None:
        typed = self._read(tree)
        if typed is None:
            return None
        if typed.kind is not Kind.YES_NO:
            self.complain(
                "wrong-kind",
                f"且、或、非 只能连接是/否，这里是{kind_words(typed).zh}",
                f"且 或 非 join yes/no, this is {kind_words(typed).en}",
            )
            return None
        return typed.node

    def _ordered(self, tree: Any, *kinds: Kind) -> Typed | None:
        typed = self._read(tree)
        if typed is None or typed.kind in (kinds or ORDERED):
            return typed
        wanted = Words(
            *(" / ".join(part) for part in zip(*(KIND_WORDS[kind] for kind in kinds or ORDERED), strict=True))
        )
        self.complain(
            "wrong-kind",
            f"这里要{wanted.zh}，得到{kind_words(typed).zh}",
            f"needs {wanted.en}, got {kind_words(typed).en}",
        )
        return None

    def _same(self, left: Any, right: Any, doing: Words) -> tuple[Typed, Typed] | None:
        a, b = self._ordered(left), self._ordered(right)
        if a is None or b is None:
            return None
        if a.kind is not b.kind:
            self.complain(
                "unit-mismatch",
                f"{doing.zh}两边单位不同：{kind_words(a).zh}与{kind_words(b).zh}",
                f"{doing.en} mixes {kind_words(a).en} and {kind_words(b).en}",
            )
            return None
        return a, b

    # yes/no

    def _on_any_of(self, parts: list[Any]) -> Typed | None:
        return self._joined(parts, x.AnyOf)

    def _on_all_of(self, parts: list[Any]) -> Typed | None:
        return self._joined(parts, x.AllOf)

    def _joined(self, parts: list[Any], join: type[x.AnyOf] | type[x.AllOf]) -> Typed | None:
        nodes = [self._yes_no(part) for part in parts]
        known = tuple(node for node in nodes if node is not None)
        return Typed(join(known), Kind.YES_NO) if len(known) == len(nodes) else None

    def _on_not_(self, parts: list[Any]) -> Typed | None:
        node = self._yes_no(parts[0])
        return None if node is None else Typed(x.Not(node), Kind.YES_NO)

    def _on_compare(self, parts: list[Any]) -> Typed | None:
        left, sign, right = parts
        if sign in ("=", "＝") and (chosen := self._equals_option(left, right)) is not None:
            return chosen
        pair = self._same(left, right, Words("比较", "the comparison"))
        if pair is None:
            return None
        operator, turned = _COMPARE[str(sign)]
        a, b = (pair[1].node, pair[0].node) if turned else (pair[0].node, pair[1].node)
        return Typed(x.Compare(operator, a, b, turned), Kind.YES_NO)

    def _equals_option(self, left: Any, right: Any) -> Typed | None:
        """`类型 = 首次认定`: an enum compared with one of its values, if that is what it is."""
        if left.data != "name" or right.data != "name":
            return None
        named = self.scope.names.get(str(left.children[0]))
        options = named.options if named is not None else ()
        bit = option_bit(options, str(right.children[0]))
        typed = self._read(left) if bit is not None else None
        return None if bit is None or typed is None else Typed(x.OneOf(typed.node, options, bit), Kind.YES_NO)

    def _on_one_of(self, parts: list[Any]) -> Typed | None:
        value = self._enum(parts[0])
        if value is None:
            return None
        bits = self._bits(parts[1].children, value.options)
        return None if bits is None else Typed(x.OneOf(value.node, value.options, bits), Kind.YES_NO)

    def _enum(self, tree: Any) -> Typed | None:
        typed = self._read(tree)
        if typed is not None and typed.kind is not Kind.ENUM:
            self.complain(
                "wrong-kind",
                f"“属于”与分档取值要枚举，得到{kind_words(typed).zh}",
                f"needs an enum, got {kind_words(typed).en}",
            )
            return None
        return typed

    def _bits(self, names: list[Leaf], options: tuple[Option, ...]) -> int | None:
        bits = 0
        for name in names:
            bit = option_bit(options, str(name))
            if bit is None:
                known = [option.words.zh for option in options]
                hint = suggestion(str(name), known)
                zh = f"没有名为“{name}”的取值，可取：{'、'.join(known)}。{hint.zh}"
                self.complain("unknown-value", zh, f"no value is called '{name}'; one of {', '.join(known)}. {hint.en}")
                return None
            if bits & bit:
                self.complain("value-twice", f"“{name}”写了两次", f"'{name}' stands twice")
            bits |= bit
        return bits

    def _on_first_over(self, parts: list[Any]) -> Typed | None:
        series, line = self._series(parts[0]), self._ordered(parts[1], Kind.MONEY)
        if series is None or line is None or self.scope.year is None:
            return None
        return Typed(x.FirstOver(series, self.scope.year, line.node), Kind.YES_NO)

    def _on_growth(self, parts: list[Any]) -> Typed | None:
        series, rate = self._series(parts[0]), self._ordered(parts[1], Kind.RATE)
        if series is None or rate is None or self.scope.year is None:
            return None
        return Typed(x.GrowthAtLeast(series, self.scope.year, rate.node), Kind.YES_NO)

    def _on_ratio(self, parts: list[Any]) -> Typed | None:
        pair = self._same(parts[0], parts[1], Words("占比", "the ratio"))
        rate = self._ordered(parts[2], Kind.RATE)
        if pair is None or rate is None:
            return None
        return Typed(x.RatioAtLeast(pair[0].node, pair[1].node, rate.node), Kind.YES_NO)

    def _series(self, tree: Any) -> Fact | None:
        name = str(tree.children[0]) if tree.data == "name" else ""
        fact = self.scope.names.get(name)
        if not isinstance(fact, Fact) or not fact.series:
            self.complain(
                "not-a-series",
                f"“{name or '这里'}”不是按年的数列",
                f"'{name or 'this'}' is no series by year",
            )
            return None
        if self.scope.year is None:
            self.complain(
                "no-year",
                "用到按年数列的措施要写 year: 指明年度的事实",
                "a measure that uses a series needs `year:`",
            )
            return None
        return fact

    # ordered values

    def _on_add(self, parts: list[Any]) -> Typed | None:
        pair = self._same(parts[0], parts[2], Words("相加", "the sum"))
        if pair is None:
            return None
        before = pair[0].node.parts if isinstance(pair[0].node, x.Sum) else (pair[0].node,)
        return Typed(x.Sum((*before, pair[1].node)), pair[0].kind)

    def _on_subtract(self, parts: list[Any]) -> Typed | None:
        pair = self._same(parts[0], parts[2], Words("相减", "the difference"))
        return None if pair is None else Typed(x.Difference(pair[0].node, pair[1].node), pair[0].kind)

    def _on_times(self, parts: list[Any]) -> Typed | None:
        a, b = self._ordered(parts[0]), self._ordered(parts[1])
        if a is None or b is None:
            return None
        if {a.kind, b.kind} != {Kind.MONEY, Kind.RATE}:
            self.complain(
                "unit-mismatch",
                f"只有金额可与比率相乘，得到{kind_words(a).zh} × {kind_words(b).zh}",
                f"only money times a rate, got {kind_words(a).en} × {kind_words(b).en}",
            )
            return None
        amount, rate = (a, b) if a.kind is Kind.MONEY else (b, a)
        return Typed(x.Share(amount.node, rate.node), Kind.MONEY)

    def _on_at_most(self, parts: list[Any]) -> Typed | None:
        pair = self._same(parts[0], parts[1], Words("封顶", "the ceiling"))
        return None if pair is None else Typed(x.AtMost(pair[0].node, pair[1].node), pair[0].kind)

    def _on_at_least(self, parts: list[Any]) -> Typed | None:
        pair = self._same(parts[0], parts[1], Words("保底", "the floor"))
        return None if pair is None else Typed(x.AtLeast(pair[0].node, pair[1].node), pair[0].kind)

    def _on_tiers(self, parts: list[Any]) -> Typed | None:
        value, rows = self._read(parts[0]), parts[1:]
        if value is None:
            return None
        if value.kind is Kind.ENUM:
            return self._table(value, rows)
        if value.kind not in ORDERED:
            self.complain(
                "wrong-kind",
                f"分档要有大小或取值的量，得到{kind_words(value).zh}",
                f"tiers need an ordered value or an enum, got {kind_words(value).en}",
            )
            return None
        return self._ordered_tiers(value, rows)

    def _ordered_tiers(self, value: Typed, rows: list[Any]) -> Typed | None:
        tiers: list[x.Tier] = []
        kinds: set[Kind] = set()
        for row in rows:
            if row.data != "tier" or str(row.children[0]) not in (">", "＞", ">=", "≥"):
                self.complain(
                    "bad-tier",
                    "按大小分档的每一档写成“> 1亿元 → …”或“>= …”，从高到低",
                    "write each tier as '> 1亿元 → …' or '>= …', highest first",
                )
                return None
            bound, result = self._ordered(row.children[1], value.kind), self._ordered(row.children[2])
            if bound is not None and result is not None:
                tiers.append(x.Tier(_COMPARE[str(row.children[0])][0], bound.node, result.node))
                kinds.add(result.kind)
        if len(tiers) < len(rows):
            return None
        self._tiers_fall([tier.bound for tier in tiers])
        return self._onekind_words(x.Tiers(value.node, tuple(tiers)), kinds)

    def _tiers_fall(self, bounds: list[x.Node]) -> None:
        lows = [bound.low for bound in bounds if isinstance(bound, x.Known)]
        if any(later >= earlier for earlier, later in pairwise(lows)):
            self.complain("bad-tier", "各档要从高到低，且不重复", "tiers must fall, highest first, none twice")

    def _table(self, value: Typed, rows: list[Any]) -> Typed | None:
        seen, kinds, done = 0, set[Kind](), list[x.Row]()
        for row in rows:
            if row.data == "tier":
                self.complain("bad-tier", "枚举分档的每一行写成“取值 → 结果”", "write each row as 'value → result'")
                return None
            other = row.data == "other_row"
            every = (1 << len(value.options)) - 1
            bits = every & ~seen if other else self._bits(row.children[0].children, value.options)
            result = self._ordered(row.children[-1])
            if bits is None or result is None:
                continue
            if not bits or (bits & seen):
                self.complain(
                    "value-twice",
                    "分档中同一取值出现两次，或“其他”已无可取",
                    "a value has two rows, or nothing is left for 其他",
                )
            seen |= bits
            kinds.add(result.kind)
            done.append(x.Row(bits, result.node))
        if len(done) < len(rows):
            return None
        return self._onekind_words(x.Table(value.node, value.options, tuple(done)), kinds)

    def _onekind_words(self, node: x.Node, kinds: set[Kind]) -> Typed | None:
        if len(kinds) != 1:
            self.complain("unit-mismatch", "分档各行结果的单位不同", "the rows of a table give different kinds")
            return None
        return Typed(node, kinds.pop())

    def _on_year_value(self, parts: list[Any]) -> Typed | None:
        fact = self._series(Branch("name", [parts[1]]))
        if fact is None or self.scope.year is None:
            return None
        word = str(parts[0])
        if word == "历年最高":
            return Typed(x.HighestBefore(fact, self.scope.year), fact.kind)
        return Typed(x.YearValue(fact, self.scope.year, _BACK[word]), fact.kind)
