"""A stage looked at closely: week by week, by owner or channel, and what becomes of leads by the time they stayed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd
import streamlit as st

from db.questions.parts.bottlenecks import AskedBottlenecks, groups_by
from journey_core.bottlenecks.breakdown import Breakdown
from journey_core.bottlenecks.groups import StageGroup
from journey_core.bottlenecks.lists import bottleneck_list
from journey_core.bottlenecks.results import StageAnswer
from journey_core.bottlenecks.wording import stay_unit
from journey_core.errors import UnknownName
from journey_core.lead_lists import LeadList
from journey_core.log.vocabulary import spoken, spoken_value
from pages.kit.answer_table import shown
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.formats import PERCENT, escape, number
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.kit.links import leads_link
from pages.kit.readable import PLAIN_CONFIG
from pages.kit.urls import query
from pages.screens.bottlenecks.charts import (
    groups_chart,
    groups_drawn,
    incidence_chart,
    trend_chart,
    weeks_left,
    weeks_timed,
)
from pages.screens.bottlenecks.form import breakdown_box

_LINKED: Final = 12
"""Groups whose lost leads have a link of their own; the table opens those of any other."""

_COUNTS: Final = {"leads": "", "left": "left", "lost": "lost"}
"""Columns of the table that open leads, and what these became."""

_SHOWN: Final = (*_COUNTS, "drop_off", "interval", "median_seconds", "odds_ratio", "q")


def stage_detail(view: AskedBottlenecks, stage: StageAnswer) -> None:
    """Three tabs; only the open one is computed."""
    tabs = {"Week by week": _weeks, "Who loses more": _groups, "What becomes of them": _becoming}
    key = f"detail {stage.stage}"
    for tab, draw in zip(st.tabs(list(tabs), key=key, on_change="rerun"), tabs.values(), strict=True):
        if tab.open:
            with tab:
                draw(view, stage)


def _weeks(view: AskedBottlenecks, stage: StageAnswer) -> None:
    st.caption(
        "By the week in which a stay began. Hollow: too recent for nine tenths of those that leave to have left. A dot "
        "opens the leads that left."
    )
    figure = cached(
        view.workspace, "stage trend", (view.options, stage.stage), lambda: trend_chart(stage, view.options)
    )
    linked_picture(
        LinkedPicture(figure, _week_lists(view, stage)),
        key=f"trend {stage.stage}",
        alt="Drop-off and median stay by week; the same numbers can be exported.",
    )
    title = f"{spoken(stage.stage)} week by week"
    exports(view.workspace, title, frame=stage.week_frame, figure=figure)


def _week_lists(view: AskedBottlenecks, stage: StageAnswer) -> dict[Dot, LeadList]:
    """The leads of each week that left."""
    return {
        (trace, place): _list(view, stage, became="left", week=week.start)
        for trace, weeks in enumerate((weeks_left(stage), weeks_timed(stage)))
        for place, week in enumerate(weeks)
    }


def _groups(view: AskedBottlenecks, stage: StageAnswer) -> None:
    by = breakdown_box(query(), stage.stage)
    try:
        found = groups_by(view, by)
    except UnknownName as error:  # the stages below don't depend on it
        st.error(escape(str(error)))
        return
    groups = found.stages[stage.stage]
    told = sum(group.is_different for group in groups)
    st.caption(
        f"{number(told)} of {number(len(groups))} differ from all others by more than so many comparisons find by "
        "chance (Fisher's exact test, Benjamini-Hochberg over owners and channels of all stages, q up to 0.1); they "
        "are drawn filled."
    )
    if not groups:
        return
    picture, numbers = st.columns([3, 5], gap="medium")
    figure = cached(
        view.workspace, "stage groups", (view.options, by, stage.stage), lambda: groups_chart(groups, view.options)
    )
    with picture:
        linked_picture(
            LinkedPicture(figure, _group_lists(view, stage, groups)),
            key=f"groups {stage.stage}",
            alt="Drop-off of the largest groups; the numbers are in the table.",
        )
    with numbers:
        _table(view, stage, found)
        title = f"{spoken(stage.stage)} by {by}"
        exports(view.workspace, title, frame=lambda: found.stage_frame(stage.stage), figure=figure)
        _lost_links(view, stage, groups)


def _group_lists(view: AskedBottlenecks, stage: StageAnswer, groups: Sequence[StageGroup]) -> dict[Dot, LeadList]:
    """The leads that left, of each group that is drawn."""
    return {
        (0, place): _list(view, stage, became="left", by=each.by, group=each.group.key)
        for place, each in enumerate(groups_drawn(groups))
    }


def _table(view: AskedBottlenecks, stage: StageAnswer, found: Breakdown) -> None:
    """One row per group; a count opens its leads."""
    frame = shown(found.stage_frame(stage.stage), (found.by, *_SHOWN), percents={"drop_off"})
    unit, size = stay_unit(stage.quartiles, view.options)
    frame[found.by] = [spoken_value(found.by, name) for name in frame[found.by]]
    frame["median_seconds"] = [
        None if pd.isna(took) else timedelta(seconds=took) / size for took in frame["median_seconds"]
    ]
    lists = {
        (row, name): _list(view, stage, became=became, by=each.by, group=each.group.key)
        for row, each in enumerate(found.stages[stage.stage])
        for name, became in _COUNTS.items()
    }
    linked_table(LinkedTable(frame, lists), key=f"groups table {stage.stage}", columns=_columns(found.by, unit))


def _columns(by: str, unit: str) -> dict[str, Any]:
    column = st.column_config
    return {
        by: column.TextColumn(by, width=130, pinned=True),
        "leads": column.NumberColumn("leads", width=60, format="localized", help="A count opens its leads."),
        "left": column.NumberColumn("left", width=55, format="localized"),
        "lost": column.NumberColumn("lost", width=50, format="localized", help="Of those that left."),
        "drop_off": column.NumberColumn("drop-off", width=75, format=PERCENT),
        "interval": column.TextColumn("95 %", width=105, help="Of the drop-off (Wilson)."),
        "median_seconds": column.NumberColumn(f"median, {unit}", width=110, format="%.1f", help="Kaplan-Meier."),
        "odds_ratio": column.NumberColumn("odds", width=60, format="%.2f", help="Of being lost, against all others."),
        "q": column.NumberColumn("q", width=60, format="%.3f"),
    }


def _lost_links(view: AskedBottlenecks, stage: StageAnswer, groups: Sequence[StageGroup]) -> None:
    st.caption("Lost:")
    with st.container(horizontal=True, gap="small"):
        for each in [group for group in groups if group.counts.lost][:_LINKED]:
            found = _list(view, stage, became="lost", by=each.by, group=each.group.key)
            name = spoken_value(each.by, each.group.name)
            leads_link(f"{name}: {number(each.counts.lost)}", found)


def _list(
    view: AskedBottlenecks,
    stage: StageAnswer,
    *,
    became: str,
    week: datetime | None = None,
    by: str = "",
    group: str = "",
) -> LeadList:
    return bottleneck_list(view.options, view.zone, stage.stage, became=became, week=week, by=by, group=group)


def _becoming(view: AskedBottlenecks, stage: StageAnswer) -> None:
    st.caption(
        escape(
            f"Of all stays at {spoken(stage.stage)}: what has become of them by a time after they began, with stays "
            "that go on counted for as long as they have lasted (Aalen-Johansen)."
        )
    )
    figure = cached(
        view.workspace, "stage incidence", (view.options, stage.stage), lambda: incidence_chart(stage, view.options)
    )
    alt = "Cumulative incidence of going on, being lost and going back."
    st.plotly_chart(figure, key=f"incidence {stage.stage}", width="stretch", config=PLAIN_CONFIG, alt=alt)
    title = f"{spoken(stage.stage)} cumulative incidence"
    exports(view.workspace, title, frame=stage.incidence_frame, figure=figure)
