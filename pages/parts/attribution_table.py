"""An attribution's numbers: totals and one row a channel, each opening the leads it counts."""

from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from journey_core.attribution import AttributionOptions, AttributionResult
from pages.parts.formats import money, number
from pages.parts.links import leads_link, open_leads
from pages.parts.urls import attribution_list


def attribution_totals(answer: AttributionResult, options: AttributionOptions, zone: ZoneInfo, currency: str) -> None:
    """How many conversions were shared out, what they were worth, and the leads behind them."""
    with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
        st.metric("Conversions", number(answer.conversions), width="content")
        st.metric("Value", money(answer.value, currency), width="content")
        st.metric("Converted leads", number(answer.converted_leads), width="content")
        leads_link(f"Open {number(answer.converted_leads)} leads", attribution_list(options, zone))


def attribution_table(answer: AttributionResult, options: AttributionOptions, zone: ZoneInfo, currency: str) -> None:
    """One row a channel; choosing a row, or its link below, opens the leads it counts."""
    column = st.column_config
    chosen = st.dataframe(
        _rows(answer),
        key="credit_table",
        hide_index=True,
        width="stretch",
        height="content",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "channel": column.TextColumn("channel", pinned=True),
            "credit": column.NumberColumn("credit", format="%.1f", help="Conversions credited to the channel."),
            "low": column.NumberColumn("from", format="%.1f", help="Lower end of the 95 % interval of the credit."),
            "high": column.NumberColumn("to", format="%.1f", help="Upper end of the 95 % interval of the credit."),
            "share": column.NumberColumn("share", format="percent", help="Credit of all conversions."),
            "value": column.NumberColumn(f"value, {currency}", format="localized", step=1),
            "leads": column.NumberColumn("leads", help="Converted leads with a touchpoint in the channel."),
        },
    )
    if rows := chosen.selection.rows:
        open_leads(attribution_list(options, zone, channel=answer.credit[rows[0]].channel))
    st.caption("Leads that converted with a touchpoint in the channel:")
    with st.container(horizontal=True, gap="small"):
        for row in answer.credit:
            leads_link(f"{row.channel}: {number(row.leads)}", attribution_list(options, zone, channel=row.channel))


def _rows(answer: AttributionResult) -> pd.DataFrame:
    """One row a channel, the most credited first."""
    rows = answer.credit
    low, high = zip(*(row.interval or (None, None) for row in rows), strict=True) if rows else ((), ())
    columns = ("channel", "credit", "share", "value", "leads")
    frame = pd.DataFrame({name: [getattr(row, name) for row in rows] for name in columns})
    frame.insert(2, "low", low)
    frame.insert(3, "high", high)
    return frame
