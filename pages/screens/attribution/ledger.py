"""The credit behind one lead's conversions: each touchpoint, its weight and the reason for it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

import pandas as pd
import streamlit as st

from db.leads.cards import LeadCard, find_lead, lead_cards
from journey_core.attribution.ledger import ConversionLedger, Ledger, ledger
from journey_core.errors import JourneyError
from journey_core.log.vocabulary import spoken
from journey_core.parameters import choice, first
from journey_core.wording import counted
from pages.kit import urls
from pages.kit.cached import cached
from pages.kit.controls import choice_box
from pages.kit.export_menu import Export, exports
from pages.kit.formats import PERCENT, duration, escape, exact, in_money, in_percent, money, number
from pages.kit.links import lead_link
from pages.screens.attribution.answers import AttributionView

OFFERED: Final = 100
"""Leads to choose from, at most; others are typed."""

_COLUMNS: Final = {
    "at": st.column_config.TextColumn("touchpoint"),
    "before": st.column_config.TextColumn("before", width="small"),
    "weight": st.column_config.NumberColumn("weight", format="%.3f", width="small"),
    "share": st.column_config.NumberColumn("share", format=PERCENT, width="small"),
    "value": st.column_config.NumberColumn("value", format="localized", width=115),
    "reason": st.column_config.TextColumn("why"),
}


def ledger_part(shown: AttributionView) -> None:
    """A channel, a lead that it touched, and that lead's conversions."""
    st.header("Behind one conversion")
    channel_box, lead_box = st.columns(2)
    channels = ("", *(row.channel for row in shown.answer.credit if row.leads))
    channel = choice(urls.query(), "behind", channels, "")
    titles = {"": "any channel or none"}
    choice_box(
        channel_box, "Leads touched by", "behind", channel, channels, lambda name: titles.get(name, spoken(name))
    )
    with lead_box:
        key = _lead_box(shown, channel)
    if not key:
        return
    try:
        _conversions(shown, find_lead(shown.workspace, key))
    except JourneyError as error:
        st.error(escape(str(error)))


def _lead_box(shown: AttributionView, channel: str) -> str:
    """The key of the chosen lead, "" as long as none is; kept in the address as `lead`."""
    ids = shown.answer.leads(channel) if channel else shown.answer.converted_lead_ids()
    asked = (shown.options, channel)
    cards = cached(shown.workspace, "ledger leads", asked, lambda: lead_cards(shown.workspace, ids[:OFFERED].tolist()))
    titles: Mapping[str, str] = {card.key: _title(card) for card in cards}
    chosen = first(urls.query(), "lead")
    st.session_state["ledger_lead"] = chosen or None
    st.selectbox(
        f"Lead: {counted(len(ids), 'lead')}, the first {number(len(cards))} to choose from, any other to type",
        [*titles] if not chosen or chosen in titles else [*titles, chosen],
        index=None,
        format_func=lambda key: titles.get(key, key),
        key="ledger_lead",
        accept_new_options=True,
        placeholder="Choose a lead, or type its id or e-mail",
        on_change=lambda: urls.write(lead=st.session_state["ledger_lead"] or ""),
    )
    return chosen


def _title(card: LeadCard) -> str:
    return card.title if card.title == card.key else f"{card.title} · {card.key}"


def _conversions(shown: AttributionView, card: LeadCard) -> None:
    found = cached(
        shown.workspace,
        "ledger",
        (shown.options, card.lead_id),
        lambda: ledger(shown.columns, shown.options, card.lead_id, answer=shown.answer),
    )
    lead_link(_title(card), card.key)
    if not found.conversions:
        st.info("This lead has no conversion that counts here.")
    for number_of, each in enumerate(found.conversions, start=1):
        _conversion(shown, each, f"{card.lead_id} {number_of}")
    if found.conversions:
        touches = Export("Touchpoints behind one conversion", lambda: touches_frame(found))
        exports(shown.workspace, "Behind one conversion", frame=lambda: shares_frame(found), also=(touches,))


def shares_frame(found: Ledger) -> pd.DataFrame:
    """One row a conversion and channel, for a file."""
    return pd.DataFrame(
        [{"converted_at": each.at, **asdict(part)} for each in found.conversions for part in each.shares]
    )


def touches_frame(found: Ledger) -> pd.DataFrame:
    """One row a conversion and touchpoint, for a file."""
    return pd.DataFrame(
        [{"converted_at": each.at, **asdict(part)} for each in found.conversions for part in each.touches]
    )


def _conversion(shown: AttributionView, each: ConversionLedger, key: str) -> None:
    worth = f", {money(each.value, shown.currency)}" if each.value else ""
    st.markdown(f"**{escape(f'Converted {exact(each.at, shown.zone)}{worth}')}**")
    _rows(_shares(each), f"shares {key}")
    if each.touches:
        _rows(_touches(shown, each), f"touches {key}")
    else:
        st.text("No touchpoint in the lookback.")


def _touches(shown: AttributionView, each: ConversionLedger) -> pd.DataFrame:
    """One row a touchpoint, in order of time; no weights by a model that does not tell touchpoints apart."""
    frame = pd.DataFrame(
        {
            "at": [exact(touch.at, shown.zone) for touch in each.touches],
            "channel": [spoken(touch.channel) for touch in each.touches],
            "kind": [spoken(touch.kind) for touch in each.touches],
            "before": [duration(touch.before) for touch in each.touches],
            "weight": [touch.weight for touch in each.touches],
            "value": [in_money(touch.value) for touch in each.touches],
            "reason": [touch.reason for touch in each.touches],
        }
    )
    empty = ["weight", "value"] if each.touches[0].weight is None else [] if each.value else ["value"]
    return frame.drop(columns=empty)


def _shares(each: ConversionLedger) -> pd.DataFrame:
    """One row a channel, the largest share first."""
    frame = pd.DataFrame(
        {
            "channel": [spoken(part.channel) for part in each.shares],
            "share": [in_percent(part.share) for part in each.shares],
            "value": [in_money(part.value) for part in each.shares],
            "reason": [part.reason for part in each.shares],
        }
    )
    return frame if each.value else frame.drop(columns="value")


def _rows(frame: pd.DataFrame, key: str) -> None:
    columns = {name: column for name, column in _COLUMNS.items() if name in frame.columns}
    st.dataframe(frame, key=key, hide_index=True, width="stretch", height="content", column_config=columns)
