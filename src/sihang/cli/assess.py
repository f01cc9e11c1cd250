"""`sihang assess`: cases in, assessments out, as text or as the JSON of the public contract."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from sihang.cli.output import Day, complete_package, format_option, lang_option, read_input, report_problems, write_json
from sihang.cli.report import report
from sihang.rulebook import Assessment, CaseUnusable, Rulebook, case_from_json, load
from sihang.rulebook.errors import Problem, printable


@click.command(
    epilog="例 / examples:\n\n\b\n"
    "  sihang assess case.json                              用今天、只用政策本身\n"
    "  sihang assess case.json --on 2025-06-30 --all        每一步都列出\n"
    "  sihang assess a.json b.json --format json            两个案例，一个数组\n"
    "  cat case.json | sihang assess -                      从标准输入读\n"
    "  sihang assess case.json --policy yangpu-2024-1 --policy example-rules --guide\n"
    "  sihang assess case.json --save decision.json         保存，以后可用 sihang replay 重演"
)
@click.argument("cases", nargs=-1, required=True, metavar="CASE…")
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=complete_package,
              help="加一个规则包（编号或文件夹），可多次；默认只有政策本身 / add a package; default the policy alone")  # fmt: skip
@click.option("--on", type=Day(), default=None, help="评估日，默认今天 / day of assessment, default today")
@click.option("--known", type=Day(), default=None, help="只用这一天已录入的规则 / only rules entered by that day")
@format_option
@lang_option
@click.option(
    "--guide", is_flag=True, help="另列出最小的改变：怎样才会符合 / the smallest change that would make it met"
)
@click.option(
    "--all", "everything", is_flag=True, help="列出每一步，包括已符合的条件 / every step, also conditions met"
)
@click.option(
    "--save", type=click.Path(dir_okay=False), default=None, help="保存评估，供 sihang replay 重演 / save for replay"
)
def assess(
    cases: tuple[str, ...], policies: tuple[str, ...], on: date | None, known: date | None, form: str, lang: str,
    guide: bool, everything: bool, save: str | None,
) -> int:  # fmt: skip
    """评估案例：每项措施是否符合、金额从多少到多少、还有什么待定、由谁决定，以及从优从高不重复的最优组合。

    Assess CASE (JSON, see docs/rule-language.md; `-` reads standard input). Exit 0 assessed; 2 the input cannot be used,
    with every problem listed; 1 anything unforeseen.
    """
    if save is not None and len(cases) != 1:
        raise click.UsageError("--save 一次保存一个案例 / --save takes one case")
    rulebook = load(*policies, as_of=known)
    day = on or date.today()  # noqa: DTZ011 - the local day of the person who asks
    raws, assessments = _assess_all(rulebook, cases, day, lang)
    if save is not None:
        _save(Path(save), assessments[0], raws[0], guide, known)
    if form == "json":
        shown = [each.as_json(lang, guide=guide) for each in assessments]
        write_json(shown[0] if len(cases) == 1 else shown)
    else:
        for each in assessments:
            click.echo(report(each, lang=lang, guide=guide, everything=everything))
    return 0


def _assess_all(rulebook: Rulebook, names: tuple[str, ...], day: date, lang: str) -> tuple[list[Any], list[Assessment]]:
    """Read every case before any is assessed; leave with every problem of every file."""
    problems: list[Problem] = []
    raws: list[Any] = []
    read = []
    for name in names:
        try:
            raw = case_from_json(read_input(name))
            read.append(rulebook.read(raw, day))
            raws.append(raw)
        except CaseUnusable as error:
            prefix = "" if len(names) == 1 else f"{printable(name)}: "
            problems.extend(Problem(each.code, f"{prefix}{each.where}", each.what) for each in error.problems)
    if problems:
        count = len(problems)
        heading = (
            f"The input has {count} problem(s); nothing was assessed:"
            if lang == "en"
            else f"输入有 {count} 个问题，未作评估："
        )
        report_problems(problems, lang=lang, heading=heading)
        raise click.exceptions.Exit(2)
    return raws, [rulebook.assess(case, on=day) for case in read]


def _save(path: Path, assessment: Assessment, raw: Any, guide: bool, known: date | None) -> None:
    from sihang.rulebook.replay import saved, write_saved

    try:
        write_saved(path, saved(assessment, raw, guide=guide, known=known))
    except OSError as error:
        raise click.UsageError(f"写不了 / cannot write {path}: {error.strerror}") from None
