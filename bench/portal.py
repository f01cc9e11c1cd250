"""The portal over a register of 50,000 organisations, taken over from an officer's workbooks: list pages and "who qualifies".

    .venv/bin/python bench/portal.py                       SQLite in a temporary folder; loaded once, one to two minutes
    .venv/bin/python bench/portal.py --organisations 5000 --runs 9

Each page is asked for as a browser asks, through every middleware and template, in this process. Prints medians with the fastest and
the slowest of several runs, wall clock and processor time. Aims (issue: the portal's ground): "who qualifies" 3 s, list pages 300 ms.
It fails for nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WHO_QUALIFIES_MS, LIST_MS = 3_000, 300


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--organisations", type=int, default=50_000)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "sihang-portal")
    chosen = asked.parse_args()
    folder = chosen.folder / str(chosen.organisations)
    is_new = not (folder / "demo.sqlite3").exists()
    _start(folder)
    if is_new:
        _load(chosen.organisations)
    print(f"{_machine()}\n{_size()}\n")
    print("| page | median | fastest to slowest | CPU, median | aim |\n|---|---:|---:|---:|---:|")
    for name, address, aim, before in _pages():
        print(_row(name, aim, [_timed(address, before) for _ in range(chosen.runs)]))
    return 0


def _start(folder: Path) -> None:
    """The settings of the demonstration, on a database of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "sihang.project.settings.demo", "SIHANG_DATA": str(folder)}
    import django

    django.setup()


def _load(organisations: int) -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from sihang.accounts.models import Person
    from sihang.cli.demo_people import load_people
    from sihang.cli.demo_register import load_district
    from sihang.rulebook.shelf import rulebook_of

    call_command("migrate", verbosity=0)
    load_people(timezone.now())
    officer = Person.objects.get(username="demo.officer")
    start, cpu = time.perf_counter(), time.process_time()
    load_district(officer, rulebook_of(), timezone.now(), rows=organisations)
    took, spent = time.perf_counter() - start, time.process_time() - cpu
    print(f"read, checked and taken over in {took:.0f} s ({spent:.0f} s of processor time)")


def _machine() -> str:
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), ":")
    busy = os.getloadavg()[0]
    return f"{cpu.partition(':')[2].strip() or platform.machine()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, load {busy:.1f}"


def _size() -> str:
    from sihang.register.models import Fact, Organisation, Status

    return f"{Organisation.objects.count():,} organisations, {Fact.objects.count():,} statements, {Status.objects.count():,} statuses"


def _pages() -> list[tuple[str, str, int, Callable[[], None]]]:
    """Name, address, aim in ms, and what is done before each run."""
    from django.utils import timezone

    from sihang.portal.officer.qualifying import _answer
    from sihang.register.models import Organisation

    today, each = timezone.localdate(), Organisation.objects.order_by("-pk").first()
    asked = f"/office/qualifying/?on={today}&year={today.year - 1}&measure="

    def nothing() -> None:
        pass

    found = [
        (f"who qualifies for {key}", f"{asked}{key}", WHO_QUALIFIES_MS, _answer.cache_clear)
        for key in ("m08", "m12", "m01")
    ]
    lists = {
        "the list, first page": "/office/organisations/",
        "the list, page 800": "/office/organisations/?page=800",
        "... by a part of the name": "/office/organisations/?q=智能",
        "... by USCC": f"/office/organisations/?q={each.uscc[:12]}",
        "... with HNTE status in force": "/office/organisations/?status=hnte",
        "imports": "/office/imports/",
        "another page of who qualifies": f"{asked}m08&page=2&finding=all",
        "an organisation": f"/organisations/{each.uscc}/",
        "its yearly accounts": f"/organisations/{each.uscc}/accounts/",
    }
    return found + [(name, address, LIST_MS, nothing) for name, address in lists.items()]


def _timed(address: str, before: Callable[[], None]) -> tuple[float, float]:
    """Wall clock and processor time of one request, in ms, by an officer who signed in before."""
    client = _client()
    before()
    start, cpu = time.perf_counter(), time.process_time()
    answer = client.get(address)
    took = 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - cpu)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return took


_signed_in: list[Any] = []


def _client() -> Any:
    if not _signed_in:
        from django.test import Client

        from sihang.accounts.models import Person

        client = Client(SERVER_NAME="localhost")
        client.force_login(
            Person.objects.get(username="demo.officer"), "allauth.account.auth_backends.AuthenticationBackend"
        )
        client.get("/")
        _signed_in.append(client)
    return _signed_in[0]


def _row(name: str, aim_ms: int, took: list[tuple[float, float]]) -> str:
    wall, cpu = sorted(each[0] for each in took), statistics.median(each[1] for each in took)
    return f"| {name} | {statistics.median(wall):,.0f} ms | {wall[0]:,.0f} to {wall[-1]:,.0f} ms | {cpu:,.0f} ms | {aim_ms:,} ms |"


if __name__ == "__main__":
    raise SystemExit(main())
