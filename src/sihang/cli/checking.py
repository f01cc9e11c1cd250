"""What `sihang policy check` finds in one package: static problems, coverage, and cases that do not come out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import click

from sihang.rulebook.assess import check, load_unchecked
from sihang.rulebook.coverage import coverage
from sihang.rulebook.errors import PackageUnusable, Problem, SihangError, Words
from sihang.rulebook.golden import GoldenRun, golden_cases
from sihang.rulebook.package import read_package


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
        rulebook = load_unchecked(name)
        report.problems += check(rulebook)
        package = read_package(name)
    except PackageUnusable as error:
        report.problems += [each for each in error.problems if each not in report.problems]
        return report
    report.name = package.id
    report.measures = len(package.measures)
    report.problems += [
        Problem(
            "not-covered",
            str(package.folder.path / "source" / "text.md"),
            Words(
                f"这段原文没有去处：“{passage.text.strip()[:60]}”",
                f"this passage is not accounted for: '{passage.text.strip()[:60]}'",
            ),
        )
        for passage in coverage(package).missing
    ]
    if with_cases and not report.problems:
        _run_cases(package, report)
    return report


def _run_cases(package: Any, report: PackageReport) -> None:
    run = GoldenRun()
    for case in golden_cases(package):
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
    report.problems += package.folder.problems
