"""`sihang policy`: show, check, measure, compare and draft packages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from sihang.cli.output import Day, complete_package, format_option, lang_option, write_json

DEFAULT = "yangpu-2024-1"
_package = click.argument("package", default=DEFAULT, shell_complete=complete_package)


@click.group(
    epilog="例 / examples:\n\n\b\n  sihang policy show yangpu-2024-1 m08\n  sihang policy check\n  sihang policy coverage yangpu-2024-1\n"
    "  sihang policy diff yangpu-2024-1 ./my-copy\n  sihang policy schema measure > measure.schema.json\n"
    "  sihang policy new 通知.txt --id my-policy --out ./my-policy"
)
def policy() -> None:
    """查看、检查、比较、起草规则包（一个文件夹，一份文件）。 / Show, check, compare and draft packages."""


@policy.command(epilog="例 / examples:\n\n\b\n  sihang policy show                       列出全部规则包\n"
                "  sihang policy show yangpu-2024-1         条文与规则逐条对照\n  sihang policy show yangpu-2024-1 m08\n"
                "  sihang policy show yangpu-2024-1 m08 --policy example-rules")  # fmt: skip
@click.argument("package", required=False, shell_complete=complete_package)
@click.argument("which", required=False, metavar="[MEASURE|CLAUSE]")
@click.option(
    "--policy",
    "beside",
    multiple=True,
    metavar="ID",
    shell_complete=complete_package,
    help="同时加载的实施细则 / rules to load beside it",
)
@click.option("--on", type=Day(), default=None, help="哪一天的规则，默认今天 / the rules of which day, default today")
@format_option
@lang_option
def show(package: str | None, which: str | None, beside: tuple[str, ...], on: date | None, form: str, lang: str) -> int:
    """条文在左，规则在右：适用对象、条件、认定、金额、解释与留白。

    A clause beside its rule: who applies, conditions, determinations, amounts, readings and what is left open.
    """
    from sihang.cli import show as page

    if package is None:
        return page.list_packages(form, lang)
    return page.show(package, which, beside, on or date.today(), form, lang)  # noqa: DTZ011 - the local day


@policy.command(epilog="例 / examples:\n\n\b\n  sihang policy facts yangpu-2024-1 m08                 一项措施问什么\n"
                "  sihang policy facts yangpu-2024-1 m08 --case > case.json\n"
                "  sihang policy facts --policy yangpu-kjw-hnte-2025 --format json")  # fmt: skip
@_package
@click.argument("which", required=False, metavar="[MEASURE|MATTER_TYPE]")
@click.option("--policy", "beside", multiple=True, metavar="ID", shell_complete=complete_package,
              help="同时加载的实施细则 / rules to load beside it")  # fmt: skip
@click.option("--on", type=Day(), default=None, help="哪一天的规则，默认今天 / the rules of which day, default today")
@click.option(
    "--case", "as_case", is_flag=True, help="打印可直接填写的案例（JSON）/ print a case to be filled, as JSON"
)
@format_option
@lang_option
def facts(
    package: str, which: str | None, beside: tuple[str, ...], on: date | None, as_case: bool, form: str, lang: str
) -> int:
    """案例可以写哪些键：名称、类型与单位、取值或范围、由谁决定；指明措施时只列它用到的。

    What a case may say: keys, labels, types and units, values or ranges, who decides. Of a MEASURE, only what its rules use.
    """
    from sihang.cli import facts as page

    return page.facts(package, which, beside, on or date.today(), as_case=as_case, form=form, lang=lang)  # noqa: DTZ011


@policy.command(
    epilog="例 / examples:\n\n\b\n  sihang policy check                      检查所有随附的规则包\n  sihang policy check ./my-policy --no-cases"
)
@click.argument("packages", nargs=-1, shell_complete=complete_package)
@click.option("--cases/--no-cases", default=True, show_default=True, help="也运行案例 / run the cases too")
@format_option
@lang_option
def check(packages: tuple[str, ...], cases: bool, form: str, lang: str) -> int:
    """检查规则包：写法、类型与单位、引文、数字、解释、覆盖，再运行全部案例。一次列出所有问题。

    Check packages: shapes, types and units, quotes, numbers, readings, coverage; then run every case. All problems at once.
    Exit 0 fit for use; 2 something must be mended.
    """
    from sihang.cli.checking import check_package
    from sihang.rulebook.folder import shipped_packages

    reports = [check_package(name, with_cases=cases) for name in packages or shipped_packages()]
    if form == "json":
        write_json([each.as_json(lang) for each in reports])
    else:
        for each in reports:
            each.print(lang)
    return 0 if all(each.passed for each in reports) else 2


@policy.command(epilog="例 / example:\n\n\b\n  sihang policy coverage yangpu-2024-1")
@_package
@format_option
@lang_option
def coverage(package: str, form: str, lang: str) -> int:
    """原文每个字的去处：计算、认定、授权、服务、目标、宣示，合计 100%；不足 100% 退出码为 2。

    Where every character of the text has gone. Exit 2 below 100%.
    """
    from sihang.cli.tables import coverage_table
    from sihang.rulebook.coverage import coverage as cover
    from sihang.rulebook.package import read_package

    covered = cover(read_package(package))
    if form == "json":
        write_json(covered.as_json(lang))
    else:
        coverage_table(covered, package, lang)
    return 0 if covered.complete else 2


@policy.command(epilog="例 / example:\n\n\b\n  sihang policy diff yangpu-2024-1 ./my-copy")
@click.argument("old", shell_complete=complete_package)
@click.argument("new", shell_complete=complete_package)
@format_option
@lang_option
def diff(old: str, new: str, form: str, lang: str) -> int:
    """两个规则包有何不同：条文、措施、条件、金额、留白，用文字说。

    What two packages differ in: clauses, measures, conditions, amounts, slots. Always exits 0 when both can be read.
    """
    from sihang.rulebook.diff import diff as compare
    from sihang.rulebook.package import read_package

    difference = compare(read_package(old), read_package(new), lang)
    if form == "json":
        write_json(difference.as_json(lang))
    elif difference.same:
        click.echo("没有不同" if lang != "en" else "no difference")
    else:
        for line in difference.lines(lang):
            click.secho(line, fg={"+": "green", "-": "red", "−": "red"}.get(line.strip()[:1]))
    return 0


@policy.command(
    epilog="例 / examples:\n\n\b\n  sihang policy sql --dialect postgres --on 2025-06-30 > assess.sql\n"
    "  sihang policy sql --dialect spark --policy yangpu-2024-1 --policy example-rules --table park.organisations\n"
    "  sihang policy sql --dialect clickhouse --ddl      这条语句读的表 / the table that it reads"
)
@click.option("--dialect", type=click.Choice(["duckdb", "postgres", "spark", "clickhouse"]), required=True,
              help="在哪种数据库里运行 / the database to run it in")  # fmt: skip
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=complete_package,
              help="规则包，可多次，默认政策本身 / packages, by default the policy alone")  # fmt: skip
@click.option(
    "--on", type=Day(), default=None, help="哪一天的规则，默认今天，写进语句 / the day, default today; it is written in"
)
@click.option("--table", default="organisations", show_default=True, help="表名 / the table's name")
@click.option("--like", metavar="FILE", default=None,
              help="列照此文件：Parquet，或每行一个列名；默认全部 / columns as in this Parquet file or list, default all")  # fmt: skip
@click.option("--ddl", is_flag=True, help="只打印建表语句 / print the CREATE TABLE instead")
def sql(dialect: str, policies: tuple[str, ...], on: date | None, table: str, like: str | None, ddl: bool) -> int:
    """把规则写成一条 SQL 语句，在数据所在的平台里运行，数据不必出库。

    The rules as one SELECT with layered common table expressions, the same to the last bit as every other way of assessing.
    Each row of the table is one organisation, in the canonical form of docs/tables.md.
    """
    from sihang.cli.sql import write

    return write(policies, dialect, on or date.today(), table, like, ddl=ddl)  # noqa: DTZ011 - the local day of who asks


@policy.command(epilog="例 / example:\n\n\b\n  sihang policy schema measure > .vscode/measure.schema.json")
@click.argument("kind", required=False)
def schema(kind: str | None) -> int:
    """规则包各类文件的 JSON Schema，供编辑器提示与检查。 / JSON Schema of a kind of package file, for editors."""
    from sihang.rulebook.schema import FILES, json_schema

    if kind is None:
        click.echo("\n".join(sorted(FILES)))
        return 0
    if kind not in FILES:
        raise click.UsageError(f"没有这类文件 / no such kind: {kind}（{', '.join(sorted(FILES))}）")
    write_json(json_schema(kind))
    return 0


@policy.command(epilog="例 / examples:\n\n\b\n  sihang policy new 通知.txt --id my-policy                    写到 ./my-policy\n"
                "  sihang policy new 通知.txt --id my-policy --out ../policies/my-policy")  # fmt: skip
@click.argument("text", type=click.Path(dir_okay=False))
@click.option(
    "--id", "package_id", required=True, metavar="ID", help="规则包编号：小写字母、数字、连字符 / the id of the package"
)
@click.option("--title", default=None, help="名称，默认取自文中 / its title, by default found in the text")
@click.option(
    "--out", type=click.Path(file_okay=False), default=None, help="写到哪个文件夹，默认 ./ID / where to, default ./ID"
)
@format_option
@lang_option
def new(text: str, package_id: str, title: str | None, out: str | None, form: str, lang: str) -> int:
    """从任何政策文本起草一个规则包：分条，找出每个金额、比例、上限、档次、期限、等次与留白，附引文，全部标为草稿。

    Draft a package from any policy document, so that an officer starts from a checked skeleton and not from a blank page.
    """
    from sihang.rulebook.document import read_document
    from sihang.rulebook.draft import draft_package

    folder = Path(out or package_id)
    if folder.exists() and any(folder.iterdir()):
        words = (
            f"文件夹不是空的，不覆盖：{folder}；请换 --out / the folder is not empty: {folder}; choose another --out"
        )
        raise click.UsageError(words)
    drafted = draft_package(read_document(text), package_id=package_id, title=title, entered=date.today())  # noqa: DTZ011
    if not drafted.findings and not drafted.contents.survey.source.clauses:
        raise click.UsageError(f"文中没有条款，也没有可识别的内容 / no clause and nothing to draft from in {text}")
    _write(folder, drafted.files())
    if form == "json":
        write_json(
            {
                "folder": str(folder),
                "files": sorted(drafted.files()),
                "findings": [_finding(each) for each in drafted.findings],
            }
        )
        return 0
    click.echo(drafted.summary(lang))
    named = folder if folder.is_absolute() or len(folder.parts) > 1 else f"./{folder}"
    next_step = f"先读 {folder}/DRAFT.md，逐项核对后运行 sihang policy check {named}"
    next_step_en = f"Read {folder}/DRAFT.md first, check each item, then run: sihang policy check {named}"
    click.secho(next_step if lang != "en" else next_step_en, bold=True)
    return 0


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"写不了 / cannot write {folder}: {error.strerror}") from None


def _finding(finding: Any) -> dict[str, Any]:
    return {
        "kind": str(finding.kind), "quote": finding.quote, "clause": finding.clause, "start": finding.start, "end": finding.end,
    }  # fmt: skip


@policy.command("format", epilog="例 / examples:\n\n\b\n  sihang policy format ./my-policy            列出不规范的写法\n"
                "  sihang policy format ./my-policy --write    改成规范写法")  # fmt: skip
@_package
@click.option("--write", is_flag=True, help="写回文件 / write the files")
@lang_option
def format_rules(package: str, write: bool, lang: str) -> int:
    """规则表达式的规范写法：用中文标签，运算词两边各一空格，去掉多余括号。不带 --write 时只列出，有则退出码为 2。

    The canonical form of rules. Without --write they are only listed, and the exit code is 2 if there are any.
    """
    from sihang.rulebook.assess import load_unchecked
    from sihang.rulebook.package import read_package
    from sihang.rulebook.reformat import apply, edits

    found = edits(read_package(package), load_unchecked(package).layers)
    for edit in found:
        click.echo(f"{edit.path}:{edit.line}")
        click.secho(f"  - {edit.old}", fg="red")
        click.secho(f"  + {edit.new}", fg="green")
    if write:
        apply(found)
    done = ("written" if write else "not canonical") if lang == "en" else ("处已改" if write else "处不规范")
    click.echo(f"{len(found)} {done}" if found else ("all canonical" if lang == "en" else "写法都已规范"))
    return 2 if found and not write else 0
