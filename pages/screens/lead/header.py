"""The head of a lead's page: who, where, how warm, and the ways to log what happens next."""

from datetime import timedelta

import streamlit as st

from db.leads.cards import LeadCard
from db.leads.rows import LeadRows
from db.store.workspaces import Workspace
from journey_core.leads.scoring import score_history
from journey_core.leads.stage_time import StageTime, stage_time
from journey_core.log.times import instant
from journey_core.log.vocabulary import spoken
from journey_core.wording import signed
from pages.kit.cached import cached
from pages.kit.deltas import delta
from pages.kit.formats import duration, escape
from pages.kit.links import open_log
from pages.screens.lead.score_text import cents

COMPARED = timedelta(days=7)
"""How far back the arrow of the score compares."""


def lead_header(workspace: Workspace, card: LeadCard, rows: LeadRows, lead: int | None) -> None:
    """`lead` is the lead's number, None while the columns lack it."""
    who, where, warm = st.columns([5, 2, 2], vertical_alignment="top")
    with who:
        st.title(escape(card.title), anchor=False)
        known = (card.company, f"owner {card.owner}" if card.owner else "", card.email, card.phone)
        st.caption(" · ".join(escape(part) for part in known if part) or escape(card.key))
        with st.container(horizontal=True, gap="small"):
            if st.button("Log a call", type="primary"):
                open_log(card.key, channel="call")
            if st.button("Log…"):
                open_log(card.key)
    if lead is None or not rows.stands.interactions[lead]:
        return
    stage = rows.columns.words.word("stage", int(rows.stands.stage[lead]))
    since = instant(int(rows.stands.stage_since[lead]))
    usual = _usual(workspace, rows, stage) if rows.stands.is_open[lead] else None
    told = f"{_days(rows.as_of - since)} (usual: {_days(usual.median)})" if usual and usual.median else ""
    where.metric(
        "Stage",
        escape(spoken(stage)),
        told or f"for {_days(rows.as_of - since)}",
        delta_color="off",
        delta_arrow="off",
        help=escape(usual.definition) if usual and told else None,
    )
    before, now = score_history(
        rows.columns, lead, [rows.as_of - COMPARED, rows.as_of], as_of=rows.as_of, constants=rows.scored.constants
    )
    change = round(float(now - before), 2)
    told = f"{signed(change, digits=2)} over 7 days" if change else "same as 7 days ago"
    warm.metric(
        "Score",
        cents(float(now)),
        told,
        **delta(change),
    )


def _usual(workspace: Workspace, rows: LeadRows, stage: str) -> StageTime:
    return cached(
        workspace, "stage time", (stage, rows.as_of), lambda: stage_time(rows.columns, stage, as_of=rows.as_of)
    )


def _days(span: timedelta) -> str:
    """Whole days where there are several, else a finer span."""
    return f"{span.days} days" if span.days > 1 else duration(span)
