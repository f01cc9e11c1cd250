"""Who qualifies, of a register of 50,000 organisations with their facts over the years, in a database of its own.

    .venv/bin/python bench/whole_register.py                     SQLite in a temporary folder; made once, a minute or two
    .venv/bin/python bench/whole_register.py --organisations 5000

Prints, for each measure, the best and the worst of several runs; the aim is 3 s (issue: the portal's ground).
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

DAY, KNOWN, MADE = date(2025, 6, 30), datetime(2025, 7, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (("m08", {"growth_year": 2023}), ("m12", {}), ("m01", {}))
AT_ONCE = 2_000


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--organisations", type=int, default=50_000)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "sihang-register")
    chosen = asked.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    database = chosen.folder / f"register-{chosen.organisations}.sqlite3"
    _start(database)
    _make(chosen.organisations)
    _measure(chosen.runs)
    return 0


def _start(database: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "sihang.project.settings.test"
    import django

    from sihang.project.settings import test
    from sihang.project.settings.database import sqlite

    test.DATABASES = {"default": sqlite(database)}
    django.setup()


def _make(count: int) -> None:
    """Make the register, unless it is there already."""
    from django.core.management import call_command
    from django.db import transaction

    from sihang.accounts.models import Person
    from sihang.register.models import Fact, Organisation, Status

    call_command("migrate", verbosity=0)
    if Organisation.objects.exists():
        return
    rng = random.Random(20250630)  # noqa: S311 - figures, no secrets
    by = Person.objects.create(username="bench", name="bench")
    with transaction.atomic():
        for first in range(0, count, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, count))
            made = [Organisation(uscc=f"{n:018d}", name=f"示例单位{n}", since=MADE) for n in numbers]
            Organisation.objects.bulk_create(made)
            facts = [fact for each in made for fact in _facts(each, rng)]
            common = {"state": "known", "recorded_at": MADE, "recorded_by": by}
            Fact.objects.bulk_create([Fact(**common, **fact) for fact in facts])
            hnte = {"kind": "hnte", "level": "state", "since": date(2022, 11, 15), "until": date(2025, 11, 14)}
            granted = [each for each in made if rng.random() < 0.4]
            source = {"source": "public_list", "issuer": "认定办", "recorded_at": MADE, "recorded_by": by}
            Status.objects.bulk_create([Status(organisation=each, **hnte, **source) for each in granted])


def _facts(of: Any, rng: random.Random) -> list[dict[str, Any]]:
    """Ten years of figures at most; some are unknown, one in fifty is told otherwise by the organisation itself."""
    office = {"organisation": of, "source": "other_office", "named": "区税务局"}
    founded, revenue = rng.randint(2005, 2022), rng.randint(10**7, 10**10)
    found = [
        {**office, "key": "kind", "text": "enterprise" if rng.random() < 0.95 else "university"},
        {**office, "key": "registered_in_district", "number": int(rng.random() < 0.9)},
        {**office, "key": "on_exclusion_list", "number": int(rng.random() < 0.01)},
        {**office, "key": "founded_year", "number": founded},
    ]
    for year in range(max(founded, 2015), 2025):
        figures = {"revenue": revenue, "rd_expense": revenue // 20}
        for key, number in figures.items():
            if rng.random() < 0.85:
                found.append({**office, "key": key, "year": year, "number": number})
            if rng.random() < 0.02:
                own = {"organisation": of, "source": "self_declared", "key": key, "year": year, "number": number + 100}
                found.append(own)
        revenue = int(revenue * rng.uniform(0.9, 1.5))
    return [fact for fact in found if rng.random() < 0.95]


def _measure(runs: int) -> None:
    from sihang.checkup.qualifying import who_qualifies
    from sihang.register.models import Fact, Organisation
    from sihang.rulebook.shelf import rulebook_of

    print(f"{Organisation.objects.count()} organisations, {Fact.objects.count()} statements")
    for measure, supposing in ASKED:
        took = []
        for _ in range(runs):
            start = time.perf_counter()
            found = who_qualifies(rulebook_of(), measure, on=DAY, known=KNOWN, supposing=supposing)
            took.append(time.perf_counter() - start)
        print(f"{measure}  best {min(took):.2f} s  worst {max(took):.2f} s  {dict(found.counts)}")


if __name__ == "__main__":
    raise SystemExit(main())
