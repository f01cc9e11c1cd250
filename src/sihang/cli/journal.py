"""`sihang journal check`: the journal against its tree, by whoever runs the portal or audits it."""

from __future__ import annotations

import json
import os
from typing import IO, Any

import click

ALTERED = 2
"""How the command ends where something has to be looked into."""
SHOWN_MAX = 20


@click.group()
def journal() -> None:
    """办理日志 / the journal of the portal."""


@journal.command(epilog="例 / example:\n\n\b\n  sihang journal check\n  sihang journal check --head head.json")
@click.option("--head", type=click.File(encoding="utf-8"), help="此前下载的树根 / a head downloaded before")
def check(head: IO[str] | None) -> int:
    """逐条核对日志与日志树；有改动时退出码为 2 / check every event and node; exit 2 where something was altered."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sihang.project.settings.production")
    import django

    django.setup()
    from sihang.journal.checking import checked_journal

    found = checked_journal(_kept(head))
    click.echo(f"已入树 / sealed: {found.size}\n树根 / root: {found.root or '—'}")
    for words, names in (
        ("被改动的记录 / altered events", found.altered),
        ("缺失的位置 / places without their event", found.missing),
        ("未经程序写入的记录 / events that were put in from outside", found.unsealed),
        ("对不上的节点 / nodes that do not add up", [_node(*each) for each in found.nodes]),
    ):
        if names:
            more = f" … ({len(names)})" if len(names) > SHOWN_MAX else ""
            click.echo(f"✘ {words}: {', '.join(map(str, names[:SHOWN_MAX]))}{more}")
    if found.kept_head_differs:
        click.echo("✘ 与此前下载的树根不符 / it does not begin with the journal of the head that was kept")
    if not found.sound:
        return ALTERED
    click.echo("✔ 没有改动 / nothing was altered")
    return 0


def _node(level: int, position: int) -> str:
    """With the places, from 0, of the events that it stands for."""
    return f"{level}/{position} ({position << level}–{((position + 1) << level) - 1})"


def _kept(head: IO[str] | None) -> dict[str, Any] | None:
    if head is None:
        return None
    try:
        kept = json.load(head)
        if kept["kind"] == "sihang-head-1" and isinstance(kept["size"], int) and isinstance(kept["root"], str):
            return dict(kept)
    except (ValueError, TypeError, KeyError):
        pass
    raise click.BadParameter("不是下载的树根文件 / no head as the journal's page gives it", param_hint="--head")
