"""What the pointer over a picture reads: counts agree with their word, rates are spelt as everywhere else."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.leads.summary import StageCount
from journey_core.log.predicates import Predicate
from journey_core.paths.answer import paths
from journey_core.paths.options import PathOptions
from pages.screens.bottlenecks.charts import history_chart, incidence_chart, survival_chart, trend_chart, weeks_timed
from pages.screens.funnel.chart import funnel_chart
from pages.screens.overview.pipeline import pipeline_chart
from pages.screens.paths.flow import paths_flow
from tests.builders import at, journeys

LOG = journeys(
    [(1, 0, "page_viewed", "web"), (1, 9, "lost"), (2, 0, "page_viewed", "web"), (2, 5, "call_connected", "call")]
)
SEEN = at(100)


def hovers(trace: Any) -> list[str]:
    """What stands over each point of a trace whose words are its customdata."""
    return [trace.hovertemplate.replace("%{customdata}", str(told)) for told in trace.customdata]


def test_a_stage_of_one_lead_holds_one_lead() -> None:
    (bars,) = pipeline_chart([StageCount("new", 1, LOG.lead_id[:1]), StageCount("won", 2, LOG.lead_id[:2])]).data
    assert hovers(bars) == ["1 lead at new<extra></extra>", "2 leads at won<extra></extra>"]


@pytest.mark.parametrize("trace", [0, 1])
def test_one_lead_at_a_step_of_a_funnel_is_one_lead(trace: int) -> None:
    steps = (Predicate(kind="page_viewed"), Predicate(kind="call_connected"))
    answer = funnel(LOG, FunnelOptions(steps=steps, window=timedelta(hours=1), as_of=SEEN))
    assert hovers(funnel_chart(answer).data[trace])[1].startswith("1 lead ")


def test_one_lead_on_a_way_of_the_flow_is_one_lead() -> None:
    options = PathOptions(as_of=SEEN)
    flow = paths_flow(paths(LOG, options).flow, options, LOG.words).data[0]
    assert "1 lead, 50.0 %" in flow.link.customdata
    assert set(flow.node.customdata) == {"2 leads", "1 lead"}


def test_shares_of_a_stage_are_spelt_with_a_space() -> None:
    options = BottleneckOptions(as_of=SEEN)
    stage = next(each for each in bottlenecks(LOG, options).stages if len(each.survival.share))
    assert "100 % are still there after 0 " in hovers(survival_chart(stage, options).data[-1])[0]
    lost = next(area for area in incidence_chart(stage, options).data if area.name == "was lost")
    assert (lost.hovertemplate, lost.customdata[-1]) == ("%{customdata:.1f} %", 100 * lost.y[-1])


def test_a_week_stands_at_its_monday_where_it_is_counted() -> None:
    options = BottleneckOptions(as_of=SEEN, zone=ZoneInfo("Europe/Berlin"))
    stage = next(each for each in bottlenecks(LOG, options).stages if weeks_timed(each))
    drawn = [stage_figure.data[0].x[0] for stage_figure in (history_chart(stage, options), trend_chart(stage, options))]
    assert drawn == [date(2024, 1, 1)] * 2


def test_the_axis_of_a_funnel_of_two_leads_has_whole_numbers() -> None:
    answer = funnel(LOG, FunnelOptions(steps=(Predicate(kind="page_viewed"),), as_of=SEEN))
    assert funnel_chart(answer).layout.xaxis.dtick == 1
