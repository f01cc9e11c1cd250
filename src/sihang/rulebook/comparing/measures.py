"""What changed in one measure: who may apply, each condition, the sum and its numbers, services, frequency, duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sihang.rulebook.comparing.entries import (
    Entry,
    Field,
    Item,
    alike,
    fields_changed,
    items_changed,
    joined,
    labels,
    listed,
    paired,
    plain,
    side_changed,
)
from sihang.rulebook.comparing.rules import Side, Sides, basis_fields, numbers_changed, read_rule, rule_words
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import Kind

Raw = Mapping[str, Any]
_CONDITION, _AMOUNT = Words("条件", "condition"), Words("金额", "amount")
_LEAST_ALIKE = 0.5
_FREQUENCY = {
    "matter": Words("每个事项", "each matter"),
    "year": Words("每年一次", "once a year"),
    "once": Words("一次性", "once"),
}
_ANYONE = Words("任何单位", "any kind of organisation")


def measures_changed(old: Side, new: Side) -> Iterator[Entry]:
    """Measures by id: those added and removed, and what differs in the others."""
    before, after = _by_id(old), _by_id(new)
    for key in sorted({*before, *after}):
        raw = after.get(key) or before[key]
        of = _name(raw)
        whole = Words("措施", "measure")
        if key not in before:
            yield Entry("added", of, whole, None, plain(raw["quote"]), raw["clause"])
        elif key not in after:
            yield Entry("removed", of, whole, plain(raw["quote"]), None, raw["clause"])
        else:
            yield from _measure_changed(of, before[key], after[key], (old, new))


def _by_id(side: Side) -> dict[str, Raw]:
    return {source.data["id"]: source.data for source in side.package.measures}


def _name(raw: Raw) -> Words:
    title = labels(raw["title"]) or Words("", "")
    return Words(f"{raw['id']} {title.zh}", f"{raw['id']} {title.en}")


def _measure_changed(of: Words, old: Raw, new: Raw, sides: Sides) -> Iterator[Entry]:
    clause = new["clause"]
    basis = basis_fields({"quote": old["quote"]}, {"quote": new["quote"]}, sides)
    before, after = ({**_fields(raw, side), **own} for raw, side, own in zip((old, new), sides, basis, strict=True))
    yield from fields_changed(of, before, after, clause)
    yield from conditions_changed(of, old.get("conditions", []), new.get("conditions", []), sides, (old, new))
    yield from _money_changed(of, old, new, sides)
    yield from items_changed(of, _services(old, sides[0]), _services(new, sides[1]))
    for key, name in (("evidence", Words("证明材料", "evidence")), ("follow_up", Words("后续义务", "duty afterwards"))):
        yield from items_changed(of, _listed(old, key, name), _listed(new, key, name))


def _fields(raw: Raw, side: Side) -> dict[str, Field]:
    matter = side.package.matters.get(raw.get("matter", ""))
    year = side.facts.get(raw.get("year", ""))
    frequency, applicant = raw.get("frequency", {"per": "matter"}), raw.get("applicant", {})
    return {
        "title": Field(Words("名称", "title"), labels(raw["title"])),
        "clause": Field(Words("条款", "clause"), plain(raw["clause"])),
        "action": Field(Words("行动", "action"), plain(raw["action"])),
        "office": Field(Words("主管部门", "office"), side.authority(raw["office"])),
        "matter": Field(Words("事项类型", "matter"), Words(matter.zh, matter.en) if matter else None),
        "year": Field(Words("年度", "year"), year.words if year else None),
        "kinds": Field(Words("申报主体", "applicant"), _kinds(applicant, side)),
        "kinds_reading": _reading("申报主体", "applicant", applicant),
        "frequency": Field(Words("频次", "frequency"), _FREQUENCY.get(frequency["per"], plain(frequency["per"]))),
        "frequency_reading": _reading("频次", "frequency", frequency),
        "draft": Field(Words("草稿", "draft"), Words("是", "yes") if raw.get("draft") else None),
    }


def _reading(zh: str, en: str, raw: Raw) -> Field:
    return Field(Words(f"{zh} · 解释", f"{en} · reading"), joined(raw.get("reading")))


def _kinds(applicant: Raw, side: Side) -> Words:
    fact = side.facts.get("kind")
    named = {option.key: option.words for option in fact.options} if fact is not None else {}
    return listed([named.get(kind, plain(kind)) for kind in applicant.get("kinds", ())]) or _ANYONE


# conditions


def conditions_changed(
    of: Words, old: Sequence[Raw], new: Sequence[Raw], sides: Sides, measures: tuple[Raw | None, Raw | None]
) -> Iterator[Entry]:
    """Conditions matched by what they say; `measures` give the names that the rules of each side may use."""
    for before, after in paired(old, new, _condition_score, _LEAST_ALIKE):
        was = None if before is None else _condition_words(before, sides[0], measures[0])
        now = None if after is None else _condition_words(after, sides[1], measures[1])
        clause = (after or before or {}).get("clause") or (measures[1] or measures[0] or {}).get("clause")
        if before is None or after is None or _differ(before, after):
            yield from side_changed(of, _CONDITION, was, now, clause)
        if before is not None and after is not None and now is not None:
            name = Words(f"条件“{now.zh}”", f"condition '{now.en}'")
            grounds = basis_fields(before, after, sides)
            yield from fields_changed(of, grounds[0], grounds[1], clause, name)


def _differ(before: Raw, after: Raw) -> bool:
    """A rule left as it is may read differently where a fact got another label; the fact's own change says so."""
    return (before["rule"], labels(before)) != (after["rule"], labels(after))


