"""Making the demo: leads live their days, four systems write files about it, and the files are imported."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from db.demo.costs import write_costs
from db.demo.course import DAY, Step
from db.demo.files import LAYOUTS, ZONE, layout_of
from db.demo.ordinary import live
from db.demo.people import person
from db.demo.planted import planted
from db.demo.stories import BROKEN_FORM_DAYS, COLD_AFTER_DAYS, COLD_OWNER, HOT, PLANTED, REOPENED, SPAN_DAYS
from db.kept.spend import import_spend
from db.log.imports import import_file
from db.log.record import Entry, record
from db.store.settings import Settings, save_settings
from db.store.temporary import own_prefix
from db.store.workspaces import Workspace

LAST_HOUR: Final = 6
"""The demo ends at this hour UTC of its last day."""
QUIET: Final = timedelta(hours=3)
"""Files end this long before the end; what comes later is logged one by one."""
NEWEST_DAYS: Final = 4
"""The newest lead comes this many days before the end, so that a weekend does not keep it out."""


def demo_day(now: datetime) -> date:
    """The last day that a demo made now can have: today, or yesterday while the demo's last hour is still to come."""
    return (now.astimezone(UTC) - timedelta(hours=LAST_HOUR)).date()


def make_demo(workspace: Workspace, *, leads: int = 2000, seed: int = 7, until: date) -> None:
    """Fills a workspace with invented leads over the 18 months before 06:00 UTC of `until`, through four imports, a
    table of costs and a few logged interactions. The same number of leads, seed and day give the same log.
    """
    end = datetime.combine(until, time(LAST_HOUR), UTC)
    wall_end = end.astimezone(ZONE).replace(tzinfo=None)
    steps = sorted(_steps(leads, seed, wall_end), key=lambda step: (step.at, step.lead.key))
    save_settings(workspace, Settings(zone=ZONE.key))
    with TemporaryDirectory(prefix=own_prefix()) as folder:
        for layout in LAYOUTS:
            path = layout.write(Path(folder), (step for step in steps if layout_of(step) is layout))
            import_file(workspace, path, mapping=layout.mapping, source=layout.source)
        import_spend(workspace, write_costs(Path(folder), end))
    for entry in _last_words(end):
        record(workspace, entry)


def _steps(leads: int, seed: int, end: datetime) -> Iterator[Step]:
    """What the files know: every lead's steps up to shortly before the end, except those that never took place."""
    lives = planted(Random(f"{seed}:planted"), end)  # noqa: S311 - chance here must repeat itself, not surprise
    for life in (*lives, *_ordinary(leads - PLANTED, seed, end)):
        began = min(step.at for step in life)
        yield from (step for step in life if step.at < end - QUIET and _happens(step, began, end))


def _ordinary(count: int, seed: int, end: datetime) -> Iterator[list[Step]]:
    """The lives of the other leads; more of them begin late than early."""
    for number in range(PLANTED + 1, PLANTED + 1 + count):
        rng = Random(f"{seed}:{number}")  # noqa: S311 - as above
        start = end - DAY * (NEWEST_DAYS + (SPAN_DAYS - NEWEST_DAYS) * (1 - rng.random() ** 0.8))
        yield live(person(number, rng), rng, start, end)


def _happens(step: Step, began: datetime, end: datetime) -> bool:
    """False for forms sent while the form was broken, and for what the cold owner leaves undone."""
    if step.kind == "form_submitted":
        first, last = (end - DAY * days for days in BROKEN_FORM_DAYS)
        return not first <= step.at < last
    is_late = step.at > began + DAY * COLD_AFTER_DAYS
    return not (step.lead.owner == COLD_OWNER and step.direction == "outbound" and is_late)


def _last_words(end: datetime) -> Iterator[Entry]:
    """What was logged by hand or came in through the inbox on the last day."""
    hours = timedelta(hours=1)
    yield Entry(
        lead=REOPENED, kind="note", occurred_at=end - 14 * hours, owner="Miriam Vogt", source="form",
        content="Board meets on Thursday; call on Friday morning.",
    )  # fmt: skip
    yield Entry(
        lead=HOT, kind="email_replied", channel="email", direction="inbound", occurred_at=end - 2 * hours,
        source="inbox", external_id="<demo-1@mail.example.com>",
        content="Looks good. Can you call me today about the start date?",
    )  # fmt: skip
