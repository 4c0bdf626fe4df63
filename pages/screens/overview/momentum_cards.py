"""This period against the one before: number, change with its interval, sparkline, and the leads behind each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from db.leads.rows import LeadRows
from db.questions.lists.standings import converted_list, new_list
from db.store.settings import Settings
from db.store.workspaces import Workspace
from journey_core.lead_lists import LeadList
from journey_core.leads.momentum import Momentum, momentum, period
from journey_core.leads.momentum_tables import MEDIAN, measures_frame, trends, trends_frame
from journey_core.leads.momentum_wording import change_sentence
from journey_core.leads.summary import JourneyLength, journey_lengths
from journey_core.log.predicates import Predicate
from journey_core.wording import counted, signed_percent
from pages.kit.cached import cached
from pages.kit.deltas import delta
from pages.kit.export_menu import Export, exports
from pages.kit.formats import NOTHING, duration, escape, money, number
from pages.kit.links import leads_link
from pages.kit.sparklines import sparkline, sparklines

DAYS: Final = 30
MONTHS: Final = 7
"""Points of the sparkline of journey lengths, one every DAYS days."""


@dataclass(frozen=True, eq=False)
class MomentumView:
    """The measures, the lengths of journeys, the small charts of both, and whose they are: `owner`, "" for all."""

    measures: tuple[Momentum, Momentum, Momentum]
    lengths: Sequence[JourneyLength]
    drawn: Mapping[str, Sequence[float]]
    goal: Predicate
    currency: str
    owner: str


def momentum_cards(
    workspace: Workspace, rows: LeadRows, chosen: NDArray[np.bool_], settings: Settings, *, owner: str
) -> None:
    """Four measures of the chosen leads (bool[n_leads]), which are those of `owner` when it is not ""."""
    goal, question = Predicate.parse(settings.goal), (rows.as_of, settings.goal, owner)
    measures = cached(
        workspace, "momentum", question,
        lambda: momentum(rows.columns, goal, as_of=rows.as_of, days=DAYS, leads=chosen),
    )  # fmt: skip
    lengths = _lengths(workspace, rows, chosen, goal, owner)
    drawn = trends(measures, lengths)
    _cards(MomentumView(measures, lengths, drawn, goal, settings.currency, owner))
    st.caption(
        f"The last {DAYS} days against the {DAYS} before. What fits is a 95 % interval (Wilson's, of the share of both "
        "periods, wider where leads come in lumps or few values make the sum); an arrow has a colour where the change "
        f"is more than chance. Conversion: {escape(goal.sentence())}. Journey length: Kaplan-Meier median with open "
        f"journeys censored, now against {DAYS} days ago."
    )
    picture = (lambda: sparklines(drawn)) if drawn else None
    so_far = Export("Week by week", lambda: trends_frame(measures, lengths), picture)
    exports(workspace, "This period", frame=lambda: measures_frame(measures, lengths), also=(so_far,))


def _cards(shown: MomentumView) -> None:
    goal, as_of = shown.goal, shown.lengths[-1].as_of
    now, before = period(as_of, days=DAYS), period(as_of, days=DAYS, back=1)
    new, converted, value = shown.measures
    with st.grid(2, min_column_width=190):
        with st.container(border=True):
            _counted("New leads", new, new_list(*now), new_list(*before), shown)
        with st.container(border=True):
            _counted("Leads converted", converted, converted_list(goal, *now), converted_list(goal, *before), shown)
        with st.container(border=True):
            _value(value, shown)
            leads_link(f"of {counted(int(converted.now), 'lead')}", converted_list(goal, *now), owned_by=shown.owner)
        with st.container(border=True):
            _length(shown)


def _value(value: Momentum, shown: MomentumView) -> None:
    """What conversions were worth; where none of those that came in has a value, a sentence says so."""
    _, converted, _ = shown.measures
    if converted.now and not (value.now or value.before):
        st.metric("Value", NOTHING)
        st.caption("no conversion in these days has a value")
        return
    _metric("Value", money(value.now, shown.currency), value)
    _small(shown, value.measure)
    st.caption(escape(change_sentence(value, partial(money, currency=shown.currency))))


def _metric(title: str, now: str, measure: Momentum) -> None:
    """The total with its change, which is left out where the numbers are too few to say."""
    is_said = measure.change is not None and not measure.is_too_few and measure.began is None
    change = measure.change if is_said and measure.change else 0.0
    st.metric(title, now, signed_percent(change) if is_said else None, **delta(change, is_told=measure.is_told))


def _counted(title: str, measure: Momentum, now: LeadList, before: LeadList, shown: MomentumView) -> None:
    _metric(title, number(measure.now), measure)
    _small(shown, measure.measure)
    st.caption(escape(change_sentence(measure)))
    with st.container(horizontal=True, gap="small"):
        leads_link(f"{number(measure.now)} now", now, owned_by=shown.owner)
        leads_link(f"{number(measure.before)} before", before, owned_by=shown.owner)


def _length(shown: MomentumView) -> None:
    """The median now against DAYS days ago; shorter is better."""
    *_, before, now = shown.lengths
    change = now.median - before.median if now.median and before.median else timedelta()
    told = f"{'+' if change > timedelta() else ''}{duration(change)}" if change else None
    arrow = delta(change.total_seconds(), is_less_better=True)
    st.metric("Median journey", duration(now.median) if now.median else "not reached", told, **arrow)
    _small(shown, MEDIAN)
    st.caption(
        f"plain mean {duration(now.mean)}" if now.median or not now.journeys
        else f"fewer than half convert; plain mean {duration(now.mean)}"
    )  # fmt: skip
    everything = period(now.as_of, days=365 * 50)
    found = converted_list(shown.goal, *everything)
    leads_link(f"{counted(now.converted, 'lead')} converted", found, owned_by=shown.owner)


def _small(shown: MomentumView, measure: str) -> None:
    """How the measure has gone so far; nothing where there is nothing to draw."""
    if measure in shown.drawn:
        st.altair_chart(sparkline(shown.drawn[measure], measure), width="stretch", alt=f"{measure} so far")


def _lengths(
    workspace: Workspace, rows: LeadRows, chosen: NDArray[np.bool_], goal: Predicate, owner: str
) -> list[JourneyLength]:
    """MONTHS of them, the newest last; the others as of the ends of days, so that a new minute asks for one only."""
    tonight = rows.as_of.replace(hour=23, minute=59, second=59, microsecond=999_999)
    earlier = tuple(tonight - timedelta(days=DAYS * back) for back in reversed(range(1, MONTHS)))
    lengths: list[JourneyLength] = []
    for moments in (earlier, (rows.as_of,)):
        lengths += cached(
            workspace, "journey lengths", (moments, goal, owner),
            partial(journey_lengths, rows.columns, moments, goal=goal, leads=chosen),
        )  # fmt: skip
    return lengths
