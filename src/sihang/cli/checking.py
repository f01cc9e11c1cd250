"""What `sihang policy check` finds in one package: static problems, coverage, and cases that do not come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from sihang.rulebook.assess import check, load_unchecked
from sihang.rulebook.coverage import coverage
from sihang.rulebook.errors import PackageUnusable, Problem, SihangError, Words
from sihang.rulebook.golden import GoldenCase, GoldenRun, golden_cases
from sihang.rulebook.package import Package, read_package

PASSAGES_SHOWN = 5
CHARACTERS_SHOWN = 60


@dataclass
class PackageReport:
    """What was found in one package."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    measures: int = 0
    cases: int = 0
    failed: int = 0

    @property
    def passed(self) -> bool:
        return not self.problems

    def as_json(self, lang: str) -> dict[str, Any]:
        return {
            "package": self.name,
            "passed": self.passed,
            "measures": self.measures,
            "cases": {"run": self.cases, "failed": self.failed},
            "problems": [
                {"code": each.code, "where": each.where, "what": each.what.to(lang)} for each in self.problems
            ],
        }

    def print(self, lang: str) -> None:
        english = lang == "en"
        if self.passed:
            counts = (
                f"{self.measures} measures, {self.cases} cases"
                if english
                else f"{self.measures} 项措施，{self.cases} 个案例"
            )
            click.secho(f"✔ {self.name}: {counts}" if english else f"✔ {self.name}：{counts}，全部通过", fg="green")
            return
        heading = (
            f"✘ {self.name}: {len(self.problems)} problem(s)"
            if english
            else f"✘ {self.name}：{len(self.problems)} 个问题"
        )
        click.secho(heading, fg="red")
        for problem in self.problems:
            click.echo(f"  {problem.text(lang)}")


def check_package(name: str, *, with_cases: bool) -> PackageReport:
    """Check one package, together with the policy that it implements."""
    report = PackageReport(name)
    try:
        rulebook = load_unchecked(name, fresh=True)
        report.problems += check(rulebook)
        package = read_package(name)
    except PackageUnusable as error:
        report.problems += [each for each in error.problems if each not in report.problems]
        return report
    report.name = package.id
    report.measures = len(package.measures)
    report.problems += [*_not_covered(package), *_drafts(package)]
    if with_cases:
        cases = list(golden_cases(package))
        report.problems += [problem for problem in package.folder.problems if problem not in report.problems]
        if not report.problems:
            _run_cases(cases, report)
    return report


def _not_covered(package: Package) -> Iterator[Problem]:
    """The first passages without a place, and how many more there are."""
    where = str(package.folder.path / "source" / "text.md")
    missing = coverage(package).missing
    for passage in missing[:PASSAGES_SHOWN]:
        whole = passage.text.strip()
        shown = whole if len(whole) <= CHARACTERS_SHOWN else whole[:CHARACTERS_SHOWN] + "…"
        yield Problem(
            "not-covered", where, Words(f"这段原文没有去处：“{shown}”", f"this passage is not accounted for: '{shown}'")
        )
    rest = len(missing) - PASSAGES_SHOWN
    if rest > 0:
        zh = f"另有 {rest} 段没有去处，用 sihang policy coverage 查看"
        yield Problem("not-covered", where, Words(zh, f"{rest} more are not; see sihang policy coverage"))


def _drafts(package: Package) -> Iterator[Problem]:
    """What a person still has to check: every mark that `policy new` left, by file."""
    named = (package.folder.one(kind) for kind in ("package", "facts", "slots"))
    for source in [*(each for each in named if each is not None), *package.measures]:
        count = _marks(source.data)
        if count:
            zh = f"有 {count} 处标为草稿；逐条与引文核对，核对过的删去 draft 与 found_by"
            en = f"{count} places are marked draft; check each against its quote, then delete draft and found_by"
            yield source.problem("draft-left", (), Words(zh, en))


def _marks(part: Any) -> int:
    if isinstance(part, Mapping):
        return (part.get("draft") is True) + sum(_marks(each) for each in part.values())
    return sum(_marks(each) for each in part) if isinstance(part, list) else 0


def _run_cases(cases: list[GoldenCase], report: PackageReport) -> None:
    run = GoldenRun()
    for case in cases:
        report.cases += 1
        try:
            differences = run.differences(case)
        except SihangError as error:
            differences = [str(error)]
        report.failed += bool(differences)
        report.problems += [
            case.source.problem(
                "case-differs", case.path, Words(f"案例“{case.name}”：{text}", f"case '{case.name}': {text}")
            )
            for text in differences
        ]
