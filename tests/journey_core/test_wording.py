"""A period that nothing can lie in is refused, whatever is asked about it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from journey_core.attribution.options import AttributionOptions
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.errors import BadInput
from journey_core.funnel.options import FunnelOptions
from journey_core.log.predicates import Predicate
from journey_core.paths.options import PathOptions
from tests.builders import at

BERLIN = ZoneInfo("Europe/Berlin")
QUESTIONS = {
    "funnel": lambda **period: FunnelOptions(steps=(Predicate(kind="note"),), as_of=at(9), **period),
    "attribution": lambda **period: AttributionOptions(as_of=at(9), **period),
    "paths": lambda **period: PathOptions(as_of=at(9), **period),
    "bottlenecks": lambda **period: BottleneckOptions(as_of=at(9), **period),
}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("minutes", [0, -1])
def test_a_period_that_ends_where_it_starts_or_before_is_refused_in_one_sentence(name, minutes):
    with pytest.raises(BadInput, match=r"must end after it starts, .* starts 2024-01-01 00:05 UTC and ends 2024"):
        QUESTIONS[name](since=at(5), until=at(5 + minutes))
    assert QUESTIONS[name](since=at(5), until=at(5) + timedelta(microseconds=1)).since == at(5)


@pytest.mark.parametrize("since", [datetime(2026, 6, 1, tzinfo=BERLIN), datetime(2026, 5, 31, 22, tzinfo=UTC)])
def test_a_refused_period_is_said_in_the_zone_of_the_day_that_is_looked_from(since):
    now = datetime(2026, 7, 1, tzinfo=BERLIN)
    with pytest.raises(BadInput, match="starts 2026-06-01 00:00 CEST and ends 2026-05-01 00:00 CEST"):
        PathOptions(as_of=now, since=since, until=datetime(2026, 4, 30, 22, tzinfo=UTC))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_moment_without_a_zone_is_refused(name):
    with pytest.raises(BadInput, match="until needs a time zone"):
        QUESTIONS[name](until=at(5).replace(tzinfo=None))
