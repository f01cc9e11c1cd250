"""`sihang`: the commands, loaded only when called, and what happens to errors."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from sihang import __version__
from sihang.cli.output import report_problems
from sihang.rulebook.errors import SihangError

CANNOT_BE_USED = 2
UNFORESEEN = 1
_COMMANDS = {
    "assess": ("sihang.cli.assess", "assess", "评估一个案例：每项措施的结论、金额、待定与依据 / assess a case"),
    "batch": ("sihang.cli.batch", "batch", "评估整张表：一行一个单位，CSV、XLSX、Parquet / assess a whole table"),
    "simulate": (
        "sihang.cli.simulate",
        "simulate",
        "演算设想的改动：费用、得失、预算 / simulate a reform before it is made",
    ),
    "replay": ("sihang.cli.replay", "replay", "重演一份保存的评估，或说出哪里不同 / reproduce a saved assessment"),
    "synthetic": ("sihang.cli.synthetic", "synthetic", "生成示例登记册，供演示和测试 / make a synthetic register"),
    "policy": ("sihang.cli.policy", "policy", "查看、检查、比较、起草规则包 / show, check, compare, draft packages"),
    "demo": ("sihang.cli.demo", "demo", "在本机打开门户，带示例数据 / open the portal here, with example data"),
    "jobs": ("sihang.cli.jobs", "jobs", "查毒、读取材料、发送邮件 / scan and read documents, send mail"),
    "index": ("sihang.cli.index", "index", "重建搜索索引 / rebuild the search index"),
    "journal": ("sihang.cli.journal", "journal", "核对办理日志有没有被改动 / check that the journal is what it was"),
    "found-office": (
        "sihang.cli.found_office",
        "found_office",
        "设立门户的首位安全管理员 / make the first security administrator of a portal",
    ),
    "completion": ("sihang.cli.completion", "completion", "输出命令补全脚本 / print a shell completion script"),
}


class Commands(click.Group):
    """A group whose commands are imported when they are called, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令 / Commands"):
            formatter.write_dl([(name, about) for name, (_, _, about) in _COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="例 / examples:\n\n\b\n  sihang assess case.json\n  sihang assess case.json --on 2025-06-30 --lang en\n"
    "  sihang policy show yangpu-2024-1 m08\n  sihang policy new 通知.txt --id my-policy",
)
@click.version_option(__version__, "-V", "--version", message="sihang %(version)s", help="版本 / version")
def cli() -> None:
    """四航：把扶持政策的原文变成可以执行、逐条引用原文的规则。

    The text of a support policy as executable, cited rules: facts go in; every measure comes out with a finding, a
    range of money, what is still open and who can close it.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. Exit 0 done; 2 something must be mended, all of it listed; 1 anything unforeseen."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a pipe in GBK has no ✔
    try:
        result = cli.main(args=arguments, prog_name="sihang", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(CANNOT_BE_USED)
    except click.exceptions.Abort:
        click.echo("已中断 / interrupted", err=True)
        sys.exit(UNFORESEEN)
    except SihangError as error:
        problems = getattr(error, "problems", ())
        if not problems:
            sys.exit(_unforeseen(error))
        report_problems(problems, lang=_language(arguments))
        sys.exit(CANNOT_BE_USED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback for a user
        sys.exit(_unforeseen(error))
    sys.exit(result if isinstance(result, int) else 0)


def _language(arguments: Sequence[str] | None) -> str:
    given = list(arguments if arguments is not None else sys.argv[1:])
    asked = "en" in given[given.index("--lang") + 1 : given.index("--lang") + 2] if "--lang" in given else False
    return "en" if asked or "--lang=en" in given else "zh"


def _unforeseen(error: Exception) -> int:
    if os.environ.get("SIHANG_DEBUG"):
        raise error
    about: Any = f"{type(error).__name__}: {error}"
    click.echo(f"出乎意料的错误，这是程序的问题：{about}", err=True)
    click.echo("Unforeseen; this is our fault. SIHANG_DEBUG=1 shows the details; please report them.", err=True)
    return UNFORESEEN


if __name__ == "__main__":
    main()
