"""Two sides of the funnel beside each other: which sides, the difference in a sentence, and every step's counts."""

from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from db.questions.funnel_sides import SEGMENT, Against, against, against_parameters, period_before
from db.questions.lists.funnels import side_list
from db.questions.parts.funnel import AskedFunnel, compared
from db.questions.segments import segment, segments
from journey_core.errors import JourneyError
from journey_core.funnel.comparison_results import Comparison
from journey_core.lead_lists import LeadList
from journey_core.statistics.intervals import Interval
from journey_core.wording import counted, signed
from pages.kit import urls
from pages.kit.answer_table import shown
from pages.kit.colours import ACCENT, NEUTRAL, faded
from pages.kit.controls import sentence
from pages.kit.export_menu import exports
from pages.kit.formats import NOTHING, PERCENT, escape, figure_text, interval, percent, shortened
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.kit.readable import LEGEND, readable, row_axis, whiskers

PERIODS, SEGMENTS = "two periods", "two segments"
_SIDES: Final = ("first", "second")
_SHOWN: Final = (
    "step", "counts_1", "rates_1", "counts_2", "rates_2", "difference", "interval", "is_told",
)  # fmt: skip
_NAME_LENGTH: Final = 26
_ROW_HEIGHT: Final = 56


def compare_tab(view: AskedFunnel) -> None:
    """Asks for the sides, then shows them."""
    try:
        asked = against(urls.query(), view.zone)
        _sides_boxes(view, asked)
        if asked is None:
            return
        answer = _compared(view, asked)
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    st.markdown(f"**{escape(answer.sentence)}**")
    st.caption(escape(_method(answer)))
    _warn_of_undecided(answer)
    figure, table = compare_chart(answer), compare_table(answer, view, asked)
    linked_picture(
        LinkedPicture(figure, _lists_of_dots(table)),
        key="compare_bars",
        alt="Share of entrants that reached each step on both sides; the same numbers are in the table below.",
    )
    linked_table(table, key="compare_table", columns=_columns())
    st.caption("Click a count to open its leads. Differences are in points: the second side minus the first.")
    exports(view.workspace, "Funnel compared", frame=answer.frame, figure=figure)


def compare_chart(answer: Comparison) -> go.Figure:
    """Two dots per step, one a side, with Wilson's intervals."""
    places = list(range(len(answer.steps)))
    figure = go.Figure([_dots(answer, side, places) for side in (0, 1)])
    names = [
        f"{place}. {figure_text(shortened(sentence(step.step), _NAME_LENGTH))}"
        for place, step in enumerate(answer.steps, start=1)
    ]
    figure.update_layout(
        height=100 + _ROW_HEIGHT * len(places),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        legend=LEGEND,
        showlegend=True,
        xaxis={"title": "% of those that entered", "range": [0, 104], "fixedrange": True},
        yaxis=row_axis(names),
        hovermode="closest",
    )
    return readable(figure)


def compare_table(answer: Comparison, view: AskedFunnel, asked: Against) -> LinkedTable:
    """One row per step: count and rate on both sides, and their difference; no rate where nobody entered."""
    frame = shown(answer.frame(), _SHOWN, percents={"rates_1", "rates_2"}, intervals={"interval": _points})
    frame["step"] = [f"{place}. {sentence(step)}" for place, step in enumerate(frame["step"], start=1)]
    frame["difference"] = [
        NOTHING if pd.isna(points) else signed(100 * points, digits=1) for points in frame["difference"]
    ]
    frame["interval"] = [
        NOTHING if d == NOTHING else said for d, said in zip(frame["difference"], frame["interval"], strict=True)
    ]
    frame["is_told"] = ["yes" if is_told else "no" for is_told in frame["is_told"]]
    lists = {
        (place, f"counts_{side + 1}"): side_list(view.options, view.zone, asked, side, reached=place + 1)
        for place in range(len(answer.steps))
        for side in (0, 1)
    }
    return LinkedTable(frame, lists)


def _sides_boxes(view: AskedFunnel, asked: Against | None) -> None:
    """Periods or segments; then the other period, or the two segments."""
    if asked:
        st.session_state["compare_kind"] = SEGMENTS if asked.segments else PERIODS
    kind, *boxes = st.columns(3, vertical_alignment="bottom")
    chosen = kind.selectbox("Compare", (PERIODS, SEGMENTS), key="compare_kind", on_change=_forget)
    if chosen == PERIODS:
        _period_boxes(view, boxes, asked)
    else:
        _segment_boxes(boxes, segments(view.workspace), asked)


