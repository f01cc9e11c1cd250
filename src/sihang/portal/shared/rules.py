"""The rulebook of this portal, and every fact that its register keeps."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from sihang.register.known_facts import known_facts
from sihang.rulebook import Rulebook
from sihang.rulebook.facts import Fact
from sihang.rulebook.shelf import rulebook_of


def rulebook() -> Rulebook:
    """Of the packages that the setting POLICIES names."""
    return rulebook_of(settings.POLICIES)


def facts_kept(on: date | None = None) -> dict[str, Fact]:
    """Every fact that the register keeps, by key."""
    return known_facts(rulebook(), on or timezone.localdate())
