"""What advertising cost: a file that a fifth system, bookkeeping, writes month by month."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from db.demo.stories import MONTHLY_COSTS, SPAN_DAYS
from db.kept.spend import COLUMNS

FILENAME: Final = "advertising_costs.csv"


def write_costs(folder: Path, end: datetime) -> Path:
    """The costs of every advertising channel in every month up to the demo's last day, as a table that Spend takes."""
    path = folder / FILENAME
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for first, last in _months((end - timedelta(days=SPAN_DAYS)).date(), end.date()):
            share = ((last - first).days + 1) / 30.4
            table.writerows((channel, first, last, f"{cost * share:.2f}") for channel, cost in MONTHLY_COSTS.items())
    return path


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last day of every month; the outer ones only as far as they are in the range."""
    while first <= last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first, min(following - timedelta(days=1), last)
        first = following
