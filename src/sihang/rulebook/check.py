"""The static checks of a package beyond shapes and types: quotes, numbers, readings, unused facts, overflow, direction.

Nothing here looks at a case. Every problem has file and line, and all are reported at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from sihang.rulebook import expressions as x
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import MISSING, KeyPath, Problem, Words, suggestion
from sihang.rulebook.facts import FIRST_YEAR, FOUNDED, LAST_YEAR, ORDERED, Fact, Kind
from sihang.rulebook.fold import Fold
from sihang.rulebook.folder import SourceFile
from sihang.rulebook.layers import Layers, Rules
from sihang.rulebook.measures import Measure
from sihang.rulebook.numerals import numbers_in
from sihang.rulebook.package import Package
from sihang.rulebook.parse import is_name, stated_in, words_in
from sihang.rulebook.scalar import SCALAR, Situation
from sihang.rulebook.slots import Slot
from sihang.rulebook.words import span

LINES = ("rule", "amount", "value", "when", "quantity", "unless")
"""The keys whose values are rules; their numbers must stand in the quote or reading beside them."""
SAFE_RATE_BP = (2**63 - 1) // 10**14
"""The greatest rate by which the greatest amount can be multiplied in an int64 column."""
_FILES = ("package", "facts", "slots", "fills", "goals", "services", "coverage", "overlap", "supersessions")


def check_rules(layers: Layers) -> list[Problem]:
    """Every problem of the packages loaded together, files and rules; empty if they are fit to assess with."""
    problems = list(layers.problems)
    for package in layers.packages:
        _once(problems, _files_not_needed_to_assess(package))
    checked: set[int] = set()
    for day in _turning_days(layers):
        rules = layers.at(day)
        _once(problems, rules.problems)
        if id(rules.measures) in checked:  # the same fills are in force as on another day
            continue
        checked.add(id(rules.measures))
        for measure in rules.measures:
            _once(problems, _measure_problems(rules, measure))
            _once(problems, _out_of_range(layers, measure))
            _once(problems, _year_without_range(layers, measure))
    for package in layers.packages:
        _once(problems, _Checker(layers, package).problems())
    return sorted(problems, key=_place)


def _turning_days(layers: Layers) -> list[date]:
    """A day of every stretch within which the same holds: each first day, each day after a last, the day before all."""
    days: set[date] = {raw["from"] for _, raw in layers.supersessions()}
    for period in (*(package.period for package in layers.packages), *(c.period for c in layers.candidates)):
        days |= {period.start} if period.start is not None else set()
        with suppress(OverflowError):  # there is no day after 9999-12-31
            days |= {period.end + timedelta(days=1)} if period.end is not None else set()
    with suppress(OverflowError):
        days.add(min(days) - timedelta(days=1))
    return sorted(days)


def _place(problem: Problem) -> tuple[str, int]:
    """By file, then by line as a number."""
    file, _, line = problem.where.rpartition(":")
    return (file, int(line)) if line.isdigit() else (problem.where, 0)


def _once(problems: list[Problem], more: Iterable[Problem]) -> None:
    problems.extend(problem for problem in more if problem not in problems)


def _files_not_needed_to_assess(package: Package) -> Iterator[Problem]:
    for kind in ("interpretations", "goals", "services", "coverage"):
        package.folder.one(kind)
    tuple(package.folder.each("source", "provenance"))
    yield from package.folder.problems


class _Checker:
    """Walks the files of one package."""

    def __init__(self, layers: Layers, package: Package) -> None:
        self.layers = layers
        self.package = package
        self.readings: dict[str, Any] = {}
        for each in layers.packages:
            self.readings.update(each.readings())
        self.used: set[str] = {FOUNDED, "kind"}

    def problems(self) -> Iterator[Problem]:
        for source in self._sources():
            yield from self._walk(source, source.data, (), source.data.get("clause"))
        yield from self._labels()
        yield from self._names()
        yield from self._unused()

    def _sources(self) -> Iterator[SourceFile]:
        named = (self.package.folder.one(kind) for kind in _FILES)
        yield from (source for source in named if source is not None and source.data is not MISSING)
        yield from self.package.measures

    def _walk(self, source: SourceFile, part: Any, path: KeyPath, clause: str | None) -> Iterator[Problem]:
        if isinstance(part, list):
            for index, each in enumerate(part):
                yield from self._walk(source, each, (*path, index), clause)
        elif isinstance(part, Mapping):
            clause = part.get("clause", clause)
            yield from self._quote(source, part, path, clause)
            yield from self._readings(source, part, path)
            yield from self._numbers(source, part, path)
            for key, each in part.items():
                yield from self._walk(source, each, (*path, key), clause)

    def _quote(self, source: SourceFile, part: Mapping[str, Any], path: KeyPath, clause: Any) -> Iterator[Problem]:
        quote = part.get("quote")
        if not isinstance(quote, str):
            return
        where = clause if isinstance(clause, str) and self.package.text.clause(clause) is not None else None
        if isinstance(clause, str) and where is None and self.package.implements is None:
            words = Words(f"原文没有第 {clause} 条", f"the text has no clause {clause}")
            yield source.problem("unknown-clause", (*path, "quote"), words)
        elif self.package.text.find(quote, where) is None:
            place = (f"第 {where} 条", f"clause {where}") if where else ("原文", "the text")
            zh = f"{place[0]}中没有这句引文“{quote}”，请逐字照录（含空格）"
            en = f"{place[1]} does not contain this quote; copy it word for word, spaces included"
            yield source.problem("quote-not-in-text", (*path, "quote"), Words(zh, en))

    def _readings(self, source: SourceFile, part: Mapping[str, Any], path: KeyPath) -> Iterator[Problem]:
        for name in part.get("reading", ()) if isinstance(part.get("reading"), list) else ():
            if name not in self.readings:
                hint = suggestion(name, self.readings)
                words = Words(f"没有解释 {name}。{hint.zh}", f"no reading {name}. {hint.en}")
                yield source.problem("unknown-reading", (*path, "reading"), words)

    def _numbers(self, source: SourceFile, part: Mapping[str, Any], path: KeyPath) -> Iterator[Problem]:
        """A number in a rule stands in the quote beside it, or in a reading that it names."""
        texts = [
            part.get("quote", ""),
            *(self.readings.get(name, {}).get("taken", {}).get("zh", "") for name in part.get("reading", ()) or ()),
        ]
        allowed = {number for text in texts if isinstance(text, str) for number in numbers_in(text)}
        for key in LINES:
            line = part.get(key)
            if not isinstance(line, str):
                continue
            self.used |= words_in(line)
            for kind, value, shown in stated_in(line):
                if value and (kind, value) not in allowed:
                    zh = f"{shown} 不在引文里；请引用写有它的原文，或指明解释（reading）"
                    en = f"{shown} is not in the quote; quote the words that state it, or name a reading that does"
                    yield source.problem("number-not-in-quote", (*path, key), Words(zh, en))

    def _labels(self) -> Iterator[Problem]:
        """A label is a name in rules: one word that is no operator."""
        declared: list[Fact | Slot] = [*self.package.facts.values(), *self.package.slots.values()]
        for named in declared:
            if not is_name(named.words.zh):
                zh = f"标签“{named.words.zh}”不能作表达式中的名称；用汉字、字母，不含空格、标点，不以数字开头，不是运算词"
                en = f"the label '{named.words.zh}' is no name in rules: one word, no digit first, no operator"
                yield self.layers.problem_at(named, "bad-label", Words(zh, en))

    def _names(self) -> Iterator[Problem]:
        """Names that no rule reads, so that a slip in them would go unseen."""
        measures = {source.data["id"] for package in self.layers.packages for source in package.measures}
        for source, path, name, known in self._named(measures):
            if name not in known:
                hint = suggestion(name, known)
                words = Words(f"没有“{name}”。{hint.zh}", f"'{name}' is not declared. {hint.en}")
                yield source.problem("unknown-name", path, words)

    def _named(self, measures: Collection[str]) -> Iterator[tuple[SourceFile, KeyPath, str, Collection[str]]]:
        for source in self._sources():
            if "authority" in source.data:
                yield source, ("authority",), source.data["authority"], self.layers.authorities
            for key, slot in source.data.get("slots", {}).items():
                yield source, ("slots", key, "by"), slot["by"], self.layers.authorities
            for matter, raw in source.data.get("matters", {}).items():
                for key, each in raw.get("determinations", {}).items():
                    yield source, ("matters", matter, "determinations", key, "by"), each["by"], self.layers.authorities
            for part in ("relations", "supersessions"):
                for index, each in enumerate(source.data.get(part, [])):
                    for place, name in enumerate(each["measures"]):
                        yield source, (part, index, "measures", place), name, measures
            for index, each in enumerate(source.data.get("evidence", [])):
                yield source, ("evidence", index, "fact"), each["fact"], self.layers.facts

    def _unused(self) -> Iterator[Problem]:
        source = self.package.folder.one("facts")
        if source is None or source.data is MISSING:
            return
        elsewhere = {measure.data.get("year") for measure in self.package.measures}
        delegated = {measure.data.get("matter") for measure in self.package.measures if self._leaves_to_a_slot(measure)}
        for fact in self.package.facts.values():
            named = {fact.key, fact.words.zh}
            decides = named & (self.used | elsewhere) or fact.holder in delegated
            if decides or fact.information or fact.determination is not None:
                continue
            part = ("organisation",) if fact.holder == "organisation" else ("matters", fact.holder, "facts")
            zh = f"“{fact.words.zh}”不参与任何判断；若只作参考请写 information: true"
            words = Words(zh, f"'{fact.key}' decides nothing; if it is for information, say information: true")
            yield source.problem("unused-fact", (*part, fact.key), words)

    def _leaves_to_a_slot(self, measure: SourceFile) -> bool:
        """A sum left to a slot: the document that fills it decides which facts of the matter it needs."""
        amounts = [each["amount"] for each in measure.data.get("benefits", []) if "amount" in each]
        slots = {
            name for slot in self.layers.slots.values() if slot.kind is Kind.MONEY for name in (slot.key, slot.words.zh)
        }
        return any(words_in(line) & slots for line in amounts)


def _out_of_range(layers: Layers, measure: Measure) -> Iterator[Problem]:
    """A document that fills a slot stays within what the text allows there, whatever the facts are."""
    everything_unknown = Fold(SCALAR, Situation({}, {}))
    for node in [each for top in measure.nodes() for each in x.walk(top)]:
        if not isinstance(node, x.Filled) or node.slot.kind not in ORDERED:
            continue
        low, high = everything_unknown.value(node.value)
        if node.slot.domain[0] <= low and high <= node.slot.domain[1]:
            continue
        fill = next(c for c in layers.candidates if c.package.id == node.package and c.slot == node.slot.key)
        said, allowed = (
            Words(span(node.slot.kind, pair, "zh"), span(node.slot.kind, pair, "en"))
            for pair in ((low, high), node.slot.domain)
        )
        words = Words(
            f"“{node.slot.words.zh}”可以是 {said.zh}，超出第 {node.slot.clause} 条允许的 {allowed.zh}",
            f"'{node.slot.key}' may be {said.en}, outside what clause {node.slot.clause} allows, {allowed.en}",
        )
        yield fill.source.problem("out-of-range", (*fill.path, "value"), words)


def _year_without_range(layers: Layers, measure: Measure) -> Iterator[Problem]:
    """Years are counted one by one from the founding of the organisation: without a range the count has no end."""
    year = measure.year
    if year is None or year.kind is not Kind.INTEGER:
        return
    if year.domain[0] < FIRST_YEAR or year.domain[1] > LAST_YEAR:
        mend = f"range: [{FIRST_YEAR}, {LAST_YEAR}]"
        zh = f"“{year.words.zh}”指明年度，要有不超出这些年的范围：{mend}"
        words = Words(zh, f"'{year.key}' is the year of a measure and needs a range within {mend}")
        yield layers.problem_at(year, "year-without-range", words)


def _measure_problems(rules: Rules, measure: Measure) -> Iterator[Problem]:
    """Overflow, amounts that may fall below zero, and amounts that fall when a base grows."""
    everything_unknown = Fold(SCALAR, Situation({}, {}))
    package = next(each for each in rules.packages if each.id == measure.package)
    source = next(each for each in package.measures if each.data["id"] == measure.id)
    benefits = source.data.get("benefits", [])
    index = next((i for i, each in enumerate(benefits) if "amount" in each), 0)
    for node in [each for top in measure.nodes() for each in x.walk(top)]:
        if isinstance(node, x.Share):
            rate = everything_unknown.value(node.rate)[1]
            if SAFE_RATE_BP < rate < NO_BOUND:
                words = Words(
                    "金额与比率的乘积可能溢出；请给比率一个上限",
                    "money times this rate may overflow; give the rate an upper bound",
                )
                yield source.problem("overflow", ("benefits", index), words)
    for top, path in _tops(measure, source.data, index):
        if any(everything_unknown.value(part)[0] < 0 for part in _never_negative(top)):
            words = Words(
                "相乘的两边、占比的两边和首次超过的线都不能为负；请在减法外加括号并写“保底 0元”（比率写“保底 0%”）",
                "what is multiplied, both sides of 占 and the line of 首次超过 must not fall below zero; write (… 保底 0元) or 0%",
            )
            yield source.problem("may-be-negative", path, words)
    if measure.money is None:
        return
    if everything_unknown.value(measure.money.node)[0] < 0:
        words = Words("金额可能为负；请加“保底 0元”", "the amount may fall below zero; add 保底 0元")
        yield source.problem("may-be-negative", ("benefits", index, "amount"), words)
    for name in _falling(measure.money.node):
        words = Words(
            f"“{name}”越大，金额越小；支持的基数不能这样用",
            f"the amount falls when '{name}' grows; a base cannot be used so",
        )
        yield source.problem("non-monotone", ("benefits", index, "amount"), words)


def _tops(measure: Measure, raw: Mapping[str, Any], benefit: int) -> Iterator[tuple[x.Node, KeyPath]]:
    """The conditions and the amount of a measure, each with its place in the measure's file."""
    lines = [each["rule"] for each in raw.get("conditions", [])]
    for condition in measure.conditions:
        mine = condition.line in lines
        yield condition.node, ("conditions", lines.index(condition.line), "rule") if mine else ()
    if measure.money is not None:
        yield measure.money.node, ("benefits", benefit, "amount")


def _never_negative(top: x.Node) -> Iterator[x.Node]:
    """The parts that the arithmetic on ranges takes to be zero or more: a product turns round where one is not, and
    a year that does not exist counts as 0.
    """
    for node in x.walk(top):
        match node:
            case x.Share(amount, rate):
                yield from (amount, rate)
            case x.RatioAtLeast(part, whole, rate):
                yield from (part, whole, rate)
            case x.FirstOver(_, _, line):
                yield line
            case _:
                pass


def _falling(top: x.Node) -> Iterator[str]:
    """The money facts that a benefit subtracts. An earlier award may be subtracted: it is no base."""
    seen: set[tuple[int, bool]] = set()
    waiting = [(top, True)]
    while waiting:
        node, rising = waiting.pop()
        if (id(node), rising) in seen:
            continue
        seen.add((id(node), rising))
        if isinstance(node, x.Given) and not rising and node.fact.kind is Kind.MONEY and node.fact.holder != "award":
            yield node.fact.words.zh
        if isinstance(node, x.Difference):
            waiting += [(node.right, not rising), (node.left, rising)]
        else:
            waiting += [(part, rising) for part in reversed(x.children(node))]
