"""A period that nothing can lie in is refused, whatever is asked about it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from journey_core.attribution.options import AttributionOptions
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.errors import BadInput
from journey_core.funnel.options import FunnelOptions
from journey_core.log.predicates import Predicate
from journey_core.paths.options import PathOptions
from journey_core.wording import plain_number, rough_duration, signed, spoken_interval
from tests.builders import at
from tests.conftest import ROOT

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


@pytest.mark.parametrize(
    ("amount", "digits", "said"),
    [
        (1234.5, 1, "+1,234.5"),
        (-0.25, 2, "−0.25"),
        (-0.04, 1, "0.0"),
        (0.04, 1, "0.0"),
        (0, 0, "0"),
        (-1000, 0, "−1,000"),
    ],
)
def test_a_change_has_a_true_sign_unless_it_rounds_to_nothing(amount, digits, said):
    assert signed(amount, digits=digits) == said


def test_numbers_below_zero_have_a_true_minus_wherever_they_are_said():
    assert plain_number(-3.25, digits=1) == "−3.2"
    assert spoken_interval((-0.03, 0.12)) == "−3.0–12.0 %"
    assert rough_duration(timedelta(days=-3)) == "−3 d"


def test_no_face_writes_signs_by_itself():
    """What Python writes before a negative number is a hyphen; `signed` is the one place that mends it."""
    sources = [path for folder in ("journey_core", "pages", "commands") for path in (ROOT / folder).rglob("*.py")]
    assert len(sources) > 100
    assert [path.name for path in sources if re.search(r":\+[,.0-9]*[def%]?\}", path.read_text("utf-8"))] == []
