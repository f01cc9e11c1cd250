"""What the names and literals of a rule mean: facts, slots with their fills, sums, rates, days."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, cast

from sihang.rulebook import expressions as x
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import Words, suggestion
from sihang.rulebook.facts import Kind, Option, option_bit
from sihang.rulebook.parse import NotARule, parse
from sihang.rulebook.scope import Scope
from sihang.rulebook.slots import Slot
from sihang.rulebook.syntax import Leaf
from sihang.values import Money, MoneyError

Wrong = tuple[str, Words]
"""A problem inside a line: its code and its words."""

FILL_DEPTH = 6
"""Slots whose fill uses slots whose fill …: no reader follows more, and every level may double the sentence."""

KIND_WORDS: dict[Kind, Words] = {
    Kind.YES_NO: Words("是/否", "yes/no"),
    Kind.MONEY: Words("金额", "money"),
    Kind.RATE: Words("比率", "a rate"),
    Kind.INTEGER: Words("整数", "an integer"),
    Kind.DATE: Words("日期", "a date"),
    Kind.ENUM: Words("枚举", "an enum"),
    Kind.TEXT: Words("文字", "text"),
    Kind.LABEL: Words("枚举", "an enum"),
}


class Typed(NamedTuple):
    node: x.Node
    kind: Kind
    options: tuple[Option, ...] = ()


def kind_words(typed: Typed) -> Words:
    return KIND_WORDS[typed.kind]


class NameReader:
    """Reads the lines of one rule. A method returns None where it has complained."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.wrong: list[Wrong] = []
        self._filling: list[str] = []
        self._fills_read: dict[str, Typed | None] = {}

    def complain(self, code: str, zh: str, en: str) -> None:
        self.wrong.append((code, Words(zh, en)))

    def line(self, line: str) -> Typed | None:
        try:
            tree = parse(line)
        except NotARule as error:
            self.wrong.append(("not-a-rule", error.words))
            return None
        return self._read(tree)

    def _read(self, tree: Any) -> Typed | None:
        method = getattr(self, f"_on_{tree.data}")
        return cast("Typed | None", method(tree.children))

    def _literal(self, kind: Kind, low: int, high: int | None = None) -> Typed:
        high = low if high is None else high
        if low > high:
            self.complain("empty-range", "范围的下限高于上限", "the range ends below its start")
        return Typed(x.Known(kind, low, high), kind)

    def _money(self, token: Leaf) -> int:
        try:
            return Money.from_chinese(str(token)).fen
        except MoneyError as error:
            self.complain("bad-amount", error.zh, error.en)
            return 0

    def _rate(self, token: Leaf) -> int:
        whole, _, part = str(token)[:-1].partition(".")
        if len(part) > 2 or len(whole) > 6:
            self.complain("bad-rate", f"比率最多精确到 0.01%：{token}", f"rates are exact to 0.01%: {token}")
        return int(whole[:6]) * 100 + int((part + "00")[:2])

    def _on_money(self, parts: list[Leaf]) -> Typed:
        return self._literal(Kind.MONEY, self._money(parts[0]))

    def _on_money_range(self, parts: list[Leaf]) -> Typed:
        return self._literal(Kind.MONEY, self._money(parts[0]), self._money(parts[1]))

    def _on_rate(self, parts: list[Leaf]) -> Typed:
        return self._literal(Kind.RATE, self._rate(parts[0]))

    def _on_rate_range(self, parts: list[Leaf]) -> Typed:
        return self._literal(Kind.RATE, self._rate(parts[0]), self._rate(parts[1]))

    def _on_integer(self, parts: list[Leaf]) -> Typed:
        return self._literal(Kind.INTEGER, min(int(parts[0][:19]), NO_BOUND - 1))

    def _on_date(self, parts: list[Leaf]) -> Typed | None:
        try:
            return self._literal(Kind.DATE, date.fromisoformat(parts[0]).toordinal())
        except ValueError:
            self.complain("bad-date", f"没有这一天：{parts[0]}", f"no such day: {parts[0]}")
            return None

    def _on_yes(self, _: list[Leaf]) -> Typed:
        return Typed(x.AllOf(()), Kind.YES_NO)

    def _on_no(self, _: list[Leaf]) -> Typed:
        return Typed(x.AnyOf(()), Kind.YES_NO)

    def _on_name(self, parts: list[Leaf]) -> Typed | None:
        name = str(parts[0])
        named = self.scope.names.get(name)
        if named is None:
            self._unknown(name)
            return None
        if isinstance(named, Slot):
            return self._slot(named)
        if named.series:
            self.complain(
                "series-without-year",
                f"“{name}”按年记录，请写 当年({name})、上年({name}) 或 前3年({name})",
                f"'{name}' is by year: write 当年({name}) or the like",
            )
            return None
        kind = Kind.ENUM if named.kind is Kind.LABEL else named.kind
        return Typed(x.Given(named), kind, named.options)

    def _unknown(self, name: str) -> None:
        holder = self.scope.elsewhere.get(name)
        mend = suggestion(name, self.scope.names)
        if holder:
            mend = Words(f"它属于“{holder}”类事项，本措施用不到。", f"It belongs to matters of type '{holder}'.")
        elif any(word in name for word in "且或非"):
            mend = Words(f"{mend.zh}且、或、非 两边要留空格。", f"{mend.en} Put spaces around 且 或 非.")
        elif not mend.zh:
            mend = Words("请先写进 facts.yaml。", "Add it to facts.yaml first.")
        zh, en = f"没有名为“{name}”的事实或待定项。{mend.zh}", f"No fact or slot is called '{name}'. {mend.en}"
        self.complain("unknown-name", zh, en)

    def _slot(self, slot: Slot) -> Typed | None:
        if slot.kind is Kind.LABEL:
            self.complain(
                "wrong-kind",
                f"“{slot.words.zh}”是对照表，由等次类事实引用",
                f"'{slot.key}' is a mapping; a label fact refers to it",
            )
            return None
        fill = self.scope.fills.get(slot.key)
        if fill is None:
            return Typed(x.Open(slot), slot.kind, slot.options)
        if slot.key in self._filling:
            self.complain("cycle", f"“{slot.words.zh}”的取值又用到它自己", f"the fill of '{slot.key}' uses itself")
            return None
        if len(self._filling) >= FILL_DEPTH:
            zh = f"待定项的取值一层套一层，超过 {FILL_DEPTH} 层，请直接写明"
            self.complain("fill-too-deep", zh, f"slots that use slots, over {FILL_DEPTH} levels deep; state the value")
            return None
        if slot.key not in self._fills_read:  # read once and shared: fills of fills would double at every level
            read = self._filled(slot, fill.value, fill.when, fill.package, fill.document)
            self._fills_read[slot.key] = read
        return self._fills_read[slot.key]

    def _filled(self, slot: Slot, value: str, when: str | None, package: str, document: str) -> Typed | None:
        self._filling.append(slot.key)
        bit = option_bit(slot.options, value.strip()) if slot.options else None
        if bit is not None:
            typed: Typed | None = Typed(x.Known(Kind.ENUM, bit, bit), slot.kind, slot.options)
        else:
            typed = self.line(value)
        condition = self._when(when) if when is not None else None
        self._filling.pop()
        if typed is None or (when is not None and condition is None):
            return None
        if typed.kind is not slot.kind:
            self.complain(
                "wrong-kind",
                f"“{slot.words.zh}”要{KIND_WORDS[slot.kind].zh}，得到{kind_words(typed).zh}",
                f"'{slot.key}' needs {KIND_WORDS[slot.kind].en}, got {kind_words(typed).en}",
            )
            return None
        if typed.options != slot.options:
            known = "、".join(option.words.zh for option in slot.options)
            zh, en = f"“{slot.words.zh}”的取值只能是 {known}", f"'{slot.key}' takes only values of its own: {known}"
            self.complain("unknown-value", zh, en)
            return None
        return Typed(x.Filled(slot, typed.node, condition, package, document), slot.kind, slot.options)

    def _when(self, when: str) -> x.Node | None:
        typed = self.line(when)
        if typed is None or typed.kind is Kind.YES_NO:
            return typed.node if typed is not None else None
        shown = kind_words(typed)
        self.complain("wrong-kind", f"when 要是/否，得到{shown.zh}", f"`when` needs yes/no, got {shown.en}")
        return None
