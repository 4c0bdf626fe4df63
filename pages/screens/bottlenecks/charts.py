"""Pictures of a stage: how many are still there, the usual stay week by week, what is lost, who loses more."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from journey_core.bottlenecks.groups import StageGroup
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.results import StageAnswer, StageWeek
from journey_core.bottlenecks.tables import Counts
from journey_core.bottlenecks.wording import rough_stay, stay_unit
from journey_core.log.arrays import Floats
from journey_core.log.times import length
from journey_core.statistics.survival import Survival
from journey_core.wording import counted
from pages.kit.colours import ACCENT, BACK, LOST, NEUTRAL, OPEN, WON, faded
from pages.kit.formats import figure_text, number, percent, shortened
from pages.kit.readable import LEGEND, readable, row_axis, share_ticks, week_axis, whiskers

_SMALL: Final = 210
_TICKS: Final = 6
_NAME_LENGTH: Final = 24
_GROUPS: Final = 15
_FAINT: Final = faded(ACCENT, opacity=0.5)
_PLAIN: Final = {"margin": {"l": 4, "r": 8, "t": 8, "b": 4}, "showlegend": False, "hovermode": "closest"}


def survival_chart(stage: StageAnswer, options: BottleneckOptions) -> go.Figure:
    """The share still at the stage after a time, with its band; until nearly all that leave have left."""
    unit, size = stay_unit(stage.quartiles, options)
    curve = stage.survival
    times = np.concatenate(([0.0], curve.times / length(size)))
    low, high = (np.concatenate(([1.0], bound)) for bound in curve.band)
    shares = np.concatenate(([1.0], curve.share))
    said = [
        f"{percent(share, digits=0)} are still there after {rough_stay(timedelta(microseconds=int(time)), options)}"
        for share, time in zip(shares.tolist(), (0, *curve.times.tolist()), strict=True)
    ]
    figure = go.Figure([
        _edge(times, high),
        _edge(times, low, fill=True),
        go.Scatter(x=times, y=shares, mode="lines", line={"color": ACCENT, "width": 2, "shape": "hv"},
                   customdata=said, hovertemplate="%{customdata}<extra></extra>"),
    ])  # fmt: skip
    figure.update_layout(
        **_PLAIN,
        height=_SMALL,
        xaxis={"title": unit, "range": [0, _until(curve, size)], "nticks": 5, "fixedrange": True},
        yaxis={"range": [0, 1.02], "fixedrange": True} | share_ticks(2),
    )
    return readable(figure)


def history_chart(stage: StageAnswer, options: BottleneckOptions) -> go.Figure:
    """The median stay by week of entry; incomplete weeks hollow, the median of all as a line."""
    unit, size = stay_unit(stage.quartiles, options)
    weeks = weeks_timed(stage)
    figure = go.Figure([_medians(weeks, size, options)])
    figure.update_layout(
        **_PLAIN,
        height=_SMALL,
        xaxis=week_axis(_mondays(weeks, options), ticks=4),
        yaxis={"title": unit, "rangemode": "tozero", "nticks": 4, "fixedrange": True},
    )
    if stage.usual.median is not None:
        figure.add_hline(stage.usual.median / size, line={"color": NEUTRAL, "dash": "dash"})
    return readable(figure)


def trend_chart(stage: StageAnswer, options: BottleneckOptions) -> go.Figure:
    """Drop-off of `weeks_left` above, median stay of `weeks_timed` below: one trace each."""
    unit, size = stay_unit(stage.quartiles, options)
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.08)
    left, timed = weeks_left(stage), weeks_timed(stage)
    figure.add_trace(_drop_offs(left, options), row=1, col=1)
    figure.add_trace(_medians(timed, size, options), row=2, col=1)
    figure.add_hline(options.threshold, line={"color": NEUTRAL, "dash": "dash"}, row=1, col=1)
    figure.update_layout(**_PLAIN, height=420)
    figure.update_xaxes(week_axis(_mondays([*left, *timed], options), ticks=_TICKS))
    figure.update_yaxes(title="lost of those that left", range=[-0.03, 1.03], fixedrange=True, row=1, **share_ticks(5))
    figure.update_yaxes(title=f"median stay, {unit}", rangemode="tozero", fixedrange=True, row=2)
    return readable(figure)


def weeks_left(stage: StageAnswer) -> list[StageWeek]:
    """The weeks with a drop-off: those of whose leads some left."""
    return [week for week in stage.weeks if week.counts.left]


def weeks_timed(stage: StageAnswer) -> list[StageWeek]:
    """The weeks with a median stay."""
    return [week for week in stage.weeks if week.usual.median is not None]


def incidence_chart(stage: StageAnswer, options: BottleneckOptions) -> go.Figure:
    """What has become of a lead by a time after it came: went on, was lost, went back, or is still there."""
    unit, size = stay_unit(stage.quartiles, options)
    found = stage.incidence
    times = np.concatenate(([0.0], found.times / length(size)))
    advanced, lost, back = (np.concatenate(([0.0], share)) for share in found.share)
    waiting = np.concatenate(([1.0], found.waiting))
    named = (
        ("went on", advanced, WON, ""), ("went back", back, BACK, "x"), ("was lost", lost, LOST, "/"),
        ("is still there", waiting, OPEN, "."),
    )  # fmt: skip
    figure = go.Figure(
        [_area(name, times, share, colour, shape) for name, share, colour, shape in named if share.any()]
    )
    figure.update_layout(
        height=300,
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        legend=LEGEND,
        hovermode="x unified",
        xaxis={"title": f"{unit} after coming to the stage", "range": [0, _until(stage.survival, size)],
               "fixedrange": True},
        yaxis={"range": [0, 1], "fixedrange": True} | share_ticks(5),
    )  # fmt: skip
    return readable(figure)


def groups_chart(groups: Sequence[StageGroup], options: BottleneckOptions) -> go.Figure:
    """The drop-off of `groups_drawn` with its interval; filled where a group differs from the rest."""
    shown = groups_drawn(groups)
    rates = np.array([group.counts.drop_off for group in shown], float)
    bounds = np.array([group.counts.interval for group in shown]).reshape(-1, 2)
    figure = go.Figure(
        go.Scatter(
            mode="markers",
            x=rates,
            y=list(range(len(shown))),
            customdata=[f"{percent(group.counts.drop_off)}: {_lost(group.counts)}" for group in shown],
            marker={
                "color": ACCENT,
                "size": 11,
                "symbol": ["circle" if group.is_different else "circle-open" for group in shown],
                "line": {"width": 2, "color": ACCENT},
            },
            error_x=whiskers(rates, bounds, colour=_FAINT, width=1.5),
            hovertemplate="%{customdata}. Click to open these.<extra></extra>",
        )
    )
    names = [figure_text(shortened(group.group.name, _NAME_LENGTH)) for group in shown]
    figure.add_vline(options.threshold, line={"color": NEUTRAL, "dash": "dash"})
    figure.update_layout(
        **_PLAIN,
        height=70 + 30 * len(shown),
        xaxis={"title": "lost of those that left", "range": [-0.03, 1.03], "fixedrange": True} | share_ticks(2),
        yaxis=row_axis(names),
    )  # fmt: skip
    return readable(figure)


def groups_drawn(groups: Sequence[StageGroup]) -> list[StageGroup]:
    """The largest groups that have a drop-off."""
    return [group for group in groups if group.counts.left][:_GROUPS]


def _until(curve: Survival, size: timedelta) -> float:
    """Where the axis ends: a little after the time when all has settled; a few very long stays would squeeze the
    rest.
    """
    return (curve.settled or 0) / length(size) * 1.1 or 1.0


def _edge(times: Floats, bound: Floats, *, fill: bool = False) -> go.Scatter:
    """One edge of the band; the lower one is filled up to the upper one."""
    return go.Scatter(
        x=times,
        y=bound,
        mode="lines",
        line={"width": 0, "shape": "hv"},
        fill="tonexty" if fill else None,
        fillcolor=faded(ACCENT),
        hoverinfo="skip",
    )


def _medians(weeks: Sequence[StageWeek], size: timedelta, options: BottleneckOptions) -> go.Scatter:
    said = [rough_stay(week.usual.median or timedelta(), options) for week in weeks]
    return go.Scatter(
        x=_mondays(weeks, options),
        y=[(week.usual.median or timedelta()) / size for week in weeks],
        mode="lines+markers",
        line={"color": faded(ACCENT, opacity=0.6), "width": 1},
        marker=_dots(weeks),
        customdata=[
            f"median {text}, {counted(week.counts.left, 'lead')} left{_status(week)}"
            for text, week in zip(said, weeks, strict=True)
        ],
        hovertemplate="week of %{x|%-d %b %Y}: %{customdata}<extra></extra>",
    )


def _drop_offs(weeks: Sequence[StageWeek], options: BottleneckOptions) -> go.Scatter:
    rates = np.array([week.counts.drop_off for week in weeks], float)
    return go.Scatter(
        x=_mondays(weeks, options),
        y=rates,
        mode="markers",
        marker=_dots(weeks),
        error_y=whiskers(rates, [week.counts.interval for week in weeks], colour=_FAINT, width=1.5),
        customdata=[f"{percent(week.counts.drop_off)}, {_lost(week.counts)}{_status(week)}" for week in weeks],
        hovertemplate="week of %{x|%-d %b %Y}: %{customdata}<extra></extra>",
    )  # fmt: skip


def _mondays(weeks: Sequence[StageWeek], options: BottleneckOptions) -> list[date]:
    """The days that the weeks begin on where they are counted; Plotly does not know zones."""
    return [week.start.astimezone(options.zone).date() for week in weeks]


def _dots(weeks: Sequence[StageWeek]) -> dict[str, Any]:
    symbols = ["circle" if week.is_complete else "circle-open" for week in weeks]
    return {"color": ACCENT, "size": 7, "symbol": symbols, "line": {"width": 1.5, "color": ACCENT}}


def _area(name: str, times: Floats, share: Floats, colour: str, shape: str) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=times,
        y=share,
        mode="lines",
        line={"width": 1, "color": colour, "shape": "hv"},
        stackgroup="one",
        fillcolor=faded(colour, opacity=0.45),
        fillpattern={"shape": shape, "fgcolor": colour, "size": 6, "fillmode": "overlay"},
        customdata=100 * share,
        hovertemplate="%{customdata:.1f} %",
    )


def _lost(counts: Counts) -> str:
    return f"of {counted(counts.left, 'lead')} that left, {number(counts.lost)} lost"


def _status(week: StageWeek) -> str:
    return "" if week.is_complete else ", not complete yet"
