"""What a reform says of slots, of the ranges that a text allows, and of facts that no package knows yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sihang.lab.reforms.reform_file import OPEN, as_line
from sihang.lab.reforms.reform_lines import lines_of_fills, reword
from sihang.lab.reforms.rewording import literal_in
from sihang.lab.reforms.supposed import Supposed
from sihang.rulebook.errors import KeyPath, Words
from sihang.rulebook.facts import ORGANISATION, Kind

_EXAMPLES = {Kind.MONEY: "80万元", Kind.RATE: "3%", Kind.INTEGER: "12", Kind.YES_NO: "是"}


def apply_slots(work: Supposed) -> None:
    """Fill, reword or open slots. What is set aside goes first, so that no place moves later."""
    slots = {key: value for key, value in work.reform.part("slots").items() if _known(work, key)}
    reworded = {
        key: value["change"] for key, value in slots.items() if isinstance(value, Mapping) and "change" in value
    }
    for key, value in slots.items():
        if key not in reworded:
            _set_aside(work, key, value)
    for key, changes in reworded.items():
        said: KeyPath = ("slots", key)
        if len(slots[key]) > 1:
            zh = "change 只改已有规定的字句，不与其他键同用；要另定，就不写 change"
            work.complain("unknown-key", said, zh, "`change` rewords what fills the slot, and stands alone")
        reword(work, lines_of_fills(work, key), changes, (*said, "change"), key)
    for key, value in slots.items():
        if key not in reworded and value != OPEN:
            _fill(work, key, value if isinstance(value, Mapping) else {"value": value}, ("slots", key))


def _known(work: Supposed, key: str) -> bool:
    if key in work.layers.slots:
        return True
    work.unknown(key, ("slots", key), work.layers.slots, Words("待定项", "slot"))
    return False


def _set_aside(work: Supposed, key: str, value: Any) -> None:
    """What other documents say of the slot no longer counts; of a mapping, what they say of these labels."""
    is_mapping = work.layers.slots[key].kind is Kind.LABEL and value != OPEN
    labels = (
        {entry["label"] for entry in value.get("entries", [])} if is_mapping and isinstance(value, Mapping) else set()
    )
    for package in work.packages:
        fills = work.drafts.file(package, "fills")
        mine = (
            [index for index, raw in enumerate(fills.data["fills"]) if raw["slot"] == key] if fills is not None else []
        )
        if fills is not None and mine and not is_mapping:
            fills.take_out(("fills",), set(mine))
        elif fills is not None:
            for index in mine:
                _take_out_labels(fills, ("fills", index, "entries"), labels)
        slots = work.drafts.file(package, "slots")
        if is_mapping and slots is not None and "entries" in slots.data["slots"].get(key, {}):
            _take_out_labels(slots, ("slots", key, "entries"), labels)


def _take_out_labels(draft: Any, path: KeyPath, labels: set[str]) -> None:
    gone = {index for index, entry in enumerate(draft.at(path)) if entry["label"] in labels}
    if gone:
        draft.take_out(path, gone)


def _fill(work: Supposed, key: str, value: Mapping[str, Any], said: KeyPath) -> None:
    fill: dict[str, Any] = {"slot": key, **value}
    if "value" in fill:
        fill["value"] = as_line(fill["value"])
        _must_be_of_its_kind(work, key, fill["value"], said)
    stated = " ".join(str(fill[part]) for part in ("value", "when") if part in fill)
    fill["reading"] = [work.reading(stated or key, said)]
    if "conditions" in fill:
        places = enumerate(fill["conditions"])
        fill["conditions"] = [work.condition(each, (*said, "conditions", index)) for index, each in places]
    work.add("fills", fill, said)


def _must_be_of_its_kind(work: Supposed, key: str, value: str, said: KeyPath) -> None:
    """A plain number of another kind is found here, at the reform's own line; anything else where the slot is used."""
    slot, literal = work.layers.slots[key], literal_in(value)
    if literal is not None and literal[0] != slot.kind.value:
        example = _EXAMPLES.get(slot.kind, "、".join(option.words.zh for option in slot.options))
        zh = f"“{slot.words.zh}”不能是“{value}”，写成如 {example}"
        work.complain("wrong-kind", said, zh, f"'{key}' cannot be '{value}'; write it like {example}")


def apply_ranges(work: Supposed) -> None:
    """What the text allows, of a slot or of a determination."""
    determinations = {key: fact for key, fact in work.layers.facts.items() if fact.determination is not None}
    for key, value in work.reform.part("ranges").items():
        said: KeyPath = ("ranges", key)
        if key in work.layers.slots:
            _put(work, work.layers.slots[key].package, "slots", ("slots", key, "range"), value, said)
        elif key in determinations:
            fact = determinations[key]
            _put(work, fact.package, "facts", ("matters", fact.holder, "determinations", key, "range"), value, said)
        else:
            known = [*work.layers.slots, *determinations]
            work.unknown(key, said, known, Words("待定项或认定", "slot or determination"))


def apply_facts(work: Supposed) -> None:
    """Facts that no package knows yet, declared with the policy's own."""
    for holder, facts in work.reform.part("facts").items():
        said: KeyPath = ("facts", holder)
        if holder != ORGANISATION and holder not in work.policy.matters:
            work.unknown(holder, said, [ORGANISATION, *work.policy.matters], Words("事项类型", "matter type"))
            continue
        part: KeyPath = (ORGANISATION,) if holder == ORGANISATION else ("matters", holder, "facts")
        for key, raw in facts.items():
            if key in work.layers.facts:
                work.complain(
                    "declared-twice", (*said, key), f"“{key}”已声明过，直接用", f"'{key}' is declared already"
                )
            else:
                _put(work, work.policy.id, "facts", (*part, key), raw, (*said, key))


def _put(work: Supposed, package_id: str, kind: str, path: KeyPath, value: Any, said: KeyPath) -> None:
    package = next(each for each in work.packages if each.id == package_id)
    draft = work.drafts.file(package, kind)
    if draft is not None:  # where it is declared there is such a file
        draft.put(path, value, said)
