"""`sihang found-office`: the first security administrator of a new portal, who appoints everyone else."""

from __future__ import annotations

import os

import click


@click.command("found-office", epilog="例 / example:\n\n\b\n  sihang found-office an.ran 安然")
@click.argument("username")
@click.argument("name")
@click.password_option(prompt="密码 / password", confirmation_prompt="再输一次 / once more")
def found_office(username: str, name: str, password: str) -> None:
    """设立首位安全管理员 / make the first security administrator."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sihang.project.settings.production")
    import django

    django.setup()
    from django.utils import timezone

    from sihang.accounts.actions import found_office as action
    from sihang.journal.origin import coming_from

    with coming_from("command line: sihang found-office"):
        action.found_office(username=username, name=name, password=password, now=timezone.now())
    click.echo(f"已设立安全管理员 {username}，登录后请先启用两步验证 / made; sign in and set up a second factor first")
