"""`sihang index`: make everything findable anew."""

from __future__ import annotations

import os

import click


@click.command(epilog="例 / example:\n\n\b\n  sihang index")
def index() -> None:
    """重建搜索索引：条款、措施、单位 / rebuild the search index: clauses, measures, organisations."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sihang.project.settings.production")
    import django

    django.setup()
    policies, organisations = rebuild()
    click.echo(f"条款与措施 / clauses and measures: {policies}\n单位 / organisations: {organisations}")


def rebuild() -> tuple[int, int]:
    """How many entries of policies, and how many organisations; all of it or nothing."""
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from sihang.register.actions.index_organisations import index_organisations
    from sihang.search.actions.rebuild_policies import rebuild_policies

    with transaction.atomic():
        return rebuild_policies(settings.POLICIES, today=timezone.localdate()), index_organisations()
