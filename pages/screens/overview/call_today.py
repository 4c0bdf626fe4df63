"""Whom to call today: open leads by score, each with the reason and the way to act on it."""

from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from db.leads.rows import LeadRows, last_touch
from db.store.workspaces import Workspace
from journey_core.log.arrays import Ints
from journey_core.log.ordering import first_by
from journey_core.log.vocabulary import spoken
from journey_core.wording import counted
from pages.kit.export_menu import exports
from pages.kit.formats import ago, escape
from pages.kit.links import filtered_link, lead_link, log_link
from pages.screens.lead.score_text import cents

SHOWN: Final = 8


def call_today(workspace: Workspace, rows: LeadRows, chosen: NDArray[np.bool_], zone: ZoneInfo, *, owner: str) -> None:
    """The warmest open leads among the chosen ones (bool[n_leads]), those of `owner` when it is not ""."""
    leads = warmest(rows, chosen)
    if not len(leads):
        st.info("No lead is open. Log an interaction, or move a lost lead to a stage to open it again.")
    for lead in leads:
        key = str(rows.people.frame["key"].iloc[lead])
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
            score = float(min(rows.scored.score[lead], 1.0))
            st.progress(score, text=cents(score), width=64)
            with st.container(gap=None):
                lead_link(str(rows.people.title[lead]), key)
                st.caption(escape(why(rows, int(lead), zone)))
            log_link("Log", key)
    still = int((rows.stands.is_open & chosen).sum())
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if still > len(leads):
            open_stages = [stage for stage in rows.columns.words.stages() if stage != "won"]
            filtered_link(f"All {counted(still, 'open lead')} by score", standing=open_stages, owned_by=owner)
        if len(leads):
            exports(workspace, "Call today", frame=lambda: calls_frame(rows, leads, zone))


def warmest(rows: LeadRows, chosen: NDArray[np.bool_]) -> Ints:
    """Numbers of at most SHOWN open leads, the highest score first, then the newest interaction."""
    still = np.flatnonzero(rows.stands.is_open & chosen)
    keys = (-rows.scored.score[still], -rows.stands.last_at[still], rows.people.by_title[still])
    return still[first_by(keys, SHOWN)]


def calls_frame(rows: LeadRows, leads: Ints, zone: ZoneInfo) -> pd.DataFrame:
    """One row per lead of these numbers, in their order."""
    frame = rows.people.frame.iloc[leads]
    stages = [rows.columns.words.word("stage", int(code)) for code in rows.stands.stage[leads]]
    return pd.DataFrame(
        {
            "lead": frame["key"].to_numpy(object),
            "name": rows.people.title[leads],
            "company": frame["company"].to_numpy(object),
            "score": rows.scored.score[leads],
            "stage": stages,
            "last_at": [last_touch(rows, int(lead)) for lead in leads],
            "why": [why(rows, int(lead), zone) for lead in leads],
        }
    )


def why(rows: LeadRows, lead: int, zone: ZoneInfo) -> str:
    """“email replied 2 h ago, at proposal · Analytical Engines”."""
    columns, row = rows.columns, int(rows.stands.last_row[lead])
    word = columns.words.word
    stage, kind = word("stage", int(rows.stands.stage[lead])), word("kind", columns.kind[row])
    is_move = kind == "stage_changed" and columns.stage[row]
    said = spoken(kind) or f"seen via {spoken(word('channel', columns.channel[row]))}"
    told = ago(last_touch(rows, lead), rows.as_of, zone)
    sentence = f"moved to {spoken(stage)} {told}" if is_move else f"{said} {told}, at {spoken(stage)}"
    company = str(rows.people.frame["company"].iloc[lead])
    return f"{sentence} · {company}" if company else sentence
