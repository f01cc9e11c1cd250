"""`sihang synthetic`: a register of organisations that do not exist, for demonstrations, tests and benches."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

import click

from sihang.cli.output import Day, complete_package, lang_option
from sihang.values import Rate, RateError


class Share(click.ParamType[float]):
    """`30%`, or from 0 to 1."""

    name = "30%"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        try:
            return float(Rate.from_text(value).fraction)
        except RateError as error:
            self.fail(f"{error.zh} / {error.en}", param, ctx)


@click.command(
    epilog="例 / examples:\n\n\b\n"
    "  sihang synthetic -o 示例.xlsx                             1000 个示例单位，表格可直接打开\n"
    "  sihang synthetic -o register.parquet --rows 10000000      一千万行，约一分钟\n"
    "  sihang synthetic -o bench.parquet --rows 200000 --unknown 30% --dense --seed 7\n"
    "  sihang synthetic -o 示例.csv --policy yangpu-2024-1 --policy yangpu-kjw-hnte-2025\n"
    "  sihang synthetic --tables register --rows 100000          单位一张表，每类事项一张表\n"
    "  sihang batch 示例.xlsx -o 结果.xlsx --on 2025-06-30"
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT",
              help="输出 .parquet、.csv 或 .xlsx，一行一个单位 / the file to write, one row an organisation")  # fmt: skip
@click.option("--tables", type=click.Path(path_type=Path), metavar="DIR",
              help="输出到一个新文件夹：单位一张表，每类事项一张表，一个单位可有多个事项 / a new folder with several tables")  # fmt: skip
@click.option("--rows", type=click.IntRange(0), default=1000, show_default=True, help="单位个数 / organisations")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="随机种子；相同则每一行都相同 / the same seed gives the same rows")  # fmt: skip
@click.option(
    "--unknown", type=Share(), default="10%", show_default=True, help="留空的事实占比 / share of facts left empty"
)
@click.option(
    "--dense", is_flag=True, help="每类事项各占一半的行，供测速 / every type of matter in half of the rows, for benches"
)
@click.option("--on", type=Day(), default=None, help="登记册的日期，默认 2025-06-30 / the day of the register")
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=complete_package,
              help="生成哪些规则包要的事实，可多次；默认只有政策本身 / whose facts; default the policy alone")  # fmt: skip
@click.option("--force", is_flag=True, help="替换已有的文件 / replace a file that is there")
@lang_option
def synthetic(
    output: Path | None, tables: Path | None, rows: int, seed: int, unknown: float, dense: bool, on: date | None,
    policies: tuple[str, ...], force: bool, lang: str,
) -> int:  # fmt: skip
    """生成示例登记册：不存在的单位，含规则要的全部事实，供演示、测试和测速；处处标明是示例。

    A synthetic register: organisations that do not exist, with all facts that the rules ask for, marked as synthetic
    everywhere. How they are drawn is in docs/synthetic-register.md. Exit 0 written; 2 nothing was written, and why; 1 anything
    unforeseen.
    """
    target = output or tables
    if target is None or (output and tables):
        raise click.UsageError("写明 -o 文件或 --tables 文件夹，二者之一 / name one of -o FILE and --tables DIR")
    if target.is_file() and not force:
        raise click.UsageError(f"{target} 已存在，加 --force 替换 / exists already; --force replaces it")
    from sihang.batch.whole import Interrupted
    from sihang.cli.progress import on_terminal
    from sihang.lab.synthetic import DAY, Register
    from sihang.lab.synthetic_files import write, write_tables
    from sihang.rulebook import load

    rulebook = load(*policies)
    try:
        register = Register(rows, seed=seed, unknown=unknown, dense=dense, on=on or DAY, rulebook=rulebook)
    except ValueError as error:
        raise click.UsageError(f"超出范围 / out of range: {error}") from None
    began = monotonic()
    try:
        with on_terminal(lang) as watch:
            (write_tables if tables else write)(register, target, watch)
    except Interrupted:
        said = "Interrupted; nothing was written." if lang == "en" else "已中断，没有写出任何文件。"
        click.secho(said, fg="red", err=True)
        raise click.exceptions.Exit(1) from None
    click.echo(_written(target, register.about(), monotonic() - began, lang))
    return 0


def _written(target: Path, about: dict[str, str], seconds: float, lang: str) -> str:
    files = [target] if target.is_file() else list(target.iterdir())
    size = sum(file.stat().st_size for file in files) / 1e6
    told = " ".join(f"{key}={value}" for key, value in about.items() if key not in ("synthetic", "notice"))
    if lang == "en":
        return f"{target}: {size:.1f} MB in {seconds:.1f} s; synthetic, no real organisation\n{told}"
    return f"{target}：{size:.1f} MB，用时 {seconds:.1f} 秒；示例数据，非真实单位\n{told}"
