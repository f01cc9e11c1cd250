"""What a draft measure consists of, and the one who collects it: `Builder`."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from sihang.rulebook.errors import Words


class Place(StrEnum):
    """Where a proposed name is declared."""

    ORGANISATION = "organisation"
    FACT = "facts"
    DETERMINATION = "determinations"
    SLOT = "slots"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact, a determination or a slot that a draft rule speaks of; `label` is its name in expressions."""

    place: Place
    key: str
    kind: str
    label: str
    en: str
    quote: str
    found_by: str
    act: str = ""
    low: str = ""
    high: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    rule: str
    quote: str
    found_by: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """Money (`amount` is an expression) or a service (`service` is its key, `when` a yes/no expression)."""

    zh: str
    quote: str
    found_by: str
    amount: str = ""
    service: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a sentence creates, as far as it could be read; `remarks` say what a person must look at."""

    id: str
    clause: str
    start: int
    end: int
    title: str
    quote: str
    action: str
    frequency: tuple[str, str]
    conditions: tuple[Condition, ...]
    benefits: tuple[Benefit, ...]
    proposals: tuple[Proposal, ...]
    remarks: tuple[str, ...]


_OPERATORS = (
    "或",
    "且",
    "非",
    "属于",
    "封顶",
    "保底",
    "分档",
    "占",
    "至少",
    "至",
    "是",
    "否",
    "其他",
    "复合增长率至少",
)
_SERIES = ("当年", "上年", "前3年", "历年最高", "首次超过")
_BUILT_IN = ("申请日", "申请年份", "前次获得本项", "前次资助金额")
_NOT_A_LABEL = frozenset((*_OPERATORS, *_SERIES, *_BUILT_IN))
_LABEL_CHARS_MAX = 20


class Labels:
    """Gives every proposal of a package a label of its own; a label taken before gets the measure's id."""

    def __init__(self) -> None:
        self._used = set(_NOT_A_LABEL)

    def take(self, words: str, measure: str) -> str | None:
        """Return a label made from `words`, or None where nothing that can name a fact is left of them."""
        plain = re.sub(r"[^A-Za-z0-9\u4e00-\u9fff]", "", words).lstrip("0123456789")
        if not re.search(r"[\u4e00-\u9fff]{2}", plain) or len(plain) > _LABEL_CHARS_MAX:
            return None
        label, count = plain, 1
        while label in self._used:
            label = f"{plain}{measure}" if count == 1 else f"{plain}{measure}x{count}"
            count += 1
        self._used.add(label)
        return label


@dataclass
class Builder:
    """Collects the parts of one measure while its sentence is read."""

    id: str
    clause: str
    labels: Labels
    conditions: list[Condition] = field(default_factory=list)
    benefits: list[Benefit] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _labels_given: dict[tuple[Place, str, str], str] = field(default_factory=dict)

    def propose(
        self,
        place: Place,
        stem: str,
        kind: str,
        words: Words,
        *,
        quote: str,
        found_by: str,
        act: str = "",
        low: str = "",
        high: str = "",
        values: tuple[tuple[str, str], ...] = (),
    ) -> str:
        """Add a fact, determination or slot, and return the name that expressions use for it.

        The same words for the same kind of fact within one measure mean one fact.
        """
        known = (place, kind, words.zh)
        if known in self._labels_given:
            return self._labels_given[known]
        keys = {proposal.key for proposal in self.proposals}
        key, count = f"{self.id}_{stem}", 1
        while key in keys:
            count += 1
            key = f"{self.id}_{stem}_{count}"
        label = self._labels_given[known] = self.labels.take(words.zh, self.id) or key
        en = f"{words.en}, clause {self.clause} (draft)"
        self.proposals.append(
            Proposal(place, key, kind, label, en, quote, found_by, act=act, low=low, high=high, values=values)
        )
        return label

    def condition(self, rule: str, quote: str, found_by: str) -> None:
        if all(condition.rule != rule for condition in self.conditions):
            self.conditions.append(Condition(rule, quote, found_by))

    def remark(self, words: str) -> None:
        if words not in self.remarks:
            self.remarks.append(words)
