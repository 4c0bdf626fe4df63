"""One row per stage: how long leads stay, how that has changed, how many are lost, what could be recovered."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from db.questions.parts.bottlenecks import AskedBottlenecks
from journey_core.bottlenecks.advice import recoverable_sentence
from journey_core.bottlenecks.lists import bottleneck_list
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.results import RECENT, StageAnswer
from journey_core.bottlenecks.tables import UsualTime
from journey_core.bottlenecks.wording import rough_stay
from journey_core.log.vocabulary import spoken
from journey_core.wording import counted, spoken_duration
from pages.kit.cached import cached
from pages.kit.export_menu import Export, exports
from pages.kit.formats import NOTHING, escape, interval, number, percent
from pages.kit.links import leads_link
from pages.kit.readable import PLAIN_CONFIG
from pages.screens.bottlenecks.charts import history_chart, survival_chart

_BECAME: Final[Mapping[str, str]] = {
    "still": "still there", "advanced": "went on", "lost": "lost", "back": "went back",
}  # fmt: skip


def stage_row(shown: AskedBottlenecks, stage: StageAnswer) -> None:
    """The row of a stage; every number of leads opens them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(escape(spoken(stage.stage)), width="content", anchor=False)
        if stage.rank:
            st.badge(f"bottleneck {stage.rank}", color="orange")
        if stage.quartiles[0] is not None:
            st.space("stretch")
            _exports(shown, stage)
    _links(shown, stage)
    if not stage.counts.leads:
        return
    if stage.quartiles[0] is None:
        st.caption("Too few have left to say how long they stay.")
        return
    staying, history, loss = st.columns([4, 4, 3], gap="medium")
    with staying:
        st.caption(_stay(stage, shown.options))
        _picture(shown, stage, "stay", "Share of leads still at the stage by the time since they came to it.")
    with history:
        st.caption(_change(stage, shown.options))
        _picture(shown, stage, "history", "Median stay by the week in which it began.")
    with loss:
        _loss(stage, shown.options)
    if more := " ".join(stage.findings[1:]):  # the loss is there in numbers already
        st.text(more)


def _links(shown: AskedBottlenecks, stage: StageAnswer) -> None:
    counts = stage.counts
    with st.container(horizontal=True, gap="small"):
        leads_link(f"{number(counts.leads)} came", bottleneck_list(shown.options, shown.zone, stage.stage))
        leads_link(
            f"{number(counts.left)} left", bottleneck_list(shown.options, shown.zone, stage.stage, became="left")
        )
        for became, said in _BECAME.items():
            count = getattr(counts, became)
            if count or became in {"still", "lost"}:
                found = bottleneck_list(shown.options, shown.zone, stage.stage, became=became)
                leads_link(f"{number(count)} {said}", found)


def _picture(shown: AskedBottlenecks, stage: StageAnswer, what: str, alt: str) -> None:
    figure = _figure(shown, stage, what)
    st.plotly_chart(figure, key=f"stage {what} {stage.stage}", width="stretch", config=PLAIN_CONFIG, alt=alt)


def _figure(shown: AskedBottlenecks, stage: StageAnswer, what: str) -> go.Figure:
    draw = {"stay": survival_chart, "history": history_chart}[what]
    asked = (shown.options, stage.stage)
    return cached(shown.workspace, f"stage {what}", asked, lambda: draw(stage, shown.options))


def _exports(shown: AskedBottlenecks, stage: StageAnswer) -> None:
    """Both pictures of the row and what they are drawn from."""
    name = spoken(stage.stage)
    history = Export(f"{name}: stays by week", stage.week_frame, lambda: _figure(shown, stage, "history"))
    exports(
        shown.workspace,
        f"{name}: still there",
        frame=stage.survival_frame,
        figure=lambda: _figure(shown, stage, "stay"),
        also=(history,),
    )


def _stay(stage: StageAnswer, options: BottleneckOptions) -> str:
    """“A quarter left by 2 d, half by 8 d 3 h [7 d–9 d], three quarters by 30 d; 2,013 stays.”, as far as it is seen:
    “A quarter left by 2 d, fewer than half have left; 13 stays.”
    """
    low, half, high = (None if each is None else rough_stay(each, options) for each in stage.quartiles)
    middle = "fewer than half have left" if half is None else f"half by {_usual(stage.usual, options)}"
    rest = "fewer than three quarters have left" if high is None else f"three quarters by {high}"
    seen = f"A quarter left by {low}, {middle}" + ("" if half is None else f", {rest}")
    return f"{seen}; {counted(stage.visits, 'stay')}."


def _change(stage: StageAnswer, options: BottleneckOptions) -> str:
    return (
        f"Began in the last {spoken_duration(RECENT)}: {_usual(stage.recent, options)}; before: "
        f"{_usual(stage.before, options)}. Hollow: weeks not complete."
    )


def _usual(usual: UsualTime, options: BottleneckOptions) -> str:
    """“8 d 3 h [7 d–9 d]”; a side that has not been seen yet stays open."""

    def said(span: timedelta | None) -> str:
        return "…" if span is None else rough_stay(span, options)

    return NOTHING if usual.median is None else f"{said(usual.median)} [{said(usual.low)}–{said(usual.high)}]"


def _loss(stage: StageAnswer, options: BottleneckOptions) -> None:
    """Drop-off with its bounds, and the conversions that better weeks show to be recoverable."""
    counts, gain = stage.counts, stage.recoverable
    st.metric("Drop-off", percent(counts.drop_off), width="content", help="Lost of those that left (Wilson interval).")
    if counts.left:
        st.caption(f"[{interval(counts.interval)}], threshold {percent(options.threshold, digits=0)}")
    if stage.lost_in_the_end is not None:
        st.caption(f"Of all that came, {percent(stage.lost_in_the_end)} are lost in the end (Aalen-Johansen).")
    if gain is None:
        st.caption("Recoverable: too few complete weeks to say.")
        return
    low, high = gain.interval
    bounds = f"[{number(low)}–{number(high)}]"
    st.metric("Recoverable conversions", f"{number(gain.conversions)} {bounds}", width="content")
    if stage.rank is None:  # the findings under the row of a bottleneck say so
        st.caption(escape(recoverable_sentence(gain)))
