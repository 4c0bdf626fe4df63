"""Times to convert are those of the leads that did both steps, and no others."""

import pytest

from journey_core.errors import BadInput
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.time_to_convert import conversion_times
from journey_core.log.predicates import Predicate
from tests.builders import at, journeys

STEPS = (Predicate(kind="a"), Predicate(kind="b"))
ROWS = [(lead, 0, "a") for lead in range(5)] + [(0, 10, "b"), (1, 20, "b"), (2, 60, "b")]


def answer(rows, until=99, steps=STEPS, **options):
    return funnel(journeys(rows), FunnelOptions(steps=steps, as_of=at(until), **options))


def test_quartiles_and_histogram_are_of_the_converted_leads() -> None:
    times = conversion_times(answer(ROWS))
    assert times.leads == 3
    assert times.quartiles == (900.0, 1200.0, 2400.0)
    assert times.counts.tolist() == [2, 1]
    assert times.edges.tolist() == [0, 1800, 3600]


@pytest.mark.parametrize(("conversions", "bins"), [(1, 1), (8, 2), (9, 3), (27, 3), (28, 4), (1000, 10)])
def test_a_histogram_has_the_cube_root_of_its_leads_as_bins_rounded_up(conversions: int, bins: int) -> None:
    times = conversion_times(
        answer([(lead, minute, kind) for lead in range(conversions) for minute, kind in ((0, "a"), (lead, "b"))], 9999)
    )
    assert len(times.counts) == bins
    assert times.counts.sum() == conversions


def test_every_bar_opens_the_leads_it_counts() -> None:
    times = conversion_times(answer(ROWS))
    assert [times.in_bin(place).tolist() for place in (0, 1)] == [[0, 1], [2]]
    with pytest.raises(BadInput, match="no bar 3"):
        times.in_bin(2)


def test_times_between_any_two_steps() -> None:
    steps = (*STEPS, Predicate(kind="c"))
    result = answer([(1, 0, "a"), (1, 5, "b"), (1, 7, "c"), (2, 0, "a"), (2, 9, "b")], steps=steps)
    assert conversion_times(result, start=2).seconds.tolist() == [120.0]
    assert conversion_times(result, end=2).seconds.tolist() == [300.0, 540.0]
    for start, end in ((3, 2), (2, 2)):
        with pytest.raises(BadInput, match=f"not {start} and {end}"):
            conversion_times(result, start=start, end=end)


def test_a_funnel_of_one_step_has_no_times() -> None:
    with pytest.raises(BadInput, match="one step has no times"):
        conversion_times(answer(ROWS, steps=STEPS[:1]))


@pytest.mark.parametrize(("seconds", "edges"), [(0, [0, 1]), (0.5, [0, 1]), (2, [0, 1, 2]), (2.5, [0, 1.25, 2.5])])
def test_no_bar_is_shorter_than_the_second_it_is_told_in(seconds: float, edges: list[float]) -> None:
    rows = [(lead, minute, kind) for lead in range(30) for minute, kind in ((0, "a"), (seconds / 60, "b"))]
    times = conversion_times(answer(rows))
    assert times.edges.tolist() == edges
    assert (times.counts.tolist()[-1], times.counts.sum()) == (30, 30)


def test_the_median_is_the_last_step_s() -> None:
    result = answer(ROWS, until=30)
    quartiles = conversion_times(result).quartiles
    assert quartiles is not None
    assert quartiles[1] == result.steps[-1].median_seconds == 900.0


def test_conversions_at_once_are_counted() -> None:
    assert conversion_times(answer([(1, 0, "a"), (1, 0, "b")])).counts.tolist() == [1]


def test_nobody_converted_gives_an_empty_shape() -> None:
    times = conversion_times(answer(ROWS, until=5))
    assert (times.leads, times.quartiles, len(times.counts), len(times.edges)) == (0, None, 0, 0)
