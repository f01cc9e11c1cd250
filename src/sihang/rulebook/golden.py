"""The cases of a package: worked out by hand, kept as data beside the rules, run by `sihang policy check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sihang.rulebook.assess import Rulebook, load
from sihang.rulebook.errors import MISSING, CaseUnusable, KeyPath
from sihang.rulebook.folder import SourceFile
from sihang.rulebook.package import Package, read_package
from sihang.values import Money, MoneyError


@dataclass(frozen=True)
class GoldenCase:
    """One case as written. `path` is its place in `source`."""

    package: Package
    source: SourceFile
    path: KeyPath
    name: str
    measure: str | None
    on: date
    packages: tuple[str, ...]
    facts: Mapping[str, Any]
    matters: tuple[Mapping[str, Any], ...]
    received: tuple[Any, ...]
    expect: Mapping[str, Any] | None
    problem: str | None
    proves: tuple[str, ...]


def golden_cases(package: Package) -> Iterator[GoldenCase]:
    """Every case of a package, in the order of files."""
    for source in package.folder.each("cases", "cases"):
        if source.data is MISSING:
            continue
        base = source.data.get("base", {})
        for index, raw in enumerate(source.data["cases"]):
            yield _case(package, source, ("cases", index), raw, base, source.data.get("measure"))


def _case(
    package: Package,
    source: SourceFile,
    path: KeyPath,
    raw: Mapping[str, Any],
    base: Mapping[str, Any],
    measure: str | None,
) -> GoldenCase:
    merged = merge(base, raw)
    single = [merged["matter"]] if "matter" in merged else []
    return GoldenCase(
        package, source, path, raw["name"], raw.get("measure", measure), merged.get("on", package.period.start or date.min),
        tuple(merged.get("packages", ())), merged.get("facts", {}), tuple(merged.get("matters", single)),
        tuple(merged.get("support_received", ())), merged.get("expect"), merged.get("problem"), tuple(merged.get("proves", ())),
    )  # fmt: skip


def merge(base: Any, more: Any) -> Any:
    """`more` over `base`, mapping by mapping; a null in `more` stays a null (unknown)."""
    if isinstance(base, Mapping) and isinstance(more, Mapping):
        return {**base, **{key: merge(base.get(key), value) for key, value in more.items()}}
    return more


class GoldenRun:
    """Runs cases; rulebooks are loaded once for each set of packages."""

    def __init__(self) -> None:
        self._rulebooks: dict[tuple[str, ...], Rulebook] = {}

    def rulebook(self, case: GoldenCase) -> Rulebook:
        names = (str(case.package.folder.path.resolve()), *case.packages)
        if names not in self._rulebooks:
            beside = [str(read_package(name).folder.path.resolve()) for name in case.packages]
            self._rulebooks[names] = load(f"{names[0]}", *beside)
        return self._rulebooks[names]

    def raw(self, case: GoldenCase) -> dict[str, Any]:
        """The case as JSON has it, ready to be assessed."""
        matters = []
        for index, matter in enumerate(case.matters):
            measures = self.rulebook(case).rules(case.on).measures
            default_type = next((m.matter for m in measures if m.id == case.measure), None)
            matters.append({"id": f"M-{index + 1}", "type": default_type, **matter})
        whole: dict[str, Any] = in_yuan(
            {"facts": case.facts, "matters": matters, "support_received": list(case.received)}
        )
        return whole

    def differences(self, case: GoldenCase) -> list[str]:
        """What is not as expected; empty for a case that passes."""
        return [check.text() for check in self.checks(case) if not check.agrees]

    def checks(self, case: GoldenCase) -> list[Check]:
        """Everything that the case expects, beside what was found. Assesses the case."""
        try:
            assessed = self.rulebook(case).assess(self.raw(case), on=case.on)
        except CaseUnusable as error:
            return checks_of(case, error)
        return checks_of(case, assessed.as_json())


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a case expects, as written, and what was found."""

    key: str
    expected: Any
    found: Any
    agrees: bool

    def text(self) -> str:
        return f"{self.key} 应为 {self.expected}，得到 {self.found}"


def checks_of(case: GoldenCase, outcome: Mapping[str, Any] | CaseUnusable) -> list[Check]:
    """What a case expects of its assessment as JSON, or of the problems for which it cannot be assessed."""
    if isinstance(outcome, CaseUnusable):
        found = "；".join(problem.text() for problem in outcome.problems)
        return [Check("problem", case.problem, found, case.problem is not None and case.problem in found)]
    if case.problem is not None:
        return [Check("problem", case.problem, None, False)]
    expect = case.expect or {}
    checks: list[Check] = []
    if set(expect) - {"combination"}:
        mine = [each for each in outcome["results"] if each["measure"] == case.measure]
        checks += _of_result(expect, mine[0]) if mine else [Check("measure", case.measure, None, False)]
    if "combination" in expect:
        checks += _of_combination(expect["combination"], outcome["combination"])
    return checks


def in_yuan(value: Any) -> Any:
    """Sums written as 200万元 become yuan; days become text, as JSON has them."""
    if isinstance(value, Mapping):
        return {str(key): in_yuan(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [in_yuan(part) for part in value]
    if isinstance(value, str) and value.endswith("元"):
        try:
            return str(Money.from_chinese(value))
        except MoneyError:
            return value
    return value.isoformat() if isinstance(value, date) else value


def _of_result(expect: Mapping[str, Any], result: Mapping[str, Any]) -> Iterator[Check]:
    if "finding" in expect:
        yield _equal("finding", expect["finding"], result["finding"])
    for key in ("amount", "amount_if_met"):
        if key in expect:
            found = (result[key]["low"], result[key]["high"])
            yield Check(key, expect[key], found, _range(expect[key]) == found)
    for key, part in (("open", "key"), ("services", "service")):
        if key in expect:
            yield _equal(key, sorted(expect[key]), sorted(each[part] for each in result[key]))
    for text in expect.get("reason", ()):
        reasons = [reason["what"] for reason in result["reasons"]]
        yield Check("reason", text, "\n".join(reasons), any(text in reason for reason in reasons))


def _of_combination(expect: Mapping[str, Any], best: Mapping[str, Any]) -> Iterator[Check]:
    for side in ("low", "high"):
        if side in expect:
            yield Check(f"combination.{side}", expect[side], best[side], _side(expect[side]) == best[side])
    if "certain" in expect:
        yield _equal("combination.certain", expect["certain"], best["certain"])
    for key in ("take", "leave"):
        if key in expect:
            yield _equal(f"combination.{key}", sorted(expect[key]), sorted(each["measure"] for each in best[key]))


def _equal(key: str, expected: Any, found: Any) -> Check:
    return Check(key, expected, found, expected == found)


def _range(value: Any) -> tuple[str | None, str | None]:
    low, high = value if isinstance(value, list) else (value, value)
    return _side(low), _side(high)


def _side(value: Any) -> str | None:
    if value is None:
        return None
    return str(
        Money.from_chinese(value) if isinstance(value, str) and value.endswith("元") else Money.from_yuan(_exact(value))
    )


def _exact(value: Any) -> int | str | Decimal:
    return value if isinstance(value, int | str | Decimal) else str(value)
