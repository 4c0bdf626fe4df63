"""Exported pictures are whole: every word lies inside of them, and none over another."""

from datetime import timedelta
from typing import Final

import plotly.graph_objects as go
import pytest
from playwright.sync_api import Page

from api.files.pictures import picture
from db.sessions.screen_contents import ShownFigure
from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.log.predicates import Predicate
from pages.kit.readable import on_paper
from pages.screens.bottlenecks.charts import history_chart, survival_chart
from pages.screens.funnel.chart import funnel_chart
from tests.builders import at, journeys

LOG: Final = journeys([(1, 0, "page_viewed", "web"), (1, 9, "lost"), (2, 0, "page_viewed", "web"), (2, 5, "won")])
WORDS: Final = """() => [document.querySelector("svg"), ...document.querySelectorAll("text")]
    .map(each => each.getBoundingClientRect())
    .filter(each => each.width > 0)
    .map(({left, top, right, bottom}) => [left, top, right, bottom])"""
"""Where the picture is, and then each of its words: left, top, right, bottom."""

Box = tuple[float, float, float, float]


def figures() -> dict[str, go.Figure]:
    """A picture of bars, and two of lines: numbers below and beside, days below."""
    steps = (Predicate(kind="page_viewed"), Predicate(kind="won"))
    options = BottleneckOptions(as_of=at(100))
    stage = next(each for each in bottlenecks(LOG, options).stages if len(each.survival.share))
    return {
        "funnel": funnel_chart(funnel(LOG, FunnelOptions(steps=steps, window=timedelta(hours=9), as_of=at(100)))),
        "still there": survival_chart(stage, options),
        "stays by week": history_chart(stage, options),
    }


@pytest.mark.parametrize("name", ["funnel", "still there", "stays by week"])
def test_every_word_of_a_picture_lies_inside_of_it_and_over_no_other(page: Page, name: str) -> None:
    figure = ShownFigure(name, "plotly", on_paper(figures()[name].to_json()).encode())
    page.set_content(f'<body style="margin: 0">{picture(figure, "svg").decode()}')
    whole, *words = page.evaluate(WORDS)
    assert len(words) >= 5
    assert [word for word in words if not is_inside(word, whole)] == []
    assert [(one, other) for at, one in enumerate(words) for other in words[:at] if is_over(one, other)] == []


def is_inside(word: Box, whole: Box) -> bool:
    return word[0] >= whole[0] and word[1] >= whole[1] and word[2] <= whole[2] and word[3] <= whole[3]


def is_over(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