def _period_boxes(view: AskedFunnel, boxes: list[Any], asked: Against | None) -> None:
    labels = {"compare_since": "the others entered from", "compare_until": "and before"}
    for box, (name, label) in zip(boxes, labels.items(), strict=True):
        moment = getattr(asked, name.removeprefix("compare_"), None)
        st.session_state[f"{name}_day"] = moment.astimezone(view.zone).date() if moment else None
        box.date_input(label, value=None, format="YYYY-MM-DD", key=f"{name}_day", on_change=_write_day, args=(name,))
    if asked:
        return
    before = period_before(view.options)
    if before:
        st.button("Take the period before", on_click=_write_against, args=(before, view.zone))
    st.info("Choose when the leads of the other side entered; this side is the period of the funnel above.")


def _segment_boxes(boxes: list[Any], known: tuple[str, ...], asked: Against | None) -> None:
    """Two boxes; the address takes the segments when both are chosen."""
    if len(known) < 2:
        st.info("There are fewer than two segments. Save lists of leads as segments on the page Leads.")
        return
    for place, box in enumerate(boxes):
        if asked and asked.segments:
            st.session_state[f"side_{place}"] = asked.segments[place]
        present = st.session_state.get(f"side_{place}", "")
        box.selectbox(
            _SIDES[place],
            list(dict.fromkeys(["", *known, present])),
            format_func=lambda each: each or "choose a segment",
            key=f"side_{place}",
            on_change=_write_sides,
        )


def _write_day(name: str) -> None:
    chosen = st.session_state[f"{name}_day"]
    urls.write(**{name: chosen.isoformat() if chosen else "", "compare": ""})


def _write_sides() -> None:
    chosen = [st.session_state[f"side_{place}"] for place in (0, 1)]
    if all(chosen):
        urls.write(compare=[SEGMENT + name for name in chosen], compare_since="", compare_until="")


def _forget() -> None:
    urls.write(compare="", compare_since="", compare_until="")


def _write_against(asked: Against, zone: ZoneInfo) -> None:
    urls.write(**against_parameters(asked, zone))


def _compared(view: AskedFunnel, asked: Against) -> Comparison:
    """The comparison, remembered with what its segments mean and not by their names alone."""
    meant = tuple(segment(view.workspace, name) for name in asked.segments)
    return view.remembered("comparison", (asked, meant), lambda: compared(view, asked))


def _lists_of_dots(table: LinkedTable) -> dict[Dot, LeadList]:
    """A dot opens what the count of its side and step opens."""
    return {(int(name.removeprefix("counts_")) - 1, place): leads for (place, name), leads in table.lists.items()}


def _dots(answer: Comparison, side: int, places: list[int]) -> go.Scatter:
    """One dot per step; no dots for a side that nobody entered."""
    steps = answer.steps if len(answer.sides[side].reached[0]) else ()
    rates = [100 * step.rates[side] for step in steps]
    bounds = [(100 * low, 100 * high) for low, high in (step.intervals[side] for step in steps)]
    colour = (NEUTRAL, ACCENT)[side]
    return go.Scatter(
        name=figure_text(shortened(answer.sides[side].name, 40)),
        mode="markers",
        cliponaxis=False,
        x=rates,
        y=[place + (-0.13, 0.13)[side] for place in places[: len(steps)]],
        marker={"size": 11, "color": colour, "symbol": ("diamond", "circle")[side]},
        error_x=whiskers(rates, bounds, colour=faded(colour, opacity=0.6)),
        customdata=[
            f"{percent(step.rates[side])} [{interval(step.intervals[side])}], {counted(step.counts[side], 'lead')}. "
            "Click to open them."
            for step in steps
        ],
        hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
    )


def _method(answer: Comparison) -> str:
    """How sure the difference is, and by what method."""
    first, second = (side.name for side in answer.sides)
    if answer.shared_leads:
        shared = counted(answer.shared_leads, "lead")
        how = f"{shared} on both: differences have Newcombe's intervals with the correlation of the rates."
    else:
        how = "No lead is on both: differences have Newcombe's intervals for independent groups."
    return f"First: {first}. Second: {second}. {how}"


def _warn_of_undecided(answer: Comparison) -> None:
    """Leads that may still come through make their side look worse than it will in the end."""
    said = [f"{counted(side.undecided, 'lead')} of “{side.name}”" for side in answer.sides if side.undecided]
    if said:
        st.warning(
            f"The window has not ended for {escape(' and '.join(said))}: they may still come through, and make "
            "their side look worse than it will in the end. Choose earlier periods or a shorter window."
        )


def _points(bounds: Interval) -> str:
    """The interval of a difference in points."""
    return " to ".join(signed(100 * bound, digits=1) for bound in bounds)


def _columns() -> dict[str, Any]:
    column = st.column_config.NumberColumn
    counts = {f"counts_{n}": column(name, format="localized", width="small") for n, name in enumerate(_SIDES, start=1)}
    rates = {
        f"rates_{n}": column(f"{name}, rate", format=PERCENT, width="small") for n, name in enumerate(_SIDES, start=1)
    }
    points = {"difference": "difference", "interval": "95 %"}
    return counts | rates | points | {"is_told": "told apart"}
