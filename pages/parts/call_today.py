"""Whom to call today: open leads by score, each with the reason and the way to act on it."""

from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from journey_core.journeys import Ints
from pages.parts.formats import ago, counted, escape
from pages.parts.lead_rows import LeadRows, last_touch
from pages.parts.links import filtered_link, lead_link, log_link
from pages.parts.score_text import cents
from pages.parts.word_labels import spoken

SHOWN: Final = 8


def call_today(rows: LeadRows, chosen: NDArray[np.bool_], zone: ZoneInfo, *, owner: str) -> None:
    """The warmest open leads among the chosen ones (bool[n_leads]), those of `owner` when it is not ""."""
    leads = warmest(rows, chosen)
    if not len(leads):
        st.info("No lead is open. Log an interaction, or move a lost lead to a stage to open it again.")
    for lead in leads:
        key = str(rows.people.frame["key"].iloc[lead])
        score, who, act = st.columns([2, 8, 2], vertical_alignment="center", wrap=False)
        score.progress(float(min(rows.scored.score[lead], 1.0)), text=cents(float(rows.scored.score[lead])))
        with who.container(gap=None):
            lead_link(" · ".join(part for part in (rows.people.title[lead], _company(rows, lead)) if part), key)
            st.caption(escape(why(rows, int(lead), zone)))
        with act:
            log_link("Log", key)
    still = int((rows.stands.is_open & chosen).sum())
    if still > len(leads):
        open_stages = [stage for stage in rows.columns.words.stages() if stage != "won"]
        filtered_link(f"All {counted(still, 'open lead')} by score", standing=open_stages, owned_by=owner)


def warmest(rows: LeadRows, chosen: NDArray[np.bool_]) -> Ints:
    """Numbers of at most SHOWN open leads, the highest score first, then the newest interaction."""
    still = np.flatnonzero(rows.stands.is_open & chosen)
    order = np.lexsort((rows.people.by_title[still], -rows.stands.last_at[still], -rows.scored.score[still]))
    return still[order[:SHOWN]]


def why(rows: LeadRows, lead: int, zone: ZoneInfo) -> str:
    """“email replied 2 h ago, at proposal”."""
    columns, row = rows.columns, int(rows.stands.last_row[lead])
    kind, moved = columns.words.word("kind", columns.kind[row]), columns.words.word("stage", columns.stage[row])
    said = f"moved to {spoken(moved)}" if kind == "stage_changed" and moved else spoken(kind)
    said = said or f"seen via {spoken(columns.words.word('channel', columns.channel[row]))}"
    stage = columns.words.word("stage", int(rows.stands.stage[lead]))
    return f"{said} {ago(last_touch(rows, lead), rows.as_of, zone)}, at {spoken(stage)}"


def _company(rows: LeadRows, lead: int) -> str:
    return str(rows.people.frame["company"].iloc[lead])
