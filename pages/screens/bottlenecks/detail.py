"""A stage looked at closely: week by week, by owner or channel, and what becomes of leads by the time they stayed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd
import streamlit as st

from db.questions.parts.bottlenecks import AskedBottlenecks
from journey_core.answers import table
from journey_core.bottlenecks.breakdown import StageGroup, breakdown
from journey_core.bottlenecks.lists import bottleneck_list
from journey_core.bottlenecks.results import StageAnswer
from journey_core.errors import UnknownName
from journey_core.lead_lists import LeadList
from journey_core.log.vocabulary import spoken, spoken_value
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.formats import PERCENT, escape, in_percent, interval, number
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.kit.links import leads_link
from pages.kit.readable import PLAIN_CONFIG
from pages.kit.urls import query
from pages.screens.bottlenecks.charts import (
    groups_chart,
    groups_drawn,
    incidence_chart,
    stay_unit,
    trend_chart,
    weeks_left,
    weeks_timed,
)
from pages.screens.bottlenecks.form import breakdown_box

_LINKED: Final = 12
"""Groups whose lost leads have a link of their own; the table opens those of any other."""

_COUNTS: Final = {"leads": "", "left": "left", "lost": "lost"}
"""Columns of the table that open leads, and what these became."""


def stage_detail(shown: AskedBottlenecks, stage: StageAnswer) -> None:
    """Three tabs; only the open one is computed."""
    tabs = {"Week by week": _weeks, "Who loses more": _groups, "What becomes of them": _becoming}
    key = f"detail {stage.stage}"
    for tab, draw in zip(st.tabs(list(tabs), key=key, on_change="rerun"), tabs.values(), strict=True):
        if tab.open:
            with tab:
                draw(shown, stage)


def _weeks(shown: AskedBottlenecks, stage: StageAnswer) -> None:
    st.caption(
        "By the week in which a stay began. Hollow: nine tenths of those that leave have not had the time to. A dot "
        "opens the leads that left."
    )
    figure = cached(
        shown.workspace, "stage trend", (shown.options, stage.stage), lambda: trend_chart(stage, shown.options)
    )
    linked_picture(
        LinkedPicture(figure, _week_lists(shown, stage)),
        key=f"trend {stage.stage}",
        alt="Drop-off and median stay by week; the same numbers can be exported.",
    )
    title = f"{spoken(stage.stage)} week by week"
    exports(shown.workspace, title, frame=lambda: table(stage.week_rows()), figure=figure)


def _week_lists(shown: AskedBottlenecks, stage: StageAnswer) -> dict[Dot, LeadList]:
    """The leads of each week that left."""
    return {
        (trace, place): _list(shown, stage, became="left", week=week.start)
        for trace, weeks in enumerate((weeks_left(stage), weeks_timed(stage)))
        for place, week in enumerate(weeks)
    }


def _groups(shown: AskedBottlenecks, stage: StageAnswer) -> None:
    by = breakdown_box(query(), stage.stage)
    try:
        found = cached(
            shown.workspace, "stage breakdown", (shown.options, by),
            lambda: breakdown(shown.columns, shown.options, by),
        )  # fmt: skip
    except UnknownName as error:  # the stages below don't hang on it
        st.error(escape(str(error)))
        return
    groups = found.stages[stage.stage]
    told = sum(group.is_different for group in groups)
    st.caption(
        f"{number(told)} of {number(len(groups))} differ from all others beyond what so many comparisons find by "
        "chance (Fisher's exact test, Benjamini-Hochberg over all stages, q up to 0.1); they are drawn filled."
    )
    if not groups:
        return
    picture, numbers = st.columns([3, 5], gap="medium")
    figure = cached(
        shown.workspace, "stage groups", (shown.options, by, stage.stage), lambda: groups_chart(groups, shown.options)
    )
    with picture:
        linked_picture(
            LinkedPicture(figure, _group_lists(shown, stage, groups)),
            key=f"groups {stage.stage}",
            alt="Drop-off of the largest groups; the numbers stand in the table.",
        )
    with numbers:
        _table(shown, stage, groups)
        title = f"{spoken(stage.stage)} by {by}"
        exports(shown.workspace, title, frame=lambda: table([each.row() for each in groups]), figure=figure)
        _lost_links(shown, stage, groups)


def _group_lists(shown: AskedBottlenecks, stage: StageAnswer, groups: Sequence[StageGroup]) -> dict[Dot, LeadList]:
    """The leads of each group that is drawn that left."""
    return {
        (0, place): _list(shown, stage, became="left", by=each.by, group=each.group.key)
        for place, each in enumerate(groups_drawn(groups))
    }


def _table(shown: AskedBottlenecks, stage: StageAnswer, groups: Sequence[StageGroup]) -> None:
    """One row a group; a count opens its leads."""
    column = st.column_config
    unit, size = stay_unit(stage, shown.options)
    frame = pd.DataFrame([_row(group, timedelta(microseconds=size)) for group in groups])
    lists = {
        (row, name): _list(shown, stage, became=became, by=each.by, group=each.group.key)
        for row, each in enumerate(groups)
        for name, became in _COUNTS.items()
    }
    linked_table(
        LinkedTable(frame, lists),
        key=f"groups table {stage.stage}",
        columns={
            "group": column.TextColumn(groups[0].by, width=130, pinned=True),
            "leads": column.NumberColumn("leads", width=60, format="localized", help="A count opens its leads."),
            "left": column.NumberColumn("left", width=55, format="localized"),
            "lost": column.NumberColumn("lost", width=50, format="localized", help="Of those that left."),
            "drop-off": column.NumberColumn("drop-off", width=75, format=PERCENT),
            "95 %": column.TextColumn("95 %", width=105, help="Of the drop-off (Wilson)."),
            "median stay": column.NumberColumn(f"median, {unit}", width=110, format="%.1f", help="Kaplan-Meier."),
            "odds": column.NumberColumn("odds", width=60, format="%.2f", help="Of being lost, against all others."),
            "q": column.NumberColumn("q", width=60, format="%.3f"),
        },
    )


def _row(group: StageGroup, unit: timedelta) -> dict[str, Any]:
    counts = group.counts
    return {
        "group": spoken_value(group.by, group.group.name),
        "leads": counts.leads,
        "left": counts.left,
        "lost": counts.lost,
        "drop-off": in_percent(counts.drop_off),
        "95 %": interval(counts.interval),
        "median stay": None if group.usual.median is None else group.usual.median / unit,
        "odds": group.odds_ratio,
        "q": group.q,
    }


def _lost_links(shown: AskedBottlenecks, stage: StageAnswer, groups: Sequence[StageGroup]) -> None:
    st.caption("Lost:")
    with st.container(horizontal=True, gap="small"):
        for each in [group for group in groups if group.counts.lost][:_LINKED]:
            found = _list(shown, stage, became="lost", by=each.by, group=each.group.key)
            name = spoken_value(each.by, each.group.name)
            leads_link(f"{name}: {number(each.counts.lost)}", found)


def _list(
    shown: AskedBottlenecks,
    stage: StageAnswer,
    *,
    became: str,
    week: datetime | None = None,
    by: str = "",
    group: str = "",
) -> LeadList:
    return bottleneck_list(shown.options, shown.zone, stage.stage, became=became, week=week, by=by, group=group)


def _becoming(shown: AskedBottlenecks, stage: StageAnswer) -> None:
    st.caption(
        escape(
            f"Of all stays at {spoken(stage.stage)}: what has become of them by a time after they began, stays that go "
            "on counted for as long as they have lasted (Aalen-Johansen)."
        )
    )
    figure = cached(
        shown.workspace, "stage incidence", (shown.options, stage.stage), lambda: incidence_chart(stage, shown.options)
    )
    alt = "Cumulative incidence of going on, being lost and going back."
    st.plotly_chart(figure, key=f"incidence {stage.stage}", width="stretch", config=PLAIN_CONFIG, alt=alt)
    title = f"{spoken(stage.stage)} cumulative incidence"
    exports(shown.workspace, title, frame=lambda: table(stage.incidence_rows()), figure=figure)
