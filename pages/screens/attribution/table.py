"""An attribution's numbers: totals and one row per channel, each opening the leads it counts."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from db.questions.parts.attribution import with_costs
from journey_core.attribution.channel_credit import BASELINE, NO_CHANNEL
from journey_core.attribution.wording import intent_remark, no_credit_remark
from journey_core.log.vocabulary import spoken
from journey_core.wording import counted
from pages.kit.answer_table import shown
from pages.kit.formats import NOTHING, PERCENT, escape, in_money, money, number
from pages.kit.linked_table import LinkedTable, linked_table
from pages.kit.links import leads_link, page_link
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
    "interval": _COLUMN.TextColumn("95 %", width=115, help="Of the conversions credited: score interval."),
    "share": _COLUMN.NumberColumn("share", width=65, format=PERCENT, help="Credit of all conversions."),
    "rank_interval": _COLUMN.TextColumn(
        "rank", width=55, help="The places that it takes in 95 % of the bootstrap samples."
    ),
    "rank_stability": _COLUMN.NumberColumn(
        "keeps rank", width=90, format=PERCENT, help="In how many of them it takes exactly this place."
    ),
    "cost_interval": _COLUMN.TextColumn("cost, 95 %", width=185),
    "returned": _COLUMN.NumberColumn(
        "return", width=75, format="localized", help="Value credited for each unit spent."
    ),
    "returned_interval": _COLUMN.TextColumn("return, 95 %", width=100),
    "indistinct": _COLUMN.TextColumn(
        "can't be told apart from",
        width=170,
        help="The difference of their credit may be chance, looking at all pairs of channels at once.",
    ),
    "placebo_interval": _COLUMN.TextColumn(
        "placebo", width=90, help="95 % of what it would get if channels made no difference."
    ),
    "value_interval": _COLUMN.TextColumn("value, 95 %", width=185),
}
"""How columns look, in the order of the table, except those named with the currency."""

_ORDER: Final = (
    "channel", "leads", "credit", "interval", "share", "rank_interval", "rank_stability", "value", "spent", "cost",
    "cost_interval", "returned", "returned_interval", "indistinct", "placebo_interval", "value_interval",
)  # fmt: skip
_MONEY: Final = frozenset({"value", "spent", "cost", "returned"})


def attribution_totals(view: AttributionView) -> None:
    """How many conversions were shared out, what they were worth if any has a value, and the leads behind them."""
    answer = view.answer
    with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
        st.metric("Conversions", number(answer.conversions), width="content")
        if answer.value:
            st.metric("Value", money(answer.value, view.currency), width="content")
        st.metric("Converted leads", number(answer.converted_leads), width="content")
        leads_link(f"{counted(answer.converted_leads, 'lead')} behind it", view.leads())


def attribution_table(view: AttributionView) -> None:
    """One row per channel; a click on its leads, or its link below, opens them."""
    frame = _frame(view)
    lists = {(place, "leads"): view.leads(row.channel) for place, row in enumerate(view.answer.rows) if row.leads}
    named = {
        "value": _COLUMN.NumberColumn(f"value, {view.currency}", width=125, format="localized"),
        "spent": _COLUMN.NumberColumn(f"spent, {view.currency}", width=115, format="localized"),
        "cost": _COLUMN.NumberColumn("cost each", width=100, format="localized", help="Spent / conversions."),
    }
    columns = {name: column for name, column in (_COLUMNS | named).items() if name in frame.columns}
    linked_table(LinkedTable(frame, lists), key="credit_table", columns=columns)
    st.caption(f"Leads that converted with a touchpoint in the channel; {NO_CHANNEL}: with none in the lookback.")
    with st.container(horizontal=True, gap="small"):
        for row in view.answer.credit:
            if row.leads:
                leads_link(f"{counted(row.leads, 'lead')}: {spoken(row.channel)}", view.leads(row.channel))
    _spend_words(view)


def _spend_words(view: AttributionView) -> None:
    if not view.costs.paid:
        page_link("data/spend.py", "Enter what channels cost")
        return
    returned = (
        "Return: the value credited, divided by the cost. Their intervals are those of the credit and of its value."
        if view.answer.value
        else "Its interval is that of the credit. No conversion here has a value, so there is no return."
    )
    st.caption(
        "Cost each: what the channel cost on the days of the period, with the same cost on every day of an entry, "
        f"divided by the conversions credited to it. {returned}"
    )


def _frame(view: AttributionView) -> pd.DataFrame:
    """One row per channel, the most credited first, then the baseline and channels that cost something and earned
    nothing; columns with nothing to say are left out.
    """
    frame = with_costs(view.answer, view.costs)
    absent = set() if view.answer.value else {"value", "value_interval", "returned", "returned_interval"}
    absent |= set() if any(row.indistinct for row in view.answer.rows) else {"indistinct"}
    known = {*frame.columns, *(name.removesuffix("_low") for name in frame.columns)}
    names = [name for name in _ORDER if name in known - absent]
    table = shown(frame, names, percents={"share", "rank_stability"}, intervals=dict.fromkeys(names, between))
    for name in _MONEY.intersection(names):
        table[name] = [in_money(amount) for amount in frame[name]]
    if "cost_interval" in names:
        table["cost_interval"] = [between(ends) for ends in _ends(frame, "cost_interval")]
    ranks = zip(_ends(frame, "rank_interval"), frame["rank"], strict=True)
    table["rank_interval"] = [_ranks(ends, rank) for ends, rank in ranks]
    table["channel"] = [_name(view, channel) for channel in frame["channel"]]
    if "indistinct" in names:
        alike = {row.channel: row.indistinct for row in view.answer.rows}
        table["indistinct"] = [", ".join(map(spoken, alike.get(channel, ()))) for channel in frame["channel"]]
    return table


def _ends(frame: pd.DataFrame, name: str) -> list[tuple[Any, Any]]:
    """The two ends of every row's interval; what is missing has none."""
    return list(zip(frame[f"{name}_low"], frame[f"{name}_high"], strict=True))


