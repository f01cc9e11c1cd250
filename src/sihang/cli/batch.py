"""`sihang batch`: a table of organisations in, a table of results out; what is shown while it runs and at its end."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sihang.cli.output import Day, complete_package, lang_option, report_problems
from sihang.rulebook import load
from sihang.rulebook.errors import Words, printable

if TYPE_CHECKING:
    from sihang.batch.order import Order, Report
    from sihang.batch.problems import Found
    from sihang.rulebook import Rulebook

FILE = click.Path(path_type=Path)


class Place(click.Path):
    """A path, or the address of a folder that a cluster sees, `hdfs://host/register`, which stays a text."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if isinstance(value, str) and "://" in value else super().convert(value, param, ctx)


PLACE = Place(path_type=Path)
PREFETCH = ("POLARS_ROW_GROUP_PREFETCH_SIZE", "2")
"""Polars reads this many row groups ahead; by default so many that ten million rows with a hundred columns take gigabytes."""


@click.command(
    epilog="例 / examples:\n\n\b\n"
    "  sihang batch 企业名单.xlsx -o 结果.xlsx --on 2025-06-30\n"
    "  sihang batch register.parquet -o results.parquet --policy yangpu-2024-1 --policy example-rules\n"
    "  sihang batch 企业名单.csv -o 结果.csv --set-apart 待改.csv     有问题的行另存，其余照评\n"
    "  sihang batch 企业名单.csv -o 结果.csv --problems 问题.csv      全部问题逐条写成一张表\n"
    "  sihang batch 单位.csv -o 结果.xlsx --matters growth_event=达线.csv --matters challenge_project=攻关.csv\n"
    "  sihang batch hdfs://host/register -o hdfs://host/results --engine spark --master yarn\n"
    "列名见 docs/tables.md，或 sihang policy facts / column names: docs/tables.md, or `sihang policy facts`"
)
@click.argument("table", type=PLACE, metavar="TABLE")
@click.option("-o", "--output", type=PLACE, required=True, metavar="OUT",
              help="结果文件，.csv、.xlsx 或 .parquet / the results")  # fmt: skip
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=complete_package,
              help="加一个规则包（编号或文件夹），可多次；默认只有政策本身 / add a package; default the policy alone")  # fmt: skip
@click.option("--on", type=Day(), default=None, help="评估日，默认今天 / day of assessment, default today")
@click.option("--known", type=Day(), default=None, help="只用这一天已录入的规则 / only rules entered by that day")
@click.option("--engine", type=click.Choice(["polars", "duckdb", "spark"]), default="polars", show_default=True,
              help="用什么计算，结果相同 / what computes; the results are the same")  # fmt: skip
@click.option("--master", default=None, metavar="URL",
              help="用哪个 Spark（--engine spark）/ the Spark to use, see docs/spark.md")  # fmt: skip
@click.option("--matters", multiple=True, metavar="TYPE=FILE",
              help="一类事项的表，一个单位可有多个，可多次 / a table of matters of one type, many to an organisation")  # fmt: skip
@click.option("--set-apart", type=FILE, default=None, metavar="FILE",
              help="有问题的行另存于此，其余照评；默认有问题即不评 / rows with problems go here, the rest is assessed")  # fmt: skip
@click.option("--problems", type=FILE, default=None, metavar="FILE.csv",
              help="全部问题逐条写于此 / write every problem here, one a row")  # fmt: skip
@click.option("--as-is", multiple=True, metavar="COLUMN",
              help="这一列不是政策事实，原样带出，可多次 / pass this column through, whatever it looks like")  # fmt: skip
