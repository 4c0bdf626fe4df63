"""The credit behind one lead's conversions: each touchpoint, its weight and the reason for it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from db.leads.cards import LeadCard, find_lead, lead_cards
from journey_core.attribution.ledger import ConversionLedger, ledger
from journey_core.errors import JourneyError
from journey_core.log.vocabulary import spoken
from journey_core.parameters import choice, first
from journey_core.wording import counted
from pages.kit import urls
from pages.kit.answer_table import shown
from pages.kit.cached import cached
from pages.kit.controls import choice_box
from pages.kit.export_menu import Export, exports
from pages.kit.formats import PERCENT, duration, escape, exact, in_money, money, number
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
_SAID: Final[Mapping[str, Callable[[Any], Any]]] = {"channel": spoken, "kind": spoken, "value": in_money}


def ledger_part(view: AttributionView) -> None:
    """A channel, a lead that it touched, and that lead's conversions."""
    st.header("Behind one conversion")
    channel_box, lead_box = st.columns(2)
    channels = ("", *(row.channel for row in view.answer.credit if row.leads))
    channel = choice(urls.query(), "behind", channels, "")
    titles = {"": "any channel or none"}
    choice_box(
        channel_box, "Leads touched by", "behind", channel, channels, lambda name: titles.get(name, spoken(name))
    )
    with lead_box:
        key = _lead_box(view, channel)
    if not key:
        return
    try:
        _conversions(view, find_lead(view.workspace, key))
    except JourneyError as error:
        st.error(escape(str(error)))


def _lead_box(view: AttributionView, channel: str) -> str:
    """The key of the chosen lead, "" until one is chosen; kept in the address as `lead`."""
    ids = view.answer.leads(channel) if channel else view.answer.converted_lead_ids()
    asked = (view.options, channel)
    cards = cached(view.workspace, "ledger leads", asked, lambda: lead_cards(view.workspace, ids[:OFFERED].tolist()))
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


def _conversions(view: AttributionView, card: LeadCard) -> None:
    found = cached(
        view.workspace,
        "ledger",
        (view.options, card.lead_id),
        lambda: ledger(view.columns, view.options, card.lead_id, answer=view.answer),
    )
    lead_link(_title(card), card.key)
    if not found.conversions:
        st.info("This lead has no conversion that counts here.")
    for number_of, each in enumerate(found.conversions, start=1):
        _conversion(view, each, f"{card.lead_id} {number_of}")
    if found.conversions:
        touches = Export("Touchpoints behind one conversion", found.touches_frame)
        exports(view.workspace, "Behind one conversion", frame=found.shares_frame, also=(touches,))


def _conversion(view: AttributionView, each: ConversionLedger, key: str) -> None:
    worth = f", {money(each.value, view.currency)}" if each.value else ""
    st.markdown(f"**{escape(f'Converted {exact(each.at, view.zone)}{worth}')}**")
    _rows(_shares(each), f"shares {key}")
    if each.touches:
        _rows(_touches(view, each), f"touches {key}")
    else:
        st.text("No touchpoint in the lookback.")


def _touches(view: AttributionView, each: ConversionLedger) -> pd.DataFrame:
    """One row per touchpoint, in order of time; no weights by a model that does not tell touchpoints apart."""
    names = ["at", "channel", "kind", "before", "weight", "value", "reason"]
    empty = {"weight", "value"} if each.touches[0].weight is None else set() if each.value else {"value"}
    frame = shown(each.touches_frame(), [name for name in names if name not in empty])
    frame["at"] = [exact(touch.at, view.zone) for touch in each.touches]
    frame["before"] = [duration(touch.before) for touch in each.touches]
    return _in_words(frame)


def _shares(each: ConversionLedger) -> pd.DataFrame:
    """One row per channel, the largest share first."""
    names = ["channel", "share", "value", "reason"] if each.value else ["channel", "share", "reason"]
    return _in_words(shown(each.shares_frame(), names, percents={"share"}))


def _in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with channels and kinds as people say them, and values as money is rounded."""
    return frame.assign(**{name: frame[name].map(said) for name, said in _SAID.items() if name in frame})


def _rows(frame: pd.DataFrame, key: str) -> None:
    columns = {name: column for name, column in _COLUMNS.items() if name in frame.columns}
    st.dataframe(frame, key=key, hide_index=True, width="stretch", height="content", column_config=columns)
