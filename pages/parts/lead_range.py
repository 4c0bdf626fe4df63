"""Which part of a journey is looked at: a span of time in the address, and the marks that were clicked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import streamlit as st

from db.read import FeedItem
from journey_core.errors import BadInput
from journey_core.journeys import instant, microseconds
from journey_core.moments import end_of, start_of
from journey_core.timeline import Timeline
from journey_core.vocabulary import DIRECTIONS, Words
from pages.parts import urls
from pages.parts.formats import exact
from pages.parts.questions import first

SPANS: Final = {"All": None, "90 days": 90, "30 days": 30, "7 days": 7}


@dataclass(frozen=True)
class Range:
    """since <= t < until; None where a side is open."""

    since: datetime | None = None
    until: datetime | None = None

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None


def range_in_url(zone: ZoneInfo) -> Range:
    """The span that the address names; what can't be read is no bound."""
    given = urls.query()
    return Range(_bound(first(given, "since"), zone, start_of), _bound(first(given, "until"), zone, end_of))


def range_buttons(chosen: Range, as_of: datetime, zone: ZoneInfo) -> None:
    """Buttons for usual spans, and what is shown if it is another."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for title, days in SPANS.items():
            since = as_of - timedelta(days=days) if days else None
            if st.button(title, type="secondary", disabled=not days and not chosen):
                show_range(Range(since))
        if chosen:
            st.caption(_told(chosen, zone))


def follow_selection(state: object, picture: Timeline) -> list[int]:
    """A drawn box becomes the range of the address; clicked marks are returned by their numbers."""
    selection = state.selection  # type: ignore[attr-defined]
    if selection.box:
        left, right = sorted(selection.box[0]["x"])
        since, until = (instant(int(at)) for at in picture.axis.time(np.array([left, right])))
        show_range(Range(since, until + timedelta(microseconds=1)))
    return [int(np.ravel(point["customdata"])[0]) for point in selection.points if point.get("customdata") is not None]


def in_marks(item: FeedItem, picture: Timeline, marks: list[int], words: Words) -> bool:
    """Whether one of the marks stands for an interaction."""
    at = microseconds(item.occurred_at)
    return any(
        words.word("channel", picture.lanes[int(picture.marks.lane[mark])]) == item.channel
        and DIRECTIONS[int(picture.marks.direction[mark])] == item.direction
        and picture.marks.first_at[mark] <= at <= picture.marks.last_at[mark]
        for mark in marks
    )


def show_range(chosen: Range) -> None:
    """Puts a range into the address and starts over with it."""
    urls.write(
        since=chosen.since.isoformat() if chosen.since else "", until=chosen.until.isoformat() if chosen.until else ""
    )
    st.rerun()


def _bound(text: str, zone: ZoneInfo, read: object) -> datetime | None:
    try:
        return read(text, zone) if text else None  # type: ignore[operator]
    except BadInput:
        return None


def _told(chosen: Range, zone: ZoneInfo) -> str:
    start = f"from {exact(chosen.since, zone)}" if chosen.since else ""
    return f"{start} {f'to {exact(chosen.until, zone)}' if chosen.until else ''}".strip()
