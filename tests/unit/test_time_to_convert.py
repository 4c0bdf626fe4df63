"""Times to convert are those of the leads that came through, and no others."""

from journey_core.funnel import FunnelOptions, funnel
from journey_core.predicate import Predicate
from journey_core.time_to_convert import conversion_times
from tests.builders import at, journeys

STEPS = (Predicate(kind="a"), Predicate(kind="b"))
ROWS = [(lead, 0, "a") for lead in range(5)] + [(0, 10, "b"), (1, 20, "b"), (2, 60, "b")]


def test_quartiles_and_histogram_are_of_the_converted_leads() -> None:
    times = conversion_times(funnel(journeys(ROWS), FunnelOptions(steps=STEPS, as_of=at(99))), bins=3)
    assert times.leads == 3
    assert times.quartiles == (900.0, 1200.0, 2400.0)
    assert times.counts.tolist() == [1, 1, 1]
    assert times.edges.tolist() == [0, 1200, 2400, 3600]


def test_the_median_is_the_last_step_s() -> None:
    answer = funnel(journeys(ROWS), FunnelOptions(steps=STEPS, as_of=at(30)))
    quartiles = conversion_times(answer).quartiles
    assert quartiles is not None
    assert quartiles[1] == answer.steps[-1].median_seconds == 900.0


def test_conversions_at_once_are_counted() -> None:
    answer = funnel(journeys([(1, 0, "a"), (1, 0, "b")]), FunnelOptions(steps=STEPS, as_of=at(1)))
    assert conversion_times(answer).counts.sum() == 1


def test_nobody_converted_gives_an_empty_shape() -> None:
    times = conversion_times(funnel(journeys(ROWS), FunnelOptions(steps=STEPS, as_of=at(5))))
    assert (times.leads, times.quartiles, len(times.counts)) == (0, None, 0)
