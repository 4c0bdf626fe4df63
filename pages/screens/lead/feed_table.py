"""A lead's interactions as a list, newest first: what, when, who, and where it came from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from db.leads.feed import FeedItem
from journey_core.log.vocabulary import spoken
from pages.kit.formats import ago, escape, exact, money

SHAPES: Final = {"inbound": "●", "outbound": "○", "": "·"}
"""The same shapes as in the picture: filled is inbound."""
SHOWN: Final = 16
"""Rows before the list scrolls in itself."""


def feed_table(items: Sequence[FeedItem], as_of: datetime, zone: ZoneInfo, currency: str, *, key: str) -> None:
    """Draws the interactions; a click on one shows all that the log has of it."""
    state = st.dataframe(
        feed_rows(items, as_of, zone, currency),
        hide_index=True,
        height="content" if len(items) <= SHOWN else 36 * SHOWN,
        key=key,
        on_select="rerun",
        selection_mode="single-cell",
        column_config={
            "": st.column_config.TextColumn("↔", width=34, help="● inbound, ○ outbound"),
            "what": st.column_config.TextColumn("What", width=190),
            "when": st.column_config.TextColumn("When", width=100),
            "who": st.column_config.TextColumn("Who", width=110),
            "note": st.column_config.TextColumn("Note", width=150),
            "from": st.column_config.TextColumn("From", width=130),
            "exactly": st.column_config.TextColumn("Exactly", width=170),
        },
        alt="Interactions of this lead, the newest first",
    )
    if cells := state.selection.cells:
        _details(items[cells[0][0]], zone)


def feed_rows(items: Sequence[FeedItem], as_of: datetime, zone: ZoneInfo, currency: str) -> pd.DataFrame:
    """One row per interaction; owner and note only where some row has one."""
    columns = ("", "what", "when", "who", "note", "from", "exactly")
    told = pd.DataFrame(
        [
            (
                SHAPES[item.direction],
                _what(item, currency),
                ago(item.occurred_at, as_of, zone),
                item.owner,
                item.content,
                _from(item),
                exact(item.occurred_at, zone),
            )
            for item in items
        ],
        columns=list(columns),
    )
    return told.loc[:, [name for name in columns if name not in {"who", "note"} or told[name].any()]]


def _what(item: FeedItem, currency: str) -> str:
    """“call connected”, “moved to proposal”, “won, € 12,000”."""
    if item.kind == "stage_changed" and item.stage:
        said = f"moved to {spoken(item.stage)}"
    elif item.kind == "converted":
        said = "won"
    else:
        said = spoken(item.kind or item.channel)
    worth = f", {money(item.value, currency)}" if item.value is not None else ""
    channel = f" via {spoken(item.channel)}" if item.channel and item.channel not in item.kind else ""
    return f"{said}{worth}{channel}"


def _from(item: FeedItem) -> str:
    files = ", ".join(name for name in item.claimed_by if name)
    return f"{item.source} ({files})" if files and files != item.source else item.source


def _details(item: FeedItem, zone: ZoneInfo) -> None:
    """Everything that is known of one interaction, as text."""
    known = {
        "When": exact(item.occurred_at, zone),
        "Campaign": item.campaign,
        "Stage": item.stage,
        "Note": item.content,
        **item.details,
    }
    with st.container(border=True):
        for name, value in known.items():
            if value:
                st.caption(escape(name))
                st.text(value)
