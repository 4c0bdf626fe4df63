"""Where leads stand, stage by stage: bars that open their leads, and the same numbers as links."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from db.leads.rows import LeadRows
from db.questions.lists.standings import stage_list
from journey_core.leads.summary import StageCount
from journey_core.log.vocabulary import spoken
from journey_core.wording import counted
from pages.kit.colours import stage_colours
from pages.kit.formats import figure_text, number
from pages.kit.linked_table import LinkedPicture, linked_picture
from pages.kit.links import leads_link
from pages.kit.readable import readable


def pipeline(rows: LeadRows, stages: Sequence[StageCount], *, owner: str) -> None:
    """`stages` in their order; `owner` narrows the lists as it narrowed the counts."""
    lists = {(0, place): stage_list(each.stage, rows.as_of) for place, each in enumerate(stages)}
    linked_picture(
        LinkedPicture(pipeline_chart(stages), lists), key="pipeline", alt="Leads by the stage where they stand",
        owned_by=owner,
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for each in stages:
            leads_link(f"{number(each.count)} {spoken(each.stage)}", stage_list(each.stage, rows.as_of), owned_by=owner)


def pipeline_chart(stages: Sequence[StageCount]) -> go.Figure:
    """One bar per stage, the first on top."""
    colours = stage_colours([each.stage for each in stages])
    figure = go.Figure(
        go.Bar(
            orientation="h",
            y=[figure_text(spoken(each.stage)) for each in stages],
            x=[each.count for each in stages],
            text=[number(each.count) for each in stages],
            textposition="auto",
            marker={"color": [colours[each.stage] for each in stages]},
            customdata=[f"{counted(each.count, 'lead')} at {figure_text(spoken(each.stage))}" for each in stages],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.update_layout(
        height=40 + 34 * len(stages),
        margin={"l": 0, "r": 16, "t": 8, "b": 8},
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"autorange": "reversed", "type": "category", "automargin": True, "fixedrange": True},
        bargap=0.25,
    )
    return readable(figure)
