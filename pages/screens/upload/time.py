"""When: the zone of times that name none, and the one date format of the column, asked where it reads two ways."""

from dataclasses import replace
from typing import Final
from zoneinfo import available_timezones

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journey_core.errors import AskDateFormat, AskZone, BadInput
from journey_core.intake.cells.dates import clock_reader, shown
from journey_core.intake.proposal.moments import times_of_day
from journey_core.intake.rows.formats import file_date_format
from journey_core.intake.rows.mapping import JOIN, Mapping
from journey_core.intake.table.recognise import Recognised
from pages.kit.formats import escape
from pages.screens.upload import draft
from pages.screens.upload.file import HeldFile, turn_key

OTHER: Final = "another format"


def with_time_of_day(place: DeltaGenerator, held: HeldFile, recognised: Recognised, mapping: Mapping, day: str) -> str:
    """The source of the time: its column, or “Day+Time” where the time of day that goes with it is chosen, too."""
    clocks = held.once(("times of day", recognised.key), lambda: times_of_day(recognised))
    if not clocks or day in clocks:
        return day
    parts = mapping.sources("occurred_at", recognised.header)
    present = parts[1] if len(parts) > 1 and parts[0] == day else ""
    choices = ["", *dict.fromkeys([*clocks, present] if present else clocks)]
    time = place.selectbox(
        "Its time of day",
        choices,
        choices.index(present),
        format_func=lambda column: column or "in no other column",
        key=turn_key("time", day),
    )
    return f"{day}{JOIN}{time}" if time else day


def time_choices(held: HeldFile, recognised: Recognised, mapping: Mapping, zone: str, zone_reason: str = "") -> Mapping:
    """The mapping with zone and date format as chosen; without a format where it still has to be."""
    with st.container(border=True):
        left, right = st.columns(2)
    zones = [zone, *sorted(available_timezones() - {zone})]
    with left:
        start = zones.index(mapping.timezone) if mapping.timezone in zones else 0
        chosen = st.selectbox("Times without a zone are in", zones, start, key=turn_key("zone"))
        if zone_reason:
            st.caption(escape(zone_reason))
    with right:
        date_format = _date_format(held, recognised, mapping, chosen)
    return replace(mapping, timezone=None if chosen == zone else chosen, date_format=date_format)


def is_asked(held: HeldFile, recognised: Recognised, mapping: Mapping, zone: str) -> bool:
    """Whether the dates can't be read before a person says how."""
    return mapping.date_format is None and not isinstance(_found(held, recognised, mapping, zone), str)


def _date_format(held: HeldFile, recognised: Recognised, mapping: Mapping, zone: str) -> str | None:
    """The format that was chosen; None where the column shows its own, or where nothing is chosen yet."""
    found = _found(held, recognised, mapping, zone)
    if isinstance(found, str):
        st.caption(f"Dates read as {escape(shown(found))}.")
        return None
    column = draft.column_of(mapping, "occurred_at")
    if isinstance(found, AskDateFormat):
        chosen = _ask(found, mapping.date_format, turn_key("dates", column))
        if chosen != OTHER:
            return chosen
    else:
        st.caption(escape(str(found)))
    if isinstance(found, AskZone):
        return None
    return _typed(mapping.date_format, turn_key("codes", column))


def _ask(question: AskDateFormat, present: str | None, key: str) -> str | None:
    options = [*question.readings, OTHER]
    start = options.index(present) if present in options else options.index(OTHER) if present else None
    return st.radio(
        f"The dates read more than one way. What is “{escape(question.value)}”?",
        options,
        index=start,
        format_func=lambda name: f"{question.readings[name]}  ({escape(name)})" if name != OTHER else OTHER,
        key=key,
    )


def _typed(present: str | None, key: str) -> str | None:
    """A format in strptime codes."""
    given = st.text_input(
        "Date format", present or "", key=key, placeholder="%d.%m.%Y %H:%M",
        help="%d day, %m month, %Y year, %y year of two digits, %b month's name, %H hour, %M minute, %S second",
    ).strip()  # fmt: skip
    if not given:
        return None
    try:
        clock_reader(given)
    except BadInput as error:
        st.error(escape(str(error)))
        return None
    return given


def _found(held: HeldFile, recognised: Recognised, mapping: Mapping, zone: str) -> str | BadInput:
    """The format that the whole column shows, or why it shows none; zone: of times without one."""

    def look() -> str | BadInput:
        try:
            return file_date_format(held.path, recognised, replace(mapping, date_format=None, timezone=zone), zone=zone)
        except BadInput as question:
            return question

    column = draft.column_of(mapping, "occurred_at")
    return held.once(("dates", recognised.key, column, zone), look)
