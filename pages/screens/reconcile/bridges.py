"""Bridges written as sums: what there is at first, what each rule takes away, what is counted, what is left over."""

from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from journey_core.attribution.models import MODELS
from journey_core.reconcile.lists import reconcile_list
from journey_core.reconcile.options import ReconcileOptions
from journey_core.reconcile.results import Bridge, Line, Reconciliation
from journey_core.wording import counted
from pages.kit.answer_table import shown
from pages.kit.formats import NOTHING, escape, number
from pages.kit.links import leads_link

_SIGN_WIDTH: Final = 24
_COUNT_WIDTHS: Final = {"leads": 110, "conversions": 230}
_PART: Final = "·"


def bridge_table(bridge: Bridge, options: ReconcileOptions, zone: ZoneInfo) -> None:
    """One row per line; its number opens the leads behind it."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.header(escape(bridge.title), width="content", anchor=False)
            residue = bridge.residue + bridge.parts_residue
            st.badge(f"residue {number(residue)}", color="red" if residue else "gray")
        _row("", bridge.start, bridge, options, zone)
        for line in bridge.excluded:
            _row("−", line, bridge, options, zone)
        _row("=", bridge.counted, bridge, options, zone)
        if bridge.parts:
            st.caption("of these")
        for line in bridge.parts:
            _row(_PART, line, bridge, options, zone)


def credit_table(answer: Reconciliation) -> None:
    """What each model adds up to, with its baseline."""
    frame = shown(answer.credits_frame(), ("model", "credit", "residue"))
    frame["model"] = [MODELS[name].title for name in frame["model"]]
    frame["residue"] = [_residue(each.residue) for each in answer.credits]
    with st.container(border=True, gap="xsmall"):
        st.header("Attribution: what each model adds up to", anchor=False)
        column = st.column_config
        st.dataframe(
            frame,
            hide_index=True,
            width="stretch",
            height="content",
            column_config={
                "model": column.TextColumn("model"),
                "credit": column.NumberColumn("credit in all", format="%.3f"),
                "residue": column.TextColumn("left over", help="Conversions less credit."),
            },
        )
        st.caption("Participation credits a conversion once for every channel, so it adds up to more by definition.")


def _row(sign: str, line: Line, bridge: Bridge, options: ReconcileOptions, zone: ZoneInfo) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(sign, width=_SIGN_WIDTH)
        leads = reconcile_list(options, zone, line.name)
        leads_link(_label(line, bridge.unit), leads, width=_COUNT_WIDTHS[bridge.unit])
        with st.container():
            st.text(line.title)


def _label(line: Line, unit: str) -> str:
    """Conversions with the leads that the link opens; for leads their number says both."""
    if unit == "leads":
        return counted(line.count, "lead")
    return f"{counted(line.count, 'conversion')}, {counted(line.leads, 'lead')}"


def _residue(residue: float | None) -> str:
    return NOTHING if residue is None else number(residue, digits=3)
