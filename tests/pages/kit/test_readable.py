"""Texts of charts: in the theme's strong text on the page, on white in a picture."""

import json
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from pages.kit.colours import BACKGROUND, TEXT
from pages.kit.readable import PAPER, lead_axis, on_paper, readable, share_ticks, week_axis, whiskers


def test_axes_and_names_are_in_the_strong_text() -> None:
    figure = readable(go.Figure(go.Bar(x=[1], y=[2])))
    drawn = (figure.layout.font.color, figure.layout.xaxis.tickfont.color, figure.layout.yaxis.title.font.color)
    assert drawn == (TEXT, TEXT, TEXT)


def test_a_title_given_before_is_kept() -> None:
    figure = go.Figure(layout={"xaxis": {"title": "days"}})
    assert readable(figure).layout.xaxis.title.text == "days"


def test_whiskers_reach_from_a_value_to_the_ends_of_its_interval() -> None:
    drawn = whiskers([40.0, 7.0], [(30.0, 60.0), (7.0, 9.0)])
    assert (drawn["arrayminus"], drawn["array"]) == ([10, 0], [20, 2])


def test_marks_of_rates_are_spelt_as_rates_are() -> None:
    assert share_ticks(2) == {"tickvals": [0, 0.5, 1], "ticktext": ["0 %", "50 %", "100 %"]}


@pytest.mark.parametrize(("most", "step"), [(0, 1), (1, 1), (6, 1), (7, None), (5_000, None)])
def test_few_leads_are_marked_one_by_one(most: int, step: int | None) -> None:
    assert lead_axis(most).get("dtick") == step


@pytest.mark.parametrize(("weeks", "step"), [(1, 1), (9, 2), (20, 4)])
def test_a_few_weeks_are_marked_at_mondays(weeks: int, step: int) -> None:
    mondays = [date(2026, 6, 1) + timedelta(weeks=week) for week in range(weeks)]
    axis = week_axis(mondays[::-1], ticks=5)
    assert (axis["tick0"], axis["dtick"] / 86_400_000) == ("2026-06-01", 7 * step)


def test_many_weeks_are_marked_by_month_and_none_need_no_mark() -> None:
    assert "dtick" not in week_axis([date(2026, 1, 5), date(2026, 7, 6)], ticks=5) | week_axis([], ticks=5)


def test_a_picture_has_white_where_the_page_has_its_background() -> None:
    figure = go.Figure(layout={"annotations": [{"text": "web", "bgcolor": BACKGROUND}]})
    assert BACKGROUND not in on_paper(figure.to_json())
    assert f'"bgcolor":"{PAPER}"' in on_paper(figure.to_json())


@pytest.mark.parametrize("side", ["xaxis", "yaxis"])
def test_an_axis_of_a_picture_makes_room_for_its_labels_and_its_title(side: str) -> None:
    drawn = go.Figure(json.loads(on_paper(readable(go.Figure(go.Bar(x=[1], y=[2]))).to_json())))
    axis = drawn.layout.template.layout[side]
    assert (axis.automargin, axis.title.standoff >= 20) == (True, True)
    assert {drawn.layout[side].automargin, drawn.layout[side].title.standoff} == {None}


def test_a_picture_has_an_edge_however_little_the_page_needs() -> None:
    figure = go.Figure(layout={"height": 200, "margin": {"l": 0, "r": 16, "t": 40, "b": 4}})
    layout = json.loads(on_paper(figure.to_json()))["layout"]
    assert layout["margin"] == {"l": 16, "r": 16, "t": 40, "b": 16, "pad": 8}
    assert layout["height"] == 200 + 12
