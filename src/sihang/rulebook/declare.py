"""Facts and slots from their declarations: types, ranges and options, with every problem found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import Found, Words
from sihang.rulebook.facts import DOMAINS, ORDERED, RATE_CEILING_BP, Determination, Fact, Kind, Option, Range
from sihang.rulebook.slots import Entry, Slot
from sihang.values import Money, MoneyError, Rate, RateError

MAX_OPTIONS = 60
"""An enum's options are the bits of an int64 column."""


def declare_fact(
    key: str, raw: Mapping[str, Any], holder: str, package: str, slots: Mapping[str, Slot]
) -> tuple[Fact, Found]:
    """Return the fact and what is wrong with its declaration."""
    wrong: Found = []
    kind = Kind(raw["type"])
    options = _options(raw.get("values", {}), kind is Kind.ENUM, wrong)
    if kind is Kind.LABEL:
        options = _grades(raw, slots, wrong)
    determination = None
    if "act" in raw:
        readings = tuple(raw.get("reading", ()))
        determination = Determination(raw["by"], raw["act"], raw["clause"], raw.get("quote"), readings)
    domain = _domain(raw.get("range"), kind, DOMAINS.get(kind, (0, 0)), wrong)
    if raw.get("series") and kind is not Kind.MONEY:
        wrong.append(("wrong-kind", ("series",), Words("目前只有金额可以按年", "only money can be a series by year")))
    words = Words(raw["zh"], raw["en"])
    fact = Fact(
        key, kind, words, holder, domain, options, bool(raw.get("series")), bool(raw.get("information")), raw.get("mapping"),
        determination, package, _about(raw.get("about")),
    )  # fmt: skip
    return fact, wrong


def _about(raw: Mapping[str, Any] | None) -> Words | None:
    return Words(raw["zh"], raw.get("en", raw["zh"])) if raw and "zh" in raw else None


def declare_slot(key: str, raw: Mapping[str, Any], package: str) -> tuple[Slot, Found]:
    """Return the slot and what is wrong with its declaration. Without a range it has no upper bound."""
    wrong: Found = []
    is_mapping = raw["type"] == "mapping"
    kind = Kind.LABEL if is_mapping else Kind(raw["type"])
    named = raw.get("grades", {}) if is_mapping else raw.get("values", {})
    options = _options(named, is_mapping or kind is Kind.ENUM, wrong)
    domain = _domain(raw.get("range"), kind, (0, NO_BOUND), wrong)
    entries = read_entries(raw.get("entries", []), options, wrong)
    slot = Slot(
        key, kind, Words(raw["zh"], raw["en"]), raw["clause"], raw["by"], raw.get("quote"), tuple(raw.get("reading", ())),
        domain, options, entries, package, bool(raw.get("draft")),
    )  # fmt: skip
    return slot, wrong


def read_entries(raw: list[Mapping[str, Any]], options: tuple[Option, ...], wrong: Found) -> tuple[Entry, ...]:
    """The lines of a mapping, the latest first; each grade must be one of the slot's."""
    known = [option.key for option in options]
    for index, entry in enumerate(raw):
        if entry["grade"] not in known:
            listed = ", ".join(known)
            words = Words(f"没有等次“{entry['grade']}”，可取 {listed}", f"no grade '{entry['grade']}', one of {listed}")
            wrong.append(("unknown-value", ("entries", index, "grade"), words))
    entries = [Entry(entry["label"], entry["grade"], entry.get("from")) for entry in raw if entry["grade"] in known]
    return tuple(sorted(entries, key=lambda entry: entry.since or date.min, reverse=True))


def _options(raw: Mapping[str, Any], needed: bool, wrong: Found) -> tuple[Option, ...]:
    options = tuple(Option(key, Words(labels["zh"], labels.get("en", labels["zh"]))) for key, labels in raw.items())
    if needed and not options:
        wrong.append(
            (
                "missing-key",
                (),
                Words("枚举要写出取值 values（或 grades）", "an enum needs its values (or grades)"),
            )
        )
    if len(options) > MAX_OPTIONS:
        wrong.append(
            (
                "too-many-values",
                ("values",),
                Words(f"取值最多 {MAX_OPTIONS} 个", f"at most {MAX_OPTIONS} values"),
            )
        )
    return options[:MAX_OPTIONS] or (Option("?", Words("?", "?")),) * needed


def _grades(raw: Mapping[str, Any], slots: Mapping[str, Slot], wrong: Found) -> tuple[Option, ...]:
    slot = slots.get(raw.get("mapping", ""))
    if slot is not None and slot.kind is Kind.LABEL:
        return slot.options
    words = Words(
        "label 类事实要用 mapping: 指明 slots.yaml 中的对照表",
        "a label fact needs `mapping:` with a mapping slot",
    )
    wrong.append(("unknown-name", ("mapping",), words))
    return (Option("?", Words("?", "?")),)


def _domain(raw: list[Any] | None, kind: Kind, whole: Range, wrong: Found) -> Range:
    if raw is None:
        return whole
    if kind not in ORDERED:
        wrong.append(("wrong-kind", ("range",), Words("只有有大小的量才有范围", "only ordered kinds have a range")))
        return whole
    sides = [literal_value(part, kind) for part in raw]
    if len(sides) != 2 or None in sides or sides[0] > sides[1]:  # type: ignore[operator]
        example = {"money": "[0元, 500万元]", "rate": "[10%, 30%]", "date": "[2024-01-01, 2024-12-31]"}.get(
            kind.value, "[0, 1000]"
        )
        words = Words(f"范围写成从低到高的两个值，如 {example}", f"write a range as two values, low first: {example}")
        wrong.append(("empty-range", ("range",), words))
        return whole
    return sides[0], sides[1]  # type: ignore[return-value]


def literal_value(raw: Any, kind: Kind) -> int | None:
    """A literal of a YAML file as fen, basis points, a whole number or a day; None where it is not one."""
    try:
        if kind is Kind.MONEY:
            return Money.from_chinese(raw).fen if isinstance(raw, str) else Money.from_yuan(raw).fen
        if kind is Kind.RATE:
            return Rate.from_text(raw, ceiling_bp=RATE_CEILING_BP).bp
    except (MoneyError, RateError):
        return None
    if kind is Kind.DATE:
        return raw.toordinal() if isinstance(raw, date) else None
    return raw if type(raw) is int else None