def _condition_score(before: Raw, after: Raw) -> float:
    if before["rule"] == after["rule"]:
        return 1.0 + (0.5 if before.get("quote") == after.get("quote") else 0.0)
    same_quote = before.get("quote") is not None and before.get("quote") == after.get("quote")
    return max(alike(before["rule"], after["rule"], _LEAST_ALIKE), 0.75 if same_quote else 0.0)


def _condition_words(raw: Raw, side: Side, measure: Raw | None) -> Words:
    rule = rule_words(raw["rule"], side.scope(measure), Kind.YES_NO)
    label = labels(raw)
    if label is None or rule.zh.startswith(label.zh):
        return rule
    return Words(f"{label.zh}：{rule.zh}", f"{label.en}: {rule.en}")


# benefits


def _money_changed(of: Words, old: Raw, new: Raw, sides: Sides) -> Iterator[Entry]:
    before, after = _money(old), _money(new)
    scopes = sides[0].scope(old), sides[1].scope(new)
    was = None if before is None else rule_words(before["amount"], scopes[0], Kind.MONEY)
    now = None if after is None else rule_words(after["amount"], scopes[1], Kind.MONEY)
    clause = new["clause"]
    if before is None or after is None:
        yield from side_changed(of, _AMOUNT, was, now, clause)
        return
    if before["amount"] != after["amount"]:
        rules = read_rule(before["amount"], scopes[0]), read_rule(after["amount"], scopes[1])
        yield from numbers_changed(of, rules[0], rules[1], clause)
        yield from side_changed(of, _AMOUNT, was, now, clause)
    label = Words("名称", "name")
    grounds = basis_fields(before, after, sides)
    fields = [{"label": Field(label, labels(raw)), **own} for raw, own in zip((before, after), grounds, strict=True)]
    yield from fields_changed(of, fields[0], fields[1], clause, _AMOUNT)


def _money(raw: Raw) -> Raw | None:
    return next((each for each in raw.get("benefits", []) if "amount" in each), None)


def _services(raw: Raw, side: Side) -> dict[str, Item]:
    services = (each for each in raw.get("benefits", []) if "service" in each)
    return {each["service"]: _service(each, raw, side) for each in services}


def _service(each: Raw, raw: Raw, side: Side) -> Item:
    label = labels(each) or plain(each["service"])
    scope = side.scope(raw)
    lines = {key: rule_words(each[key], scope) if key in each else None for key in ("when", "quantity")}
    fields = {
        "label": Field(Words("名称", "name"), label),
        "when": Field(Words("适用情形", "when"), lines["when"]),
        "quantity": Field(Words("数量", "quantity"), lines["quantity"]),
        "unit": Field(Words("单位", "unit"), labels(each.get("unit"))),
    }
    return Item(Words(f"服务“{label.zh}”", f"service '{label.en}'"), label, raw["clause"], fields)


def _listed(raw: Raw, key: str, name: Words) -> dict[str, Item]:
    """Evidence and duties, each by what it proves or says."""
    items = {}
    for each in raw.get(key, []):
        label = labels(each) or plain("")
        identity = each.get("fact") or label.zh
        items[identity] = Item(name, label, raw["clause"], {"label": Field(name, label)})
    return items
