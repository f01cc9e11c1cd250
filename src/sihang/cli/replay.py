"""`sihang replay`: reproduce a saved assessment bit for bit, or say what differs."""

from __future__ import annotations

import click

from sihang.cli.output import format_option, lang_option, read_input, write_json
from sihang.rulebook.case_json import case_from_json
from sihang.rulebook.errors import CaseUnusable, ReplayUnusable
from sihang.rulebook.replay import replay as replay_saved


@click.command(
    epilog="例 / example:\n\n\b\n  sihang assess case.json --save decision.json\n  sihang replay decision.json"
)
@click.argument("file")
@click.option(
    "--package", "folders", multiple=True, metavar="ID=FOLDER", help="规则包在别处时指明 / where a package is now"
)
@format_option
@lang_option
def replay(file: str, folders: tuple[str, ...], form: str, lang: str) -> int:
    """重演保存的评估：核对规则包与输入的 SM3 摘要，重新评估，逐位比较。

    Reproduce the assessment saved in FILE. Exit 0 reproduced; 2 something differs (all of it is said) or the file cannot
    be read.
    """
    try:
        saved = case_from_json(read_input(file))
    except CaseUnusable as error:
        raise ReplayUnusable(error.problems) from None
    named = dict(_pair(each) for each in folders)
    done = replay_saved(saved, folders=named)
    if form == "json":
        write_json(done.as_json(lang))
    elif done.reproduced:
        click.secho("结果与保存的完全一致" if lang != "en" else "reproduced, bit for bit", fg="green")
    else:
        click.secho("与保存的不同：" if lang != "en" else "it differs:", fg="red")
    if form != "json":
        for words in (*done.differences, *done.remarks):
            click.echo(f"  {words.to(lang)}")
    return 0 if done.reproduced else 2


def _pair(text: str) -> tuple[str, str]:
    name, sign, folder = text.partition("=")
    if not sign:
        raise click.UsageError("--package 写成 ID=文件夹 / write --package ID=FOLDER")
    return name, folder
