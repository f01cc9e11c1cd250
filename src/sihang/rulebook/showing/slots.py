"""Slots as a reader sees them: what the text leaves open, what fills it, by which document, of whom, since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sihang.rulebook.assess import Rulebook
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.expressions import Filled, Node, walk
from sihang.rulebook.facts import ORDERED, Fact, Kind
from sihang.rulebook.layers import Candidate, Rules
from sihang.rulebook.prose import Prose, round_money
from sihang.rulebook.slots import Slot
from sihang.rulebook.words import options, span


@dataclass(frozen=True, slots=True)
class FillShown:
    """What one document puts into a slot. `rule` is its line of rule language; `until` is None where no end is known."""

    document: str
    package: str
    issuer: str
    issued: date
    since: date | None
    until: date | None
    value: str
    when: str | None
    rule: str
    quote: str | None
    notice: str | None


@dataclass(frozen=True, slots=True)
class SlotShown:
    """One slot on a day. `allowed` is the range or choice that the text gives.

    `given` is what the policy itself puts in (entries of a mapping); `fills` is empty while no document fills it.
    """

    key: str
    label: str
    clause: str
    by: str
    allowed: str
    quote: str | None
    readings: tuple[str, ...]
    measures: tuple[str, ...]
    given: str | None
    fills: tuple[FillShown, ...]
    open: bool


def allowed_range(of: Fact | Slot, lang: str) -> str:
    """A range as policies write it."""
    low, high = of.domain
    if of.kind is Kind.MONEY and lang != "en" and high < NO_BOUND:
        return f"{round_money(low)}至{round_money(high)}"
    return span(of.kind, of.domain, lang)


def allowed_in(slot: Slot, lang: str) -> str:
    """What may be put into a slot; of a mapping, the grades."""
    if slot.kind in ORDERED and slot.domain[1] >= NO_BOUND:
        return "whatever the rules say; the text sets no limit" if lang == "en" else "由细则定，原文未设限"
    if slot.kind in ORDERED:
        return allowed_range(slot, lang)
    if slot.kind is Kind.YES_NO:
        return "yes or no" if lang == "en" else "是或否"
    return options(slot.options, slot.all_options, lang)


def slots_of(nodes: Iterable[Node]) -> dict[str, Filled | None]:
    """The slots that rules use, each with its fill as the rules have it, or None."""
    found: dict[str, Filled | None] = {}
    for node in nodes:
        for part in walk(node):
            slot = getattr(part, "slot", None)
            if isinstance(slot, Slot):
                found.setdefault(slot.key, part if isinstance(part, Filled) else None)
    return found


def slots_shown(rulebook: Rulebook, on: date, lang: str) -> tuple[SlotShown, ...]:
    """Every slot on a day, in the order of slots.yaml."""
    rules = rulebook.rules(on)
    used = {measure.id: slots_of(measure.nodes()) for measure in rules.measures}
    return tuple(_shown(rulebook, rules, slot, used, on, lang) for slot in rules.slots.values())


def _shown(
    rulebook: Rulebook, rules: Rules, slot: Slot, used: dict[str, dict[str, Filled | None]], on: date, lang: str
) -> SlotShown:
    authority = rules.authorities.get(slot.by)
    mine = tuple(measure for measure, slots in used.items() if slot.key in slots)
    nodes = [slots[slot.key] for slots in used.values() if slots.get(slot.key) is not None]
    fills = tuple(_fills(rulebook, rules, slot, nodes[0] if nodes else None, on, lang))
    by = authority.name_on(on).to(lang) if authority else slot.by
    given = _entries([(entry.label, entry.grade) for entry in slot.entries], slot, lang) if slot.entries else None
    return SlotShown(
        slot.key, slot.words.to(lang), slot.clause, by, allowed_in(slot, lang), slot.quote, slot.readings,
        mine or _by_label(rules, slot), given, fills, not fills and given is None,
    )  # fmt: skip


def _by_label(rules: Rules, slot: Slot) -> tuple[str, ...]:
    """The measures that use a mapping: its facts name it."""
    types = {fact.holder for fact in rules.facts.values() if fact.mapping == slot.key}
    return tuple(measure.id for measure in rules.measures if measure.matter in types)


def _fills(
    rulebook: Rulebook, rules: Rules, slot: Slot, node: Filled | None, on: date, lang: str
) -> Iterator[FillShown]:
    """The fill that prevails on a day; of a mapping, every one in force, for their entries add up."""
    competing = [each for each in rulebook.layers.candidates if each.slot == slot.key and each.period.contains(on)]
    competing.sort(key=lambda each: each.rank)
    for each in competing if slot.kind is Kind.LABEL else competing[:1]:
        authority = rules.authorities.get(each.package.about["authority"])
        issuer = authority.name_on(each.package.issued).to(lang) if authority else str(each.package.about["authority"])
        notice = each.package.notice
        value, when, rule = _value(each, slot, node, lang)
        yield FillShown(
            each.package.document, each.package.id, issuer, each.package.issued, each.period.start, each.period.end,
            value, when, rule, each.raw.get("quote"), notice.to(lang) if notice else None,
        )  # fmt: skip


def _value(each: Candidate, slot: Slot, node: Filled | None, lang: str) -> tuple[str, str | None, str]:
    """What is filled in, when it holds, and the line as written."""
    if "entries" in each.raw:
        entries = _entries([(entry["label"], entry["grade"]) for entry in each.raw["entries"]], slot, lang)
        return entries, None, entries
    rule = str(each.raw["value"])
    if node is None:
        return rule, each.raw.get("when"), rule
    prose = Prose(lang)
    return prose.text(node.value), prose.text(node.when) if node.when is not None else None, rule


def _entries(pairs: Iterable[tuple[str, str]], slot: Slot, lang: str) -> str:
    names = {option.key: option.words.to(lang) for option in slot.options}
    return ("; " if lang == "en" else "；").join(f"{label} → {names.get(grade, grade)}" for label, grade in pairs)
