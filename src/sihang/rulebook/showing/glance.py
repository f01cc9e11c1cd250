"""A policy at a glance: its actions in the order of the text, the measures of each, and the most that each can give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sihang.rulebook.assess import Rulebook
from sihang.rulebook.errors import Words
from sihang.rulebook.measures import Measure
from sihang.rulebook.outline import without_number
from sihang.rulebook.package import Package
from sihang.values import Money

ACTIONS: Mapping[str, Words] = {
    "领航": Words("领航", "Pilot"),
    "启航": Words("启航", "Set sail"),
    "续航": Words("续航", "Sail on"),
    "助航": Words("助航", "Fair wind"),
    "其他": Words("其他", "Other"),
}


@dataclass(frozen=True, slots=True)
class MeasureGlance:
    """A measure in one line. `most` says what it can give under the rules loaded, whatever the facts."""

    id: str
    clause: str
    title: str
    most: str


@dataclass(frozen=True, slots=True)
class ActionGlance:
    """An action. `heading` is the heading of the text that its measures stand under, in Chinese; empty where there is none."""

    name: str
    label: str
    heading: str
    measures: tuple[MeasureGlance, ...]


def actions_at_a_glance(rulebook: Rulebook, package: Package, on: date, lang: str) -> tuple[ActionGlance, ...]:
    """The actions of `package` on a day; a measure that a later document took the place of is left out."""
    rules = rulebook.rules(on)
    measures = [each for each in rules.measures if each.id not in rules.superseded]
    # With no facts at all a range is as wide as the rules let it be.
    results = rulebook.assess({"facts": {}}, on=on).as_json()["results"]
    ranges = {result["measure"]: result["amount_if_met"] for result in results}
    names = dict.fromkeys(each.action for each in measures)
    return tuple(
        _action(name, [each for each in measures if each.action == name], ranges, package, lang) for name in names
    )


def _action(
    name: str, measures: Iterable[Measure], ranges: Mapping[str, Any], package: Package, lang: str
) -> ActionGlance:
    own = tuple(measures)
    place = package.text.clause(own[0].clause)
    heading = without_number(place.headings[-1]) if place is not None and place.headings else ""
    glances = (MeasureGlance(each.id, each.clause, each.title.to(lang), _most(each, ranges, lang)) for each in own)
    return ActionGlance(name, ACTIONS[name].to(lang), heading, tuple(glances))


def _most(measure: Measure, ranges: Mapping[str, Any], lang: str) -> str:
    if measure.money is None:
        return Words("服务支持", "Services").to(lang)
    found = ranges.get(measure.id)
    if found is None or found["high"] is None:
        return Words("金额另定", "Amount set elsewhere").to(lang)
    low, high = Money.from_yuan(found["low"]), Money.from_yuan(found["high"])
    zh = f"{_ten_thousands(low)}至{_ten_thousands(high)}" if low.fen else f"最高 {_ten_thousands(high)}"
    en = f"CNY {_yuan(low)} to {_yuan(high)}" if low.fen else f"Up to CNY {_yuan(high)}"
    return Words(zh, en).to(lang)


def _ten_thousands(money: Money) -> str:
    return money.in_wan().replace(".00万元", "万元")


def _yuan(money: Money) -> str:
    whole, fen = divmod(money.fen, 100)
    return f"{whole:,}" if not fen else f"{whole:,}.{fen:02d}"
