"""What changes fit the totals of two periods: by hand, against statsmodels, and where the truth is known."""

from functools import cache
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from journey_core.leads.momentum import WEEKS, Momentum, momentum
from journey_core.leads.momentum_tables import measures_frame
from journey_core.leads.momentum_wording import change_sentence
from journey_core.leads.summary import journey_lengths
from journey_core.log.predicates import Predicate
from journey_core.statistics.intervals import change_interval, dispersion, effective_count
from tests.builders import at, journeys
from tests.proofs import cases, holds_often_enough
from tests.simulators.periods import AS_OF, PERIOD, PeriodWorld

GOAL = Predicate(kind="converted")
DAY = 24 * 60
COUNTS = st.integers(0, 2000)
WORLDS = {
    f"{'lumps of 10' if lump > 1 else 'single leads'}, mean {mean}, times {ratio:g}": PeriodWorld(mean, ratio, lump)
    for lump, means in ((1, (1, 3, 10, 100, 1000)), (10, (20, 100, 1000)))
    for mean in means
    for ratio in (0.6, 1, 2)
}


def told(now: float, before: float) -> Momentum:
    change = now / before - 1 if before else None
    return Momentum("new leads", now, before, change, change_interval(now, before, now + before), (0.0,) * WEEKS)


@given(COUNTS, COUNTS.filter(bool))
def test_the_change_of_counts_is_statsmodels_wilson_turned_into_a_ratio(now: int, before: int) -> None:
    low, high = proportion_confint(now, now + before, method="wilson")
    found = change_interval(now, before, now + before)
    assert found == pytest.approx((low / (1 - low) - 1, high / (1 - high) - 1), abs=1e-6)


@given(COUNTS, COUNTS.filter(bool))
def test_a_change_lies_in_its_interval_and_turning_time_round_turns_it_over(now: int, before: int) -> None:
    low, high = change_interval(now, before, now + before) or (nan, nan)
    assert low <= now / before - 1 <= high
    other_low, other_high = change_interval(before, now, now + before) or (nan, nan)
    assert 1 / (1 + other_low) if other_low > -1 else inf == pytest.approx(1 + high)
    assert 1 / (1 + other_high) == pytest.approx(1 + low, abs=1e-9)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (0, 3, "0 now, 3 before: a change between −100 % and +28 % fits."),
        (1200, 1000, "1,200 now, 1,000 before: a change between +10 % and +31 % fits."),
        (2, 1, "2 now, 1 before: too few to say how it changed."),
        (3, 0, "3 now, 0 before: too few to say how it changed."),
        (100, 10, "100 now, 10 before: a change between +428 % and +1,795 % fits."),
        (50, 0, "50 now, 0 before: a change of +1,202 % or more fits."),
        (0, 0, "0 now, 0 before: nothing to compare."),
    ],
)
def test_the_sentence_says_what_fits(now: float, before: float, sentence: str) -> None:
    assert change_sentence(told(now, before)) == sentence


def test_equal_amounts_count_one_by_one_and_one_large_among_small_ones_as_one() -> None:
    assert effective_count(np.full(7, 12.5)) == pytest.approx(7)
    assert effective_count(np.array([1000.0, 1, 1, 1])) == pytest.approx(1, abs=0.01)
    assert effective_count(np.zeros(3)) == 0


def test_weeks_scatter_as_their_neighbours_differ() -> None:
    weeks = np.array([0, 0, 7, 10, 30, 10, 30, 10])
    assert dispersion(weeks) == pytest.approx(4 * 20**2 / (4 * 40))
    assert dispersion(np.array([0, 5, 100, 0, 100, 0])) == 1  # three pairs only, the first week is half of one
    assert dispersion(np.full(26, 9)) == dispersion(np.zeros(26, int)) == 1


def test_an_amount_below_zero_has_a_change_and_no_interval() -> None:
    rows = [(1, 150 * DAY, "converted"), (2, 120 * DAY, "converted"), (3, 0, "page_viewed")]
    *_, value = momentum(journeys(rows, value={0: -5, 1: 10}), GOAL, as_of=at(160 * DAY))
    assert (value.change, value.interval) == (-1.5, None)
    assert change_sentence(value) == "−5 now, 10 before."


def test_an_interval_that_is_open_at_the_top_is_empty_in_a_file() -> None:
    lengths = journey_lengths(journeys([]), [at(0), at(1)], goal=GOAL, leads=np.ones(0, bool))
    frame = measures_frame([told(50, 0)], lengths)
    assert frame["change_high"].isna().tolist() == [True, True]
    assert frame["change_low"][0] == pytest.approx(12.0, abs=0.1)


@cache
def measured(world: str) -> list[tuple[Momentum, ...]]:
    rng = np.random.default_rng(23)
    logs = cases(150 if WORLDS[world].mean == 1000 else 400)
    return [momentum(WORLDS[world].drawn(rng), GOAL, as_of=AS_OF, days=PERIOD) for _ in range(logs)]


@pytest.mark.proof
@pytest.mark.parametrize("world", WORLDS)
def test_the_changes_that_fit_hold_the_true_one_about_as_often_as_they_say(world: str) -> None:
    for each in zip(*measured(world), strict=True):
        fits = [low <= WORLDS[world].change <= high for low, high in (m.interval for m in each if m.interval)]
        assert holds_often_enough(fits)
