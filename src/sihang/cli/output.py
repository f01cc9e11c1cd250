"""Writing to the terminal: problems, JSON, and the options that several commands share."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from sihang.rulebook.case_json import json_text
from sihang.rulebook.errors import Problem, printable

INPUT_LIMIT = 32 << 20
"""Bytes; a case is a page, a saved assessment a few."""


def report_problems(problems: Sequence[Problem], *, lang: str = "zh", heading: str | None = None) -> None:
    """Every problem on standard error, one a line."""
    count = len(problems)
    default = f"{count} problem(s); nothing was done:" if lang == "en" else f"有 {count} 个问题，未作任何处理："
    click.secho(heading or default, fg="red", err=True)
    for problem in problems:
        click.echo(f"  {problem.text(lang)}", err=True)


def write_json(value: Any) -> None:
    click.echo(json_text(value), nl=False)


def read_input(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; a usage error where there is none."""
    try:
        if name == "-":
            content = sys.stdin.buffer.read(INPUT_LIMIT + 1) if sys.stdin is not None else b""
        else:
            with Path(name).open("rb") as file:
                content = file.read(INPUT_LIMIT + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise click.UsageError(f"读不了文件 / cannot read {printable(name)}: {reason}") from None
    except ValueError:
        raise click.UsageError("文件名不能用 / not a file name") from None
    if len(content) > INPUT_LIMIT:
        raise click.UsageError(f"文件超过 {INPUT_LIMIT >> 20} MB / larger than {INPUT_LIMIT >> 20} MB: {name}")
    return content


class Day(click.ParamType[date]):
    """An ISO day."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(f"日期写成 2025-06-30 / write a day as 2025-06-30: {value!r}", param, ctx)


def complete_package(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from sihang.rulebook.folder import shipped_packages

    del ctx, param
    return [CompletionItem(name) for name in shipped_packages() if name.startswith(incomplete)]


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    option = click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="给人看或给程序读 / for people or for programs",
    )
    return option(command)


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    option = click.option(
        "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="语言 / language"
    )
    return option(command)
