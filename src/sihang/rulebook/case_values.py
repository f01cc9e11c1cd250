"""Read one stated value by its type: `8000000`, "30%", `{"absent": true}`, `{"value": …, "by": …}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sihang.rulebook.case import State, Stated
from sihang.rulebook.case_hints import by_label, instead, listed
from sihang.rulebook.errors import Problem, Words, suggestion
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, RATE_CEILING_BP, Fact, Kind, option_bit
from sihang.rulebook.slots import Entry
from sihang.rulebook.words import shown_value, span
from sihang.values import Money, MoneyError, Rate, RateError

UNKNOWN = Stated(State.UNKNOWN)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat takes weeks too
_ABOUT_DECISION = {"value", "by", "on", "reason"}


class ValueReader:
    """Reads values and collects what is wrong with them.

    Args:
        mappings: for label facts, the entries in force of their mapping slot.
    """

    def __init__(self, problems: list[Problem], mappings: Mapping[str, tuple[Entry, ...]], on: date) -> None:
        self.problems = problems
        self.mappings = mappings
        self.on = on

    def complain(self, code: str, where: str, zh: str, en: str) -> None:
        self.problems.append(Problem(code, where, Words(zh, en)))

    def stated(self, fact: Fact, raw: Any, where: str, *, may_be_absent: bool = False) -> Stated:
        """One fact as stated; UNKNOWN also where a problem was recorded."""
        if raw is None:
            return UNKNOWN
        if isinstance(raw, Mapping) and "absent" in raw:
            return self._absent(fact, raw, where, may_be_absent)
        if isinstance(raw, Mapping) and "disputed" in raw:
            return self._disputed(fact, raw, where)
        if isinstance(raw, Mapping) and fact.determination is not None:
            return self._decided(fact, raw, where)
        return self._known(fact, raw, where)

    def _absent(self, fact: Fact, raw: Mapping[str, Any], where: str, allowed: bool) -> Stated:
        if raw["absent"] is not True or len(raw) > 1:
            self.complain("wrong-type", where, '“不存在”写成 {"absent": true}', 'write {"absent": true}')
            return UNKNOWN
        if not allowed:
            zh = f"“{fact.words.zh}”不能是“不存在”；不知道就省略，或写 null"
            self.complain("absent-not-allowed", where, zh, f"'{fact.key}' cannot be absent; leave it out if unknown")
            return UNKNOWN
        return Stated(State.ABSENT, (0, 0), "不存在")

    def _disputed(self, fact: Fact, raw: Mapping[str, Any], where: str) -> Stated:
        sides = raw["disputed"]
        fits = (
            isinstance(sides, list)
            and len(sides) >= 2
            and all(isinstance(s, Mapping) and set(s) == {"value", "source"} for s in sides)
        )
        if not fits or set(raw) != {"disputed"}:
            zh = '有争议的事实写成 {"disputed": [{"value": …, "source": …}, {"value": …, "source": …}]}'
            self.complain("wrong-type", where, zh, zh.replace("有争议的事实写成", "write a disputed fact as"))
            return UNKNOWN
        read = [
            self._known(fact, side["value"], f"{where}.disputed[{index}].value") for index, side in enumerate(sides)
        ]
        named = tuple(f"{side['source']}：{one.said}" for side, one in zip(sides, read, strict=True))
        return Stated(State.DISPUTED, sources=named)

    def _decided(self, fact: Fact, raw: Mapping[str, Any], where: str) -> Stated:
        for key in sorted(set(map(str, raw)) - _ABOUT_DECISION):
            hint = suggestion(key, _ABOUT_DECISION)
            self.complain("unknown-key", f"{where}.{key}", f"不认识的键。{hint.zh}", f"unknown key. {hint.en}")
        if "value" not in raw:
            self.complain("missing-key", f"{where}.value", "缺少“value”", "'value' is missing")
            return UNKNOWN
        by, reason = (self._text(raw.get(key), f"{where}.{key}") for key in ("by", "reason"))
        on = self.day(raw.get("on"), f"{where}.on")
        inner = raw["value"]
        read = self._known if isinstance(inner, Mapping) and "value" in inner else self.stated  # said once, not nested
        value = read(fact, inner, f"{where}.value") if inner is not None else UNKNOWN
        return Stated(value.state, value.value, value.said, by, on, reason)

    def _text(self, raw: Any, where: str) -> str | None:
        if raw is None or isinstance(raw, str):
            return raw
        self.complain("wrong-type", where, "应为文字", "must be text")
        return None

    def day(self, raw: Any, where: str) -> date | None:
        if raw is None:
            return None
        if isinstance(raw, str):
            try:
                if _DAY.fullmatch(raw):
                    return date.fromisoformat(raw)
            except ValueError:
                pass
        self.complain(
            "wrong-type",
            where,
            f"应为日期，如 2024-09-30：{_short(raw)}",
            f"must be a date such as 2024-09-30: {_short(raw)}",
        )
        return None

    def year(self, raw: Any, where: str) -> int | None:
        if raw is None:
            return None
        number = _whole(raw)
        if number is None or not FIRST_YEAR <= number <= LAST_YEAR:
            self.complain(
                "wrong-type",
                where,
                f"应为年份，如 2024：{_short(raw)}",
                f"must be a year such as 2024: {_short(raw)}",
            )
            return None
        return number

    def _known(self, fact: Fact, raw: Any, where: str) -> Stated:
        value = getattr(self, f"_read_{fact.kind.value}")(fact, raw, where)
        if value is None:
            return UNKNOWN
        if fact.kind is Kind.LABEL:
            return Stated(State.KNOWN, value, str(raw))
        if fact.kind is Kind.TEXT:
            return Stated(State.KNOWN, None, str(raw))
        return Stated(State.KNOWN, value, shown_value(fact, value, "zh"))

    def _read_yes_no(self, fact: Fact, raw: Any, where: str) -> Any:
        if isinstance(raw, bool):
            return (raw, raw)
        return self._wrong(
            where,
            f"“{fact.words.zh}”应为 true 或 false：{_short(raw)}",
            f"must be true or false: {_short(raw)}",
        )

    def _read_money(self, fact: Fact, raw: Any, where: str) -> Any:
        try:
            fen = Money.from_yuan(exact(raw)).fen
        except MoneyError as error:
            self.complain(error.code, where, error.zh, error.en)
            return None
        return self._inside(fact, fen, where)

    def _read_rate(self, fact: Fact, raw: Any, where: str) -> Any:
        try:
            raw = exact(raw)
            bp = Rate.from_text(
                raw,
                ceiling_bp=RATE_CEILING_BP if isinstance(raw, str) and raw.strip().endswith("%") else 10_000,
            ).bp
        except RateError as error:
            self.complain(error.code, where, error.zh, error.en)
            return None
        return self._inside(fact, bp, where)

    def _read_integer(self, fact: Fact, raw: Any, where: str) -> Any:
        number = _whole(raw)
        if number is None:
            return self._wrong(
                where, f"“{fact.words.zh}”应为整数：{_short(raw)}", f"must be a whole number: {_short(raw)}"
            )
        return self._inside(fact, number, where)

    def _read_date(self, fact: Fact, raw: Any, where: str) -> Any:
        day = self.day(raw, where)
        return None if day is None else self._inside(fact, day.toordinal(), where)

    def _read_enum(self, fact: Fact, raw: Any, where: str) -> Any:
        keys = [option.key for option in fact.options]
        if isinstance(raw, str) and raw in keys:
            return 1 << keys.index(raw)
        labels = {option.key: option.words for option in fact.options}
        hint = instead(raw, labels) if isinstance(raw, str) else Words("", "")
        if isinstance(raw, str) and by_label(raw, labels):
            return self._wrong(where, f"“{_short(raw)}”是名称，{hint.zh}", f"'{_short(raw)}' is a label. {hint.en}")
        one_of = listed(labels)
        zh = f"“{_short(raw)}”不是“{fact.words.zh}”的取值，可取 {one_of.zh}。{hint.zh}"
        return self._wrong(where, zh, f"'{_short(raw)}' is none of {one_of.en}. {hint.en}".rstrip())

    def _read_text(self, fact: Fact, raw: Any, where: str) -> Any:
        if isinstance(raw, str):
            return raw
        return self._wrong(where, f"“{fact.words.zh}”应为文字：{_short(raw)}", f"must be text: {_short(raw)}")

    def _read_label(self, fact: Fact, raw: Any, where: str) -> Any:
        """The grade that the office's label means on the day; an unmapped label leaves every grade possible (I-10)."""
        if not isinstance(raw, str):
            return self._wrong(where, f"“{fact.words.zh}”应为文字：{_short(raw)}", f"must be text: {_short(raw)}")
        label = raw.strip()
        for entry in self.mappings.get(fact.mapping or "", ()):
            if entry.label == label and (entry.since is None or entry.since <= self.on):
                return option_bit(fact.options, entry.grade)
        return fact.all_options

    def _inside(self, fact: Fact, number: int, where: str) -> Any:
        low, high = fact.domain
        if low <= number <= high:
            return (number, number)
        allowed = span(fact.kind, fact.domain, "zh"), span(fact.kind, fact.domain, "en")
        source = fact.determination
        by_text = (
            (f"，见第{source.clause}条“{source.quote}”" if source.quote else f"，见第{source.clause}条")
            if source
            else ""
        )
        by_text_en = f" (clause {source.clause})" if source else ""
        said = shown_value(fact, (number, number), "zh")
        zh = f"“{fact.words.zh}”为 {said}，超出允许范围 {allowed[0]}{by_text}"
        self.complain("out-of-range", where, zh, f"'{fact.key}' is {said}, outside {allowed[1]}{by_text_en}")
        return None

    def _wrong(self, where: str, zh: str, en: str) -> None:
        self.complain("wrong-type", where, zh, en)


def exact(raw: Any) -> Any:
    """A float, which Python's own JSON reader gives, as the decimal that was written; anything else as it is."""
    return Decimal(repr(raw)) if isinstance(raw, float) else raw


def _whole(raw: Any) -> int | None:
    raw = exact(raw)
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw if abs(raw) < 10**15 else None
    if isinstance(raw, Decimal) and raw.is_finite() and abs(raw.adjusted()) < 15 and raw == raw.to_integral_value():
        return int(raw)
    return None


def _short(raw: Any) -> str:
    text = str(raw)
    return text if len(text) <= 40 else text[:40] + "…"