def _name(view: AttributionView, channel: str) -> str:
    """A channel that leads choose themselves is marked, where a model tells."""
    return f"{spoken(channel)} *" if channel in view.answer.confounded else spoken(channel)


def _ranks(ends: tuple[float, float], rank: float) -> str:
    """The ranks from one to another, else the rank alone."""
    places = [place for place in (*ends, rank) if not pd.isna(place)][:2]
    return "–".join(dict.fromkeys(f"{place:.0f}" for place in places)) or NOTHING


def between(ends: tuple[float, float]) -> str:
    """The two ends of an interval of amounts; one that has no end says where it begins."""
    low, high = ends
    if pd.isna(low):
        return NOTHING
    digits = 1 if (low if pd.isna(high) else high or low) < 1000 else 0
    start = number(low, digits=digits)
    return f"from {start}" if pd.isna(high) else f"{start}–{number(high, digits=digits)}"


def unsure_words(view: AttributionView) -> str:
    """Which channels the chosen model can't tell apart, what fits where one got nothing, and which it calls mixed up
    with intent; "" for none of these.
    """
    pairs = [
        f"{spoken(row.channel)} from {' or '.join(map(spoken, row.indistinct))}"
        for row in view.answer.credit
        if row.indistinct
    ]
    told = f"Hollow and grey: can't be told apart, {'; '.join(pairs)}." if pairs else ""
    mixed = intent_remark(view.answer.confounded)
    marked = f"* {mixed}" if mixed else ""
    row = view.answer.baseline_row
    anyway = f"{BASELINE}: {number(row.credit, digits=1)} conversions would have come anyway." if row else ""
    return escape(" ".join(each for each in (told, no_credit_remark(view.answer.credit), marked, anyway) if each))
