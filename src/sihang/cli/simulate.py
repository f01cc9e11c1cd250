"""`sihang simulate`: a reform of the rules over a table of organisations, before it is made."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sihang.cli.output import Day, complete_package, format_option, lang_option, write_json
from sihang.rulebook import load
from sihang.rulebook.folder import write_whole

if TYPE_CHECKING:
    from sihang.lab.reforms.reform_file import Reform
    from sihang.lab.simulate import Options
    from sihang.lab.simulating.simulation import Simulation

FILE = click.Path(path_type=Path)
NONE = "none"


@click.command(
    epilog="例 / examples:\n\n\b\n"
    "  sihang simulate yangpu-2024-1,example-rules reform.yaml register.parquet --on 2025-06-30 --report 报告.html\n"
    "  sihang simulate yangpu-2024-1,example-rules none 企业名单.xlsx                不改规则，只算预算\n"
    "  sihang simulate yangpu-2024-1 reform.yaml register.parquet --assume hnte_award=5万元..20万元 --budget 95\n"
    "  sihang simulate … --by 街道 --draws 1000 --seed 7 --format json\n"
    "设想怎么写、怎么算，见 docs/simulation.md / how a reform is written, and what is worked out: docs/simulation.md"
)
@click.argument("baseline", metavar="BASELINE", shell_complete=complete_package)
@click.argument("reform", metavar="REFORM")
@click.argument("table", type=FILE, metavar="TABLE")
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=complete_package,
              help="现行规则再加一个规则包，可多次 / one more package of the baseline")  # fmt: skip
@click.option("--on", type=Day(), default=None, help="评估日，默认今天 / day of assessment, default today")
@click.option("--by", multiple=True, metavar="COLUMN",
              help="按这一列分组，可多次；默认 industry、size_class / group by this column")  # fmt: skip
@click.option("--like", multiple=True, metavar="COLUMN",
              help="这些列相同的算同类单位；默认 kind、industry、size_class / organisations alike agree in these")  # fmt: skip
@click.option("--assume", multiple=True, metavar="KEY=VALUE",
              help="写明一个假定：一个值、一段 5万元..20万元、为是的可能 60%，可多次 / state an assumption")  # fmt: skip
@click.option("--determinations", type=click.Choice(["even", "known"]), default="even", show_default=True,
              help="尚未作出的认定怎么抽：在允许范围内均匀，或照已作出的 / how open determinations are drawn")  # fmt: skip
@click.option("--draws", type=click.IntRange(20, 100_000), default=200, show_default=True, help="抽取次数 / draws")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True, help="随机种子 / seed")
@click.option("--budget", type=click.FloatRange(1, 99.9), default=90.0, show_default=True, metavar="PERCENT",
              help="预算在多少比例的抽取中够用 / in how many of 100 draws the budget is to be enough")  # fmt: skip
@click.option("--as-is", multiple=True, metavar="COLUMN",
              help="这一列不是政策事实，可多次 / this column is no fact, whatever it looks like")  # fmt: skip
@click.option("--sheet", default=None, metavar="NAME", help="工作表名，默认第一张 / the worksheet, default the first")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), default=None, metavar="FILE.html",
              help="另写一份网页报告，一个文件，离线可看 / also write a report, one HTML file")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="列出每张表的每一行 / every table, whole")
@format_option
@lang_option
def simulate(
    baseline: str, reform: str, table: Path, policies: tuple[str, ...], on: date | None, by: tuple[str, ...],
    like: tuple[str, ...], assume: tuple[str, ...], determinations: str, draws: int, seed: int, budget: float,
    as_is: tuple[str, ...], sheet: str | None, report: Path | None, everything: bool, form: str, lang: str,
) -> int:  # fmt: skip
    """政策演算：若规则改成 REFORM 那样，TABLE 里的单位要花多少钱、谁多得谁少得、什么不确定、预算要多少。

    What if the rules were different? BASELINE is package ids, apart by commas; REFORM a YAML file of what would change (or `none`:
    the budget of the rules as they are); TABLE one organisation a row (CSV, XLSX, Parquet, docs/tables.md). Exit 0 done; 2 the
    input cannot be used, with every problem listed; 1 anything unforeseen.
    """
    from sihang.lab.report import html, page_of
    from sihang.lab.simulate import Options

    day = on or date.today()  # noqa: DTZ011 - the local day of the person who asks
    ids = [*(each.strip() for each in baseline.split(",") if each.strip()), *policies]
    options = Options(by or None, like or None, assume, determinations == "known", draws, seed, budget)
    asked = _read(reform)
    simulation = _run(ids, asked, table, day, options, as_is=as_is, sheet=sheet)
    page = page_of(simulation, asked.about if asked is not None else None)
    if report is not None:
        _write(report, html(page))
    if form == "json":
        from sihang.lab.reporting.as_json import as_json

        write_json(as_json(simulation, lang))
    else:
        from sihang.cli.simulation_text import show

        show(page, lang, everything=everything)
        if report is not None:
            click.echo(f"\nReport: {report}" if lang == "en" else f"\n报告：{report}")
    return 0


def _read(reform: str) -> Reform | None:
    from sihang.lab.reforms.reform_file import read_reform

    return None if reform == NONE else read_reform(Path(reform))


def _run(
    ids: list[str], reform: Reform | None, table: Path, day: date, options: Options, *, as_is: tuple[str, ...], sheet: str | None
) -> Simulation:  # fmt: skip
    from sihang.lab.organisation_table import read_organisations
    from sihang.lab.reform import reformed
    from sihang.lab.simulate import GROUP_COLUMNS, LIKE_COLUMNS
    from sihang.lab.simulate import simulate as work_out

    before = load(*ids)
    after = before if reform is None else reformed(ids, reform)
    needed = [*(options.by or ()), *(options.like or ())]
    organisations = read_organisations(
        table, before, after, day, needed=needed, wanted=[*GROUP_COLUMNS, *LIKE_COLUMNS], as_is=as_is, sheet=sheet
    )
    return work_out(before, after, organisations, day, options)


def _write(path: Path, page: str) -> None:
    try:
        write_whole(path, page.encode())
    except OSError as error:
        raise click.UsageError(f"写不了 / cannot write {path}: {error.strerror}") from None
