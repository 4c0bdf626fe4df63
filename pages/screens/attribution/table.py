"""An attribution's numbers: totals and one row a channel, each opening the leads it counts."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from journey_core.attribution.channel_credit import BASELINE, NO_CHANNEL
from journey_core.attribution.remarks import intent_remark
from journey_core.attribution.results import ChannelCredit
from journey_core.attribution.spend import ChannelCost
from journey_core.log.vocabulary import spoken
from journey_core.wording import counted
from pages.kit.formats import NOTHING, PERCENT, escape, in_money, in_percent, money, number
from pages.kit.linked_table import LinkedTable, linked_table
from pages.kit.links import leads_link, link_text
from pages.screens.attribution.answers import AttributionView

_COLUMN: Final = st.column_config
_COLUMNS: Final[dict[str, Any]] = {
    "channel": _COLUMN.TextColumn("channel", width=115, pinned=True),
    "leads": _COLUMN.NumberColumn(
        "leads",
        width=70,
        format="localized",
        help="Converted leads with a touchpoint in the channel; click opens them.",
    ),
    "credit": _COLUMN.NumberColumn(
        "conversions", width=100, format="%.1f", help="Conversions credited to the channel."
    ),
    "interval": _COLUMN.TextColumn("95 %", width=115, help="Of the conversions credited: bootstrap over leads."),
    "share": _COLUMN.NumberColumn("share", width=65, format=PERCENT, help="Credit of all conversions."),
    "rank": _COLUMN.TextColumn("rank", width=55, help="The places that it takes in 95 % of the bootstrap samples."),
    "keeps": _COLUMN.NumberColumn(
        "keeps rank", width=90, format=PERCENT, help="In how many of them it takes this very place."
    ),
    "cost_interval": _COLUMN.TextColumn("cost, 95 %", width=185),
    "returned": _COLUMN.NumberColumn(
        "return", width=75, format="localized", help="Value credited for each unit spent."
    ),
    "returned_interval": _COLUMN.TextColumn("return, 95 %", width=100),
    "like": _COLUMN.TextColumn(
        "can't be told apart from", width=170, help="The interval of the difference of their credit covers 0."
    ),
    "placebo": _COLUMN.TextColumn(
        "placebo", width=90, help="95 % of what it would get if channels made no difference."
    ),
    "value_interval": _COLUMN.TextColumn("value, 95 %", width=185),
}
"""How columns look, in the order of the table but for those named with the currency."""

_ORDER: Final = (
    "channel", "leads", "credit", "interval", "share", "rank", "keeps", "value", "spent", "cost", "cost_interval",
    "returned", "returned_interval", "like", "placebo", "value_interval",
)  # fmt: skip


def attribution_totals(shown: AttributionView) -> None:
    """How many conversions were shared out, what they were worth if any has a value, and the leads behind them."""
    answer = shown.answer
    with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
        st.metric("Conversions", number(answer.conversions), width="content")
        if answer.value:
            st.metric("Value", money(answer.value, shown.currency), width="content")
        st.metric("Converted leads", number(answer.converted_leads), width="content")
        leads_link(f"{counted(answer.converted_leads, 'lead')} behind it", shown.leads())


def attribution_table(shown: AttributionView) -> None:
    """One row a channel; a click on its leads, or its link below, opens them."""
    rows = shown.answer.rows
    frame = _frame(shown, rows)
    lists = {(number_of, "leads"): shown.leads(row.channel) for number_of, row in enumerate(rows) if row.leads}
    named = {
        "value": _COLUMN.NumberColumn(f"value, {shown.currency}", width=125, format="localized"),
        "spent": _COLUMN.NumberColumn(f"spent, {shown.currency}", width=115, format="localized"),
        "cost": _COLUMN.NumberColumn("cost each", width=100, format="localized", help="Spent / conversions."),
    }
    columns = {name: column for name, column in (_COLUMNS | named).items() if name in frame.columns}
    linked_table(LinkedTable(frame, lists), key="credit_table", columns=columns)
    st.caption(f"Leads that converted with a touchpoint in the channel; {NO_CHANNEL}: with none in the lookback.")
    with st.container(horizontal=True, gap="small"):
        for row in shown.answer.credit:
            if row.leads:
                leads_link(f"{counted(row.leads, 'lead')}: {spoken(row.channel)}", shown.leads(row.channel))
    _spend_words(shown)


def _spend_words(shown: AttributionView) -> None:
    if not any(cost.spent for cost in shown.costs):
        st.page_link("data/spend.py", label=link_text("Enter what channels cost"))
        return
    returned = (
        "Return: the value credited, divided by the cost. Their intervals are those of the credit and of its value."
        if shown.answer.value
        else "Its interval is that of the credit. No conversion here has a value, so nothing is said of a return."
    )
    st.caption(
        "Cost each: what the channel cost on the days of the period, every day of an entry costing the same, "
        f"divided by the conversions credited to it. {returned}"
    )


def _frame(shown: AttributionView, rows: Sequence[ChannelCredit]) -> pd.DataFrame:
    """One row a channel, the most credited first, then what cost something for nothing, and the baseline; columns that
    say nothing here are left out.
    """
    frame = pd.DataFrame(
        {
            "channel": [_name(shown, row.channel) for row in rows],
            "credit": [row.credit for row in rows],
            "interval": [between(row.interval) for row in rows],
            "share": [in_percent(row.share) for row in rows],
            "value": [in_money(row.value) for row in rows],
            "value_interval": [between(row.value_interval) for row in rows],
            "rank": [_rank(row) for row in rows],
            "keeps": [in_percent(row.rank_stability) for row in rows],
            "like": [", ".join(map(spoken, row.indistinct)) for row in rows],
            "placebo": [between(row.placebo.interval) if row.placebo else NOTHING for row in rows],
            "leads": [row.leads for row in rows],
        }
    )
    absent = [] if shown.answer.value else ["value", "value_interval", "returned", "returned_interval"]
    absent += [] if any(row.placebo for row in rows) else ["placebo"]
    absent += [] if any(row.indistinct for row in rows) else ["like"]
    frame = _with_costs(frame, rows, shown.costs)
    return frame[[name for name in _ORDER if name in frame.columns and name not in absent]]


def _with_costs(frame: pd.DataFrame, rows: Sequence[ChannelCredit], costs: tuple[ChannelCost, ...]) -> pd.DataFrame:
    if not any(cost.spent for cost in costs):
        return frame
    by_channel = {cost.channel: cost for cost in costs}
    idle = [cost for cost in costs if cost.channel not in {row.channel for row in rows}]
    none = pd.DataFrame([{"channel": spoken(cost.channel), "credit": 0.0, "share": 0.0, "leads": 0} for cost in idle])
    known = [*(by_channel.get(row.channel) for row in rows), *idle]
    frame = pd.concat([frame, none], ignore_index=True) if idle else frame
    columns: dict[str, Any] = {
        "spent": [in_money(cost.spent or None) if cost else None for cost in known],
        "cost": [in_money(cost.cost) if cost else None for cost in known],
        "cost_interval": [between(cost.cost_interval) if cost else NOTHING for cost in known],
        "returned": [in_money(cost.returned) if cost else None for cost in known],
        "returned_interval": [between(cost.returned_interval) if cost else NOTHING for cost in known],
    }
    return frame.assign(**columns)


def _name(shown: AttributionView, channel: str) -> str:
    """A channel that leads choose themselves is marked, where a model tells."""
    return f"{spoken(channel)} *" if channel in shown.answer.confounded else spoken(channel)


def _rank(row: ChannelCredit) -> str:
    low, high = row.rank_interval or (row.rank, row.rank)
    return NOTHING if low is None else str(low) if low == high else f"{low}–{high}"


def between(bounds: tuple[float, float | None] | None) -> str:
    """The two ends of an interval of amounts; one that has no end says where it begins."""
    if bounds is None:
        return NOTHING
    low, high = bounds
    digits = 1 if (high or low) < 1000 else 0
    return (
        f"from {number(low, digits=digits)}"
        if high is None
        else f"{number(low, digits=digits)}–{number(high, digits=digits)}"
    )


def unsure_words(shown: AttributionView) -> str:
    """Which channels the chosen model can't tell apart, and which it calls mixed up with intent; "" for neither."""
    pairs = [
        f"{spoken(row.channel)} from {' or '.join(map(spoken, row.indistinct))}"
        for row in shown.answer.credit
        if row.indistinct
    ]
    told = f"Hollow and grey: can't be told apart, {'; '.join(pairs)}." if pairs else ""
    mixed = intent_remark(shown.answer)
    marked = f"* {mixed}" if mixed else ""
    row = shown.answer.baseline_row
    anyway = f"{BASELINE}: {number(row.credit, digits=1)} conversions would have come anyway." if row else ""
    return escape(" ".join(each for each in (told, marked, anyway) if each))
