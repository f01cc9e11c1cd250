"""Write src/sihang/values/workdays.json from the `chinesecalendar` package (MIT).

A development tool: `chinesecalendar` is not needed at run time. Run it when a release covers a
newly announced year, and compare that year with the notice of the State Council's office:

    python tools/make_workdays.py
"""

import json
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

FIRST_YEAR = 2019
TARGET = Path(__file__).parents[1] / "src" / "sihang" / "values" / "workdays.json"
SATURDAY = 5


def table_text() -> str:
    """Return the table as JSON, one announced year a line."""
    last_year = max(day.year for day in holidays)
    rows = ",\n".join(
        json.dumps(
            {
                "year": year,
                "off": _days_of(year, (day for day in holidays if day.weekday() < SATURDAY)),
                "on": _days_of(year, workdays),
            }
        )
        for year in range(FIRST_YEAR, last_year + 1)
    )
    source = f"chinesecalendar {version('chinesecalendar')} (MIT); weekdays off, weekend days worked"
    return f'{{"source": "{source}", "years": [\n{rows}\n]}}\n'


def _days_of(year: int, days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days) if day.year == year]


if __name__ == "__main__":
    TARGET.write_text(table_text(), "utf-8")
