"""The leads of one page of the list as a table: sorted, one row per lead, a click opens it or ticks it."""

from collections.abc import Callable
from datetime import UTC
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import streamlit as st

from db.leads.rows import LeadRows, last_touch
from journey_core.leads.summary import weekly_activity
from journey_core.log.arrays import Ints
from journey_core.log.ordering import first_by
from journey_core.log.vocabulary import Words, spoken
from pages.kit import clicks
from pages.kit.colours import ACCENT, channel_colour, stage_colours
from pages.kit.formats import ago

PAGE_ROWS: Final = 25
WEEKS: Final = 12

ORDERS: Final[dict[str, tuple[str, Callable[[LeadRows], tuple[np.ndarray, ...]]]]] = {
    "score": ("Score", lambda rows: (-rows.scored.score, -rows.stands.last_at)),
    "last": ("Last interaction", lambda rows: (-rows.stands.last_at,)),
    "value": ("Value", lambda rows: (-rows.stands.value, -rows.stands.last_at)),
    "interactions": ("Most interactions", lambda rows: (-rows.stands.interactions,)),
    "first": ("Newest lead", lambda rows: (-rows.stands.first_at,)),
    "name": ("Name", lambda rows: (rows.people.by_title,)),
}
"""Orders of the list by their name in the address: title, and sort keys, the first one counting most."""

_FORMERLY: Final = {"busy": "interactions"} | {title: name for name, (title, _) in ORDERS.items()}
"""What orders were called in addresses that may have been kept."""


def order_of(asked: str) -> str:
    """The order that an address asks for; the first one where there is no such order."""
    name = _FORMERLY.get(asked, asked)
    return name if name in ORDERS else next(iter(ORDERS))


def in_order(rows: LeadRows, leads: Ints, order: str, *, count: int) -> Ints:
    """The first `count` of the leads of these numbers, sorted; ties by title."""
    keys = (*ORDERS[order][1](rows), rows.people.by_title)
    return leads[first_by([key[leads] for key in keys], count)]


def lead_table(rows: LeadRows, leads: Ints, zone: ZoneInfo, currency: str, *, key: str) -> None:
    """Draws the leads of these numbers, in their order, and opens the one that is clicked."""
    opened = clicks.opening_one(key, rows.people.frame["key"].iloc[leads].tolist())
    _draw(rows, leads, zone, currency, key, opened)


def tick_table(rows: LeadRows, leads: Ints, zone: ZoneInfo, currency: str, *, key: str) -> Ints:
    """Draws them with a box to tick before each; the numbers of the ticked ones."""
    ticked = _draw(rows, leads, zone, currency, key).selection.rows
    return leads[np.asarray(ticked, np.int64)]


def _draw(
    rows: LeadRows, leads: Ints, zone: ZoneInfo, currency: str, key: str, opened: Callable[[], None] | None = None
) -> Any:
    """The table; `opened` is called on a click, without it rows can be ticked."""
    shown = table_rows(rows, leads, zone)
    does = "a click on a cell opens the lead" if opened else "each can be ticked"
    answers: Callable[[], None] | Literal["rerun"] = opened or "rerun"
    return st.dataframe(
        shown,
        hide_index=True,
        height="content",
        placeholder="",
        key=key,
        on_select=answers,
        selection_mode="single-cell" if opened else "multi-row",
        column_config=_columns(
            rows.columns.words, currency, int(max(1, shown["activity"].map(max).max())) if len(shown) else 1
        ),
        alt=f"Leads of this page; {does}",
    )


def table_rows(rows: LeadRows, leads: Ints, zone: ZoneInfo) -> pd.DataFrame:
    """One row per lead; `activity` has the interactions of the last WEEKS weeks, the oldest first."""
    words, stands, frame = rows.columns.words, rows.stands, rows.people.frame
    activity = weekly_activity(rows.columns, leads, as_of=rows.as_of, weeks=WEEKS)
    return pd.DataFrame(
        {
            "name": rows.people.title[leads],
            "score": rows.scored.score[leads],
            "stage": [[words.word("stage", int(code))] for code in stands.stage[leads]],
            "company": frame["company"].to_numpy(object)[leads],
            "owner": frame["owner"].to_numpy(object)[leads],
            "last": [ago(last_touch(rows, int(lead)), rows.as_of.astimezone(UTC), zone) for lead in leads],
            "activity": activity.tolist(),
            "value": [value or None for value in stands.value[leads].tolist()],
            "channels": [_channels(words, int(bits)) for bits in stands.channels[leads]],
        }
    )


def _channels(words: Words, bits: int) -> list[str]:
    return [word for code, word in enumerate(words.lists["channel"]) if code and bits >> (code - 1) & 1]


def _columns(words: Words, currency: str, busiest: int) -> dict[str, Any]:
    config = st.column_config
    stages, channels = [*words.stages(), "lost"], [word for word in words.lists["channel"] if word]
    colours = stage_colours(stages)
    return {
        "name": config.TextColumn("Lead", width=150, pinned=True),
        "score": config.ProgressColumn("Score", format="%.2f", min_value=0, max_value=1, color=ACCENT, width="small"),
        "stage": config.MultiselectColumn(
            "Stage", options=stages, color=[colours[stage] for stage in stages], format_func=spoken, width=100
        ),
        "company": config.TextColumn("Company", width=150),
        "owner": config.TextColumn("Owner", width=110),
        "last": config.TextColumn("Last touch", width=90, help="The lead's newest interaction"),
        "activity": config.BarChartColumn(f"{WEEKS} weeks", y_min=0, y_max=busiest, color=ACCENT, width="small"),
        "channels": config.MultiselectColumn(
            "Channels",
            options=channels,
            color=[channel_colour(word) for word in channels],
            format_func=spoken,
            width="large",
        ),
        "value": config.NumberColumn(f"Value, {currency}", format="localized"),
    }
