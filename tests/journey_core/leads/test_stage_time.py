"""Time at a stage, counted by hand and against statsmodels."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from journey_core.errors import UnknownName
from journey_core.leads.stage_time import StageTime, stage_time
from tests.builders import at, journeys

END = 100


def at_proposal(stays: list[tuple[int, int | None]], **options: int) -> StageTime:
    """The time at proposal of leads that come at a minute and leave, or don't, after some minutes."""
    rows, stage = [], {}
    for lead, (came, stayed) in enumerate(stays):
        for minute, word in ((came, "proposal"), (came + (stayed or 0), "won" if stayed else "")):
            if word:
                stage[len(rows)] = word
                rows.append((lead, minute, "stage_changed"))
    return stage_time(journeys(rows, stage=stage), "proposal", as_of=at(END), **options)


def test_those_still_there_make_the_usual_time_longer() -> None:
    # Of five, one leaves after 10 (4/5), one is last seen at 20, one leaves after 30 (4/5 · 2/3) and one after 40.
    times = at_proposal([(0, 10), (80, None), (0, 30), (0, 40), (50, None)])
    assert (times.visits, times.ended, times.median) == (5, 3, timedelta(minutes=40))


def test_there_is_no_median_while_most_are_still_there() -> None:
    times = at_proposal([(0, 10), (5, None), (5, None)])
    assert (times.visits, times.ended, times.median) == (3, 1, None)


def test_a_lead_waits_at_the_first_stage_from_its_first_interaction() -> None:
    rows = [(1, 0, "page_viewed"), (1, 7, "stage_changed"), (1, 9, "stage_changed")]
    built = journeys(rows, stage={1: "contacted", 2: "new"})
    new = stage_time(built, "new", as_of=at(20))
    assert (new.visits, new.ended, new.median) == (2, 1, timedelta(minutes=7))


def test_a_lost_lead_has_left_and_a_stage_passed_in_an_instant_was_no_visit() -> None:
    rows = [(1, 0, "page_viewed"), (1, 3, "stage_changed"), (1, 3, "stage_changed"), (1, 8, "lost")]
    built = journeys(rows, stage={1: "contacted", 2: "proposal"})
    assert stage_time(built, "contacted", as_of=at(9)).visits == 0
    assert stage_time(built, "proposal", as_of=at(9)).median == timedelta(minutes=5)


def test_what_comes_after_the_instant_has_not_happened() -> None:
    rows = [(1, 0, "stage_changed"), (1, 8, "lost")]
    times = stage_time(journeys(rows, stage={0: "proposal"}), "proposal", as_of=at(7))
    assert (times.visits, times.ended, times.median) == (1, 0, None)


@given(st.lists(st.tuples(st.integers(0, 49), st.none() | st.integers(1, 50)), min_size=1, max_size=30))
def test_the_median_is_where_the_curve_of_statsmodels_is_halved(stays: list[tuple[int, int | None]]) -> None:
    lengths = [float(stayed or END - came) for came, stayed in stays]
    peer = SurvfuncRight(np.array(lengths), np.array([stayed is not None for _, stayed in stays], int))
    halved = peer.surv_times[peer.surv_prob <= 0.5 + 1e-12]  # its own quantile requires less than half
    assert at_proposal(stays, threads=2).median == (timedelta(minutes=float(halved[0])) if len(halved) else None)


def test_no_journeys_have_no_visits_and_an_unknown_stage_is_refused() -> None:
    assert stage_time(journeys([]), "proposal", as_of=at(0)).visits == 0
    with pytest.raises(UnknownName):
        stage_time(journeys([]), "no such stage", as_of=at(0))
