"""`sihang demo`: the portal on this machine, with example data and one-click sign-ins."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import click

NEXT = """
  四航门户 / the sihang portal    {address}

    不登录 / without signing in     四项行动与各项措施 / the four actions and their measures
    一键登录 / one-click sign-ins   {address}demo
    停止 / to stop                  Ctrl-C

  全部人员和单位均为虚构（示例数据），数据在 {folder}
  All people and organisations are fictitious; the data are in {folder}
"""


@click.command(epilog="例 / example:\n\n\b\n  sihang demo --port 8080")
@click.option("--port", default=8000, show_default=True, help="端口 / port")
@click.option("--prepare-only", is_flag=True, help="只建库和装入示例数据，不启动 / make the data and do not serve")
def demo(port: int, prepare_only: bool) -> None:
    """在本机打开门户，带示例数据和一键登录 / the portal on this machine, with example data."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sihang.project.settings.demo")
    try:
        import django
    except ImportError:
        raise click.ClickException(
            "门户需要 portal 附加包 / the portal is an extra: pip install 'sihang[portal]'"
        ) from None
    django.setup()
    folder = _prepare()
    if prepare_only:
        return
    from waitress import serve

    from sihang.cli.jobs import work_until
    from sihang.project.wsgi import application

    click.echo(NEXT.format(address=f"http://127.0.0.1:{port}/", folder=folder))
    # On this machine the jobs run beside the pages; in production they are processes of their own.
    threading.Thread(target=work_until, args=(threading.Event(),), daemon=True).start()
    serve(application, host="127.0.0.1", port=port, threads=8, ident="")


def _prepare() -> Path:
    """Make the database and load what is not there yet."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from sihang.cli.demo_people import load_people
    from sihang.cli.demo_register import load_register
    from sihang.cli.index import rebuild
    from sihang.journal.origin import coming_from

    folder: Path = settings.DATA
    folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    with coming_from("command line: sihang demo"):
        load_people(timezone.now())
        load_register(timezone.now())
    rebuild()
    return folder.resolve()