@click.option("--sheet", default=None, metavar="NAME", help="工作表名，默认第一张 / the worksheet, default the first")
@lang_option
def batch(
    table: Path | str, output: Path | str, policies: tuple[str, ...], on: date | None, known: date | None, engine: str,
    master: str | None, matters: tuple[str, ...], set_apart: Path | None, problems: Path | None, as_is: tuple[str, ...], sheet: str | None,
    lang: str,
) -> int:  # fmt: skip
    """整表评估：TABLE 一行一个单位（CSV、XLSX、Parquet），逐行给出每项措施的结论、金额与最优组合。

    Assess a whole TABLE, one organisation a row. The whole file is checked first; every problem is listed by row and
    column and nothing is written, unless --set-apart. Exit 0 assessed; 2 the input cannot be used; 1 anything unforeseen.
    """
    if master is not None and engine != "spark":
        raise click.UsageError("--master 只用于 --engine spark / --master goes with --engine spark")
    os.environ.setdefault(*PREFETCH)
    from sihang.batch.order import Order
    from sihang.batch.problems import TableUnusable
    from sihang.batch.run import run
    from sihang.batch.whole import Interrupted
    from sihang.cli.progress import on_terminal

    rulebook, day = load(*policies, as_of=known), on or date.today()  # noqa: DTZ011
    if isinstance(table, str) or isinstance(output, str):
        only_here = {"--matters": matters, "--set-apart": set_apart, "--problems": problems, "--sheet": sheet}
        _must_be_for_a_cluster(engine, [name for name, value in only_here.items() if value])
        return _on_cluster(str(table), str(output), rulebook, day, as_is, known, master, lang)
    order = Order(
        table, output, day, engine, _by_type(matters), set_apart, problems, as_is, sheet, known, master
    )  # fmt: skip
    try:
        with on_terminal(lang) as watch:
            report = run(order, rulebook, watch)
    except TableUnusable as error:
        _show_problems(error.found, order, lang)
        return 2
    except Interrupted:
        said = "Interrupted; nothing was written." if lang == "en" else "已中断，没有写出任何文件。"
        click.secho(said, fg="red", err=True)
        raise click.exceptions.Exit(1) from None
    _show_report(report, order, lang)
    return 0


def _must_be_for_a_cluster(engine: str, given: list[str]) -> None:
    """What only a cluster sees is for Spark; what needs every row on this machine does not go with it."""
    if engine != "spark":
        raise click.UsageError("集群上的地址只用于 --engine spark / an address on a cluster goes with --engine spark")
    if given:
        names = "、".join(given)
        raise click.UsageError(f"集群上的地址不能与 {names} 一起用 / do not go with an address on a cluster: {names}")


def _on_cluster(
    table: str, output: str, rulebook: Rulebook, on: date, as_is: tuple[str, ...], known: date | None, master: str | None, lang: str
) -> int:  # fmt: skip
    from sihang.batch.on_cluster import ClusterOrder, run_on_cluster
    from sihang.batch.problems import TableUnusable
    from sihang.cli.batch_summary import show_summary
    from sihang.cli.progress import on_terminal

    try:
        with on_terminal(lang) as watch:
            report = run_on_cluster(ClusterOrder(table, output, on, as_is, known, master), rulebook, watch)
    except TableUnusable as error:
        heading = Words("输入不可用，未作评估：", "The input cannot be used; nothing was assessed:")
        report_problems(error.found.general, lang=lang, heading=heading.to(lang))
        return 2
    show_summary(report, None, lang)
    return 0


def _by_type(matters: tuple[str, ...]) -> dict[str, Path]:
    """`growth_event=达线.csv` by type of matter."""
    found: dict[str, Path] = {}
    for each in matters:
        name, equals, file = each.partition("=")
        if not (name and equals and file):
            raise click.UsageError(
                f"--matters 写成 类型=文件，如 growth_event=达线.csv / write TYPE=FILE: {printable(each)}"
            )
        if name in found:
            raise click.UsageError(f"--matters {printable(name)} 写了两次 / stands twice")
        found[name] = Path(file)
    return found


def _show_problems(found: Found, order: Order, lang: str) -> None:
    """The first problems one by one, then how many of which kind there are."""
    count, shown = len(found), found.first()
    zh, en = (
        f"输入有 {count} 个问题，未作评估，没有写出结果：",
        f"The input has {count} problem(s); nothing was assessed:",
    )
    report_problems(shown, lang=lang, heading=en if lang == "en" else zh)
    if count <= len(shown):
        return
    click.echo("  …", err=True)
    for each in found.kinds():
        zh, en = f"“{each.column}”列 {each.times} 处", f"{each.times} in column '{each.column}'"
        click.echo(f"  {printable(en if lang == 'en' else zh)} [{each.code}]", err=True)
    if order.problems is None:
        zh, en = (
            "全部逐条写成表：--problems 文件.csv；只评没有问题的行：--set-apart 文件",
            ("--problems FILE.csv writes all of them; --set-apart FILE assesses the rows without any"),
        )
    else:
        zh, en = f"全部问题见 {order.problems}", f"all of them are in {order.problems}"
    click.echo(en if lang == "en" else zh, err=True)


def _show_report(report: Report, order: Order, lang: str) -> None:
    from sihang.cli.batch_summary import show_summary

    show_summary(report, order.set_apart, lang)
