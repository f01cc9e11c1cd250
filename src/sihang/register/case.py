"""The case of an organisation as the register knows it: what the rulebook assesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sihang.register.history import Held, Statement
from sihang.register.known_facts import as_stated
from sihang.rulebook.case import State
from sihang.rulebook.facts import Fact


def case_of(
    uscc: str, name: str, held: Mapping[tuple[str, int | None], Held], declared: Mapping[str, Fact]
) -> dict[str, Any]:
    """The JSON of a case: facts that the rulebook declares, absent and disputed as SEMANTICS 1 has them, unknown left out.

    Args:
        held: what is held of each fact and fiscal year for the day of assessment (`queries.held_facts`).
        declared: the facts of the organisation that a case may state (`Rulebook.vocabulary(on).organisation`).
    """
    facts: dict[str, Any] = {}
    for (key, year), each in sorted(held.items(), key=lambda item: (item[0][0], item[0][1] or 0)):
        fact = declared.get(key)
        if fact is None or fact.series != (year is not None) or each.state is State.UNKNOWN:
            continue
        said = _said(fact, each)
        if said is None:
            continue
        if year is None:
            facts[key] = said
        else:
            facts.setdefault(key, {})[str(year)] = said
    return {"organisation": {"uscc": uscc, "name": name}, "facts": facts, "matters": [], "support_received": []}


def _said(fact: Fact, held: Held) -> Any:
    if held.state is State.ABSENT:
        return {"absent": True} if fact.series else None
    if held.state is State.DISPUTED:
        sides = [each for each in held.by if each.state is State.KNOWN]
        if len(sides) < 2:
            return None  # a value against "absent": a case has no words for it, and it is as open as any dispute
        return {"disputed": [{"value": as_stated(fact, each.value), "source": _named(each)} for each in sides]}
    return as_stated(fact, held.value)


def _named(statement: Statement) -> str:
    words = statement.source.words.zh
    return f"{words}（{statement.named}）" if statement.named else words
