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

    def differences(self, case: GoldenCase) -> list[str]:
        """What is not as expected; empty for a case that passes."""
        rulebook = self.rulebook(case)
        matters = []
        for index, matter in enumerate(case.matters):
            default_type = next((m.matter for m in rulebook.rules(case.on).measures if m.id == case.measure), None)
            matters.append({"id": f"M-{index + 1}", "type": default_type, **matter})
        raw = in_yuan({"facts": case.facts, "matters": matters, "support_received": list(case.received)})
        try:
            assessed = rulebook.assess(raw, on=case.on)
        except CaseUnusable as error:
            return _problem_differences(case, [problem.text() for problem in error.problems])
        if case.problem is not None:
            return [f"应为不可用（{case.problem}），却得出了结果"]
        return _differences(case, assessed.as_json())


def _problem_differences(case: GoldenCase, texts: list[str]) -> list[str]:
    if case.problem is None:
        return ["不可用：" + "；".join(texts)]
    return [] if any(case.problem in text for text in texts) else [f"应指出“{case.problem}”，得到：{'；'.join(texts)}"]


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


def _differences(case: GoldenCase, shown: Mapping[str, Any]) -> list[str]:
    expect = case.expect or {}
    found: list[str] = []
    if set(expect) - {"combination"}:
        mine = [each for each in shown["results"] if each["measure"] == case.measure]
        if not mine:
            return [f"没有 {case.measure} 的结果"]
        found += _result_differences(expect, mine[0])
    if "combination" in expect:
        found += _combination_differences(expect["combination"], shown["combination"])
    return found


def _result_differences(expect: Mapping[str, Any], result: Mapping[str, Any]) -> Iterator[str]:
    if "finding" in expect and expect["finding"] != result["finding"]:
        yield f"finding 应为 {expect['finding']}，得到 {result['finding']}"
    for key in ("amount", "amount_if_met"):
        if key in expect and _range(expect[key]) != (result[key]["low"], result[key]["high"]):
            yield f"{key} 应为 {expect[key]}，得到 {result[key]}"
    for key, part in (("open", "key"), ("services", "service")):
        names = sorted(each[part] for each in result[key])
        if key in expect and sorted(expect[key]) != names:
            yield f"{key} 应为 {sorted(expect[key])}，得到 {names}"
    for text in expect.get("reason", ()):
        if not any(text in reason["what"] for reason in result["reasons"]):
            yield f"理由中没有“{text}”"


def _combination_differences(expect: Mapping[str, Any], best: Mapping[str, Any]) -> Iterator[str]:
    for side in ("low", "high"):
        if side in expect and _side(expect[side]) != best[side]:
            yield f"combination.{side} 应为 {expect[side]}，得到 {best[side]}"
    if "certain" in expect and expect["certain"] != best["certain"]:
        yield f"combination.certain 应为 {expect['certain']}，得到 {best['certain']}"
    for key in ("take", "leave"):
        names = sorted(each["measure"] for each in best[key])
        if key in expect and sorted(expect[key]) != names:
            yield f"combination.{key} 应为 {sorted(expect[key])}，得到 {names}"


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
