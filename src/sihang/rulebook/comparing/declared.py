"""What changed in what a package declares: its validity, facts and determinations, slots, fills, relations, readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sihang.rulebook.comparing.entries import (
    Entry,
    Field,
    Item,
    fields_changed,
    items_changed,
    joined,
    labels,
    listed,
    maybe,
    plain,
)
from sihang.rulebook.comparing.measures import conditions_changed
from sihang.rulebook.comparing.rules import Side, basis_fields, rule_words
from sihang.rulebook.elaborate_names import KIND_WORDS
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import ORDERED, Fact, Option
from sihang.rulebook.slots import Slot
from sihang.rulebook.words import span

_ABOUT = Words("政策", "the policy")
_ACTS = {
    "recognition": Words("认定", "recognition"),
    "review": Words("评审", "review"),
    "appraisal": Words("考核", "appraisal"),
    "filing": Words("备案", "filing"),
    "assessment": Words("评估", "assessment"),
    "determination": Words("核定", "determination"),
}
_PARTS = {
    "overlap": Words("重叠关系", "overlap"),
    "supersessions": Words("上位新规", "supersession"),
    "goals": Words("目标", "goal"),
    "services": Words("服务", "service"),
}
_VALUES = {
    "policy": Words("政策", "policy"), "implementing_rules": Words("实施细则", "implementing rules"),
    "example": Words("示例", "example"), "national": Words("国家", "national"), "city": Words("市级", "city"),
    "district": Words("区级", "district"), "department": Words("部门", "department"), "body": Words("机构", "body"),
    "exclusive": Words("只取其一", "exclusive"), "matching": Words("配套叠加", "matching"), "project": Words("同一项目", "project"),
    "organisation_year": Words("同一单位同一年度", "organisation and year"), "ends": Words("终止", "ends"),
    "replaces": Words("取代", "replaces"), "quantitative": Words("定量", "quantitative"), "qualitative": Words("定性", "qualitative"),
}  # fmt: skip
_CHOICES = ("kind", "level", "same", "effect")
_KEYS: Mapping[str, Words] = {
    "kind": Words("类型", "kind"), "measures": Words("措施", "measures"), "same": Words("相同的", "same"),
    "with": Words("配套对象", "matched"), "document": Words("文件", "document"), "level": Words("层级", "level"),
    "from": Words("起", "from"), "to": Words("止", "to"), "effect": Words("效力", "effect"), "reason": Words("理由", "reason"),
    "by_package": Words("取代的规则包", "by package"), "quantity": Words("数量", "quantity"), "due": Words("期限", "due"),
    "room": Words("所在模块", "room"), "clause": Words("条款", "clause"), "reading": Words("解释", "reading"),
    "about": Words("说明", "about"), "taken": Words("取法", "taken"), "considered": Words("其他取法", "considered"),
    "notice": Words("提示", "notice"), "issued": Words("发文日期", "issued"), "entered": Words("录入日期", "entered"),
    "authority": Words("制定机关", "authority"), "implements": Words("所实施的政策", "implements"), "title": Words("名称", "title"),
    "value": Words("取值", "value"), "when": Words("适用情形", "when"), "entries": Words("对应", "entries"),
}  # fmt: skip


def package_changed(old: Side, new: Side) -> Iterator[Entry]:
    """Title, document, days, validity, authorities, and the conditions of every measure."""
    shown = ("title", "document", "kind", "issued", "entered", "implements", "notice")
    a, b = old.package.about, new.package.about
    said = [{**_raw_fields(about, shown), **_issuer(side)} for about, side in ((a, old), (b, new))]
    yield from fields_changed(_ABOUT, said[0], said[1], None)
    terms = [
        {**_raw_fields(about["validity"], ("from", "to")), **basis}
        for about, basis in zip((a, b), basis_fields(a["validity"], b["validity"], (old, new)), strict=True)
    ]
    yield from fields_changed(_ABOUT, terms[0], terms[1], b["validity"].get("clause"), Words("有效期", "validity"))
    yield from items_changed(Words("部门", "authorities"), _authorities(old), _authorities(new))
    common = (a.get("conditions", []), b.get("conditions", []))
    yield from conditions_changed(Words("共同条件", "common conditions"), *common, (old, new), (None, None))


def _issuer(side: Side) -> dict[str, Field]:
    return {"authority": Field(_KEYS["authority"], side.authority(side.package.about["authority"]))}


def _authorities(side: Side) -> dict[str, Item]:
    found = {}
    for key, authority in side.package.authorities.items():
        names = listed([_dated(name.words, name.period.start, name.period.end) for name in authority.names])
        fields = {
            "names": Field(Words("名称", "names"), names),
            "level": Field(_KEYS["level"], _VALUES[authority.level]),
        }
        found[key] = Item(authority.names[-1].words, names or plain(key), None, fields)
    return found


def _dated(words: Words, start: object, end: object) -> Words:
    if start is None and end is None:
        return words
    days = f"{start or ''}–{end or ''}"
    return Words(f"{words.zh}（{days}）", f"{words.en} ({days})")


def facts_changed(old: Side, new: Side) -> Iterator[Entry]:
    """Facts and determinations by their key, and the types of matters."""
    matters = [{key: _plain_item(Words(m.zh, m.en)) for key, m in side.package.matters.items()} for side in (old, new)]
    yield from items_changed(Words("事项类型", "matter types"), *matters)
    for decided, of in ((False, Words("事实", "facts")), (True, Words("认定与核定", "determinations"))):
        yield from items_changed(of, _facts(old, decided), _facts(new, decided))


def _facts(side: Side, decided: bool) -> dict[str, Item]:
    facts = side.package.facts.values()
    return {f.key: _fact(f, side) for f in facts if (f.determination is not None) == decided}


def _fact(fact: Fact, side: Side) -> Item:
    decided = fact.determination
    fields = {
        "label": Field(Words("名称", "label"), fact.words),
        "type": Field(Words("类型", "type"), KIND_WORDS[fact.kind]),
        "holder": Field(Words("所属", "of"), plain(fact.holder)),
        "range": Field(Words("范围", "range"), _range(fact)),
        "values": Field(Words("取值", "values"), _options(fact.options)),
        "series": Field(Words("按年", "by year"), Words("是", "yes") if fact.series else None),
        "information": Field(Words("仅供参考", "information only"), Words("是", "yes") if fact.information else None),
        "mapping": Field(Words("对应表", "mapping"), maybe(fact.mapping)),
        "about": Field(_KEYS["about"], fact.about),
    }
    if decided is not None:
        fields["by"] = Field(Words("决定机关", "decided by"), side.authority(decided.by))
        fields["act"] = Field(Words("方式", "act"), _ACTS.get(decided.act, plain(decided.act)))
        fields["reading"] = Field(_KEYS["reading"], joined(decided.readings))
    summary = _range(fact) or _options(fact.options) or KIND_WORDS[fact.kind]
    return Item(fact.words, summary, decided.clause if decided else None, fields)


def _range(thing: Fact | Slot) -> Words | None:
    if thing.kind not in ORDERED:
        return None
    return Words(span(thing.kind, thing.domain, "zh"), span(thing.kind, thing.domain, "en"))


def _options(options: tuple[Option, ...]) -> Words | None:
    return listed([option.words for option in options])


def slots_changed(old: Side, new: Side) -> Iterator[Entry]:
    """What the text leaves open, and what documents put there."""
    slots = [{slot.key: _slot(slot, side) for slot in side.package.slots.values()} for side in (old, new)]
    yield from items_changed(Words("待定项", "slots"), *slots)
    fills = [_fills(side) for side in (old, new)]
    yield from items_changed(Words("填充", "fills"), *({k: i for k, (i, _) in each.items()} for each in fills))
    for key in (key for key in fills[0] if key in fills[1]):
        item, raw = fills[1][key]
        both = (fills[0][key][1].get("conditions", []), raw.get("conditions", []))
        yield from conditions_changed(item.label, *both, (old, new), (None, None))


def _slot(slot: Slot, side: Side) -> Item:
    entries = [
        plain(f"{entry.label}→{entry.grade}" + (f"（{entry.since}起）" if entry.since else ""))
        for entry in slot.entries
    ]
    fields = {
        "label": Field(Words("名称", "label"), slot.words),
        "type": Field(Words("类型", "type"), KIND_WORDS[slot.kind]),
        "range": Field(Words("范围", "range"), _range(slot)),
        "values": Field(Words("取值", "values"), _options(slot.options)),
        "entries": Field(_KEYS["entries"], listed(entries)),
        "by": Field(Words("规定机关", "by"), side.authority(slot.by)),
        "reading": Field(_KEYS["reading"], joined(slot.readings)),
        "clause": Field(_KEYS["clause"], plain(slot.clause)),
    }
    return Item(slot.words, _range(slot) or _options(slot.options) or KIND_WORDS[slot.kind], slot.clause, fields)


def _fills(side: Side) -> dict[str, tuple[Item, Mapping[str, Any]]]:
    """By slot, several of one slot by their order. A value is shown as prose."""
    found: dict[str, tuple[Item, Mapping[str, Any]]] = {}
    scope = side.scope()
    for raw in side.package.part("fills"):
        slot = side.slots.get(raw["slot"])
        label = slot.words if slot is not None else plain(raw["slot"])
        lines = {key: rule_words(raw[key], scope) if key in raw else None for key in ("value", "when")}
        entries = listed([plain(f"{each['label']}→{each['grade']}") for each in raw.get("entries", [])])
        fields = {key: Field(_KEYS[key], words) for key, words in {**lines, "entries": entries}.items()}
        fields |= _raw_fields(raw, ("from", "to", "reading"))
        number = sum(key.partition("#")[0] == raw["slot"] for key in found)
        key = f"{raw['slot']}#{number}" if number else raw["slot"]
        found[key] = Item(label, lines["value"] or entries or label, raw.get("clause"), fields), raw
    return found


def parts_changed(old: Side, new: Side) -> Iterator[Entry]:
    """Relations of overlap, supersessions, goals, services and readings, each by its id."""
    for part, name in _PARTS.items():
        sides = [{raw["id"]: _part_item(name, raw) for raw in side.package.part(part)} for side in (old, new)]
        yield from items_changed(name, *sides)
    readings = [{key: _reading_item(key, raw) for key, raw in side.package.readings().items()} for side in (old, new)]
    yield from items_changed(Words("解释", "readings"), *readings)


def _part_item(name: Words, raw: Mapping[str, Any]) -> Item:
    label = labels(raw) or plain(raw["id"])
    shown = _raw_fields(raw, [key for key in _KEYS if key in raw])
    fields = {"label": Field(Words("名称", "label"), labels(raw)), **shown}
    summary = labels(raw) or joined(raw.get("measures")) or name
    return Item(label, summary, raw.get("clause"), fields)


def _reading_item(key: str, raw: Mapping[str, Any]) -> Item:
    fields = _raw_fields(raw, ("about", "clause", "taken", "considered"))
    return Item(plain(key), labels(raw["taken"]) or plain(key), _only(raw["clause"]), fields)


def _only(clauses: list[str]) -> str | None:
    return clauses[0] if len(clauses) == 1 else None


def _plain_item(label: Words) -> Item:
    return Item(label, label, None, {"label": Field(Words("名称", "label"), label)})


def _raw_fields(raw: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Field]:
    return {key: Field(_KEYS[key], _shown(raw.get(key), choice=key in _CHOICES)) for key in keys}


def _shown(value: Any, *, choice: bool = False) -> Words | None:
    """A value of a package file for people: labels in both languages, lists with commas, the rest as written."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return labels(value) or listed([plain(f"{key} {part}") for key, part in value.items()])
    if isinstance(value, list):
        return listed([words for each in value if (words := _shown(each)) is not None])
    return _VALUES.get(value, plain(value)) if choice else plain(value)
