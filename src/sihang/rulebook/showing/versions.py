"""Two versions of the rules side by side: another day, another document beside the policy, or another policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from sihang.rulebook.assess import Rulebook
from sihang.rulebook.showing.measures import MeasureShown, measures_shown
from sihang.rulebook.showing.slots import SlotShown, slots_shown


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One line that is `added`, `removed` or `changed`; `old` or `new` is None where there is nothing on that side."""

    kind: str
    part: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class ChangedShown:
    """What changed in one thing: a measure, or the slots."""

    key: str
    label: str
    clause: str
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True, slots=True)
class ComparisonShown:
    """What is different on the new side. `same` if nothing is."""

    measures: tuple[ChangedShown, ...]
    slots: tuple[ChangedShown, ...]

    @property
    def same(self) -> bool:
        return not (self.measures or self.slots)


def comparison_shown(old: tuple[Rulebook, date], new: tuple[Rulebook, date], lang: str) -> ComparisonShown:
    """Compare the rules in force on two days, with the packages loaded on each side."""
    before = {each.id: each for each in measures_shown(*old, lang)}
    after = {each.id: each for each in measures_shown(*new, lang)}
    open_before = {each.key: each for each in slots_shown(*old, lang)}
    open_after = {each.key: each for each in slots_shown(*new, lang)}
    return ComparisonShown(
        tuple(_measures(before, after, lang)),
        tuple(_slots(open_before, open_after, lang)),
    )


def _measures(
    before: Mapping[str, MeasureShown], after: Mapping[str, MeasureShown], lang: str
) -> Iterator[ChangedShown]:
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        parts_before, parts_after = _parts(old, lang), _parts(new, lang)
        changes = [
            change
            for part in {**parts_before, **parts_after}
            for change in _lines(part, parts_before.get(part, []), parts_after.get(part, []))
        ]
        shown = new or old
        if changes and shown is not None:
            yield ChangedShown(key, shown.title, shown.clause, tuple(changes))


def _slots(before: Mapping[str, SlotShown], after: Mapping[str, SlotShown], lang: str) -> Iterator[ChangedShown]:
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        shown = new or old
        said = _state(old, lang), _state(new, lang)
        if said[0] != said[1] and shown is not None:
            change = ChangeShown(_kind(*said), shown.by, *said)
            yield ChangedShown(key, shown.label, shown.clause, (change,))


def _state(slot: SlotShown | None, lang: str) -> str | None:
    if slot is None:
        return None
    english = lang == "en"
    said = [slot.given] if slot.given else []
    for fill in slot.fills:
        when = (f" where {fill.when}" if english else f"，{fill.when}时") if fill.when else ""
        said.append(f"{fill.value}{when} ({fill.document})" if english else f"{fill.value}{when}（{fill.document}）")
    return ("; " if english else "；").join(said) or (
        f"open ({slot.allowed})" if english else f"待定（{slot.allowed}）"
    )


def _parts(measure: MeasureShown | None, lang: str) -> dict[str, list[str]]:
    if measure is None:
        return {}
    english = lang == "en"
    gone = measure.superseded
    return {
        "Title" if english else "名称": [measure.title],
        "Replaced by" if english else "被取代": [f"{gone.document} {gone.since} {gone.reason}"] if gone else [],
        "Conditions" if english else "条件": [line.text for line in measure.conditions],
        "Decided by" if english else "由部门决定": [
            f"{each.label} · {each.by} · {each.allowed}" for each in measure.decisions
        ],
        "Amount" if english else "金额": [measure.amount.text] if measure.amount else [],
        "Services" if english else "服务": [line.text for line in measure.services],
        "How often" if english else "次数": [measure.frequency.text],
    }


def _lines(part: str, old: list[str], new: list[str]) -> Iterator[ChangeShown]:
    for op, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        gone, come = old[first:last], new[begin:end]
        for index in range(max(len(gone), len(come))):
            pair = gone[index] if index < len(gone) else None, come[index] if index < len(come) else None
            yield ChangeShown(_kind(*pair), part, *pair)


def _kind(old: str | None, new: str | None) -> str:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"
