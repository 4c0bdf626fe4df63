"""Which part of a journey is looked at: a span of time in the address, chosen by button or by a box in the picture."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import streamlit as st

from journey_core.calendar.parsing import end_of, start_of
from journey_core.errors import BadInput
from journey_core.leads.timeline import Timeline
from journey_core.log.times import instant
from journey_core.parameters import first
from pages.kit import urls
from pages.kit.formats import exact

SPANS: Final = {"All": None, "90 days": 90, "30 days": 30, "7 days": 7}


@dataclass(frozen=True)
class Range:
    """since <= t < until; None where a side is open."""

    since: datetime | None = None
    until: datetime | None = None

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None


def range_in_url(zone: ZoneInfo) -> Range:
    """The span that the address names; what can't be read sets no bound."""
    given = urls.query()
    return Range(_bound(first(given, "since"), zone, start_of), _bound(first(given, "until"), zone, end_of))


def range_buttons(chosen: Range, as_of: datetime, zone: ZoneInfo) -> None:
    """Buttons for usual spans, and what is shown if it is another span."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for title, days in SPANS.items():
            since = as_of - timedelta(days=days) if days else None
            if st.button(title, type="secondary", disabled=not days and not chosen):
                show_range(Range(since))
        if chosen:
            st.caption(_told(chosen, zone))


def follow_box(state: object, picture: Timeline) -> None:
    """A box drawn over the picture becomes the range of the address."""
    if boxes := state.selection.box:  # type: ignore[attr-defined]
        left, right = sorted(boxes[0]["x"])
        since, until = (instant(int(at)) for at in picture.axis.time(np.array([left, right])))
        show_range(Range(since, until + timedelta(microseconds=1)))


def show_range(chosen: Range) -> None:
    """Puts a range into the address and starts over with it."""
    urls.write(
        since=chosen.since.isoformat() if chosen.since else "", until=chosen.until.isoformat() if chosen.until else ""
    )
    st.rerun()


def _bound(text: str, zone: ZoneInfo, read: Callable[[str, ZoneInfo], datetime]) -> datetime | None:
    try:
        return read(text, zone) if text else None
    except BadInput:
        return None


def _told(chosen: Range, zone: ZoneInfo) -> str:
    start = f"from {exact(chosen.since, zone)}" if chosen.since else ""
    return f"{start} {f'to {exact(chosen.until, zone)}' if chosen.until else ''}".strip()
