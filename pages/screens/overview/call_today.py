"""Whom to call today: who waits, then what is due, then the warmest, each with the reason and the way to act on it."""

from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from db.leads.rows import LeadRows, last_touch
from db.questions.reasons import reasons_of
from db.store.workspaces import Workspace
from journey_core.log.arrays import Ints
from journey_core.reasons.calling import calls
from journey_core.reasons.reasons import Reasons
from journey_core.wording import counted
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.formats import escape
from pages.kit.links import filtered_link, lead_link, log_link
from pages.screens.lead.score_text import cents

SHOWN: Final = 8


def call_today(workspace: Workspace, rows: LeadRows, chosen: NDArray[np.bool_], *, owner: str) -> None:
    """The first of those to call among the chosen leads (bool[n_leads]), which are those of `owner` when it is not
    "".
    """
    found = reasons_of(workspace, rows.columns, rows.stands, rows.scored, as_of=rows.as_of, memo=cached)
    keys = rows.people.frame["key"]
    leads = calls(found, lambda places: keys.iloc[places].tolist(), chosen=chosen, count=SHOWN)
    still = int((rows.stands.is_open & chosen).sum())
    if not len(leads):
        st.info(
            "Nobody is left to call: each open lead was dealt with today, or has a next step on a later day."
            if still
            else "No lead is open. Log an interaction, or move a lost lead to a stage to open it again."
        )
    for lead in leads:
        _row(rows, found, int(lead))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if still > len(leads):
            open_stages = [stage for stage in rows.columns.words.stages() if stage != "won"]
            filtered_link(f"All {counted(still, 'open lead')} by score", standing=open_stages, owned_by=owner)
        if len(leads):
            exports(workspace, "Call today", frame=lambda: calls_frame(rows, found, leads))


def _row(rows: LeadRows, found: Reasons, lead: int) -> None:
    """The lead with this number: score, name, why, and the link that logs a call."""
    key, company = (str(rows.people.frame[name].iloc[lead]) for name in ("key", "company"))
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        score = float(min(rows.scored.score[lead], 1.0))
        st.progress(score, text=cents(score), width=64)
        with st.container(gap=None):
            lead_link(str(rows.people.title[lead]), key)
            st.caption(" · ".join(escape(part) for part in (found.first(lead), company) if part))
        log_link("Log", key)


def calls_frame(rows: LeadRows, found: Reasons, leads: Ints) -> pd.DataFrame:
    """One row per lead of these numbers, in their order."""
    frame = rows.people.frame.iloc[leads]
    stages = [rows.columns.words.word("stage", int(code)) for code in rows.stands.stage[leads]]
    steps = [found.known.plans.step.get(int(lead)) for lead in leads]
    return pd.DataFrame(
        {
            "lead": frame["key"].to_numpy(object),
            "name": rows.people.title[leads],
            "company": frame["company"].to_numpy(object),
            "score": rows.scored.score[leads],
            "stage": stages,
            "last_at": [last_touch(rows, int(lead)) for lead in leads],
            "why": [found.first(int(lead)) for lead in leads],
            "waiting_since": [found.waiting_since(int(lead)) for lead in leads],
            "next_step": [step.what if step else "" for step in steps],
        }
    )
