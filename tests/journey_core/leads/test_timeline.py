"""A lead's picture: every interaction in one mark, bands without gaps, an axis that can be read back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.leads.folded_axis import folded_axis
from journey_core.leads.timeline import BINS, DENSE_ABOVE, timeline
from journey_core.log.times import microseconds
from tests.builders import at, journeys

DAY = 1440


def lane_names(log, picture):
    return [log.words.word("channel", code) for code in picture.lanes]


def test_lanes_are_the_channels_used_and_what_has_none_comes_last():
    log = journeys([(1, 0, "note"), (1, 1, "page_viewed", "web"), (1, 2, "email_sent", "email"), (2, 0, "note", "sms")])
    assert lane_names(log, timeline(log, 0, as_of=at(9))) == ["email", "web", ""]


def test_what_falls_together_is_one_mark_per_lane_and_direction():
    rows = [(1, 0, "email_sent", "email"), (1, 1, "email_sent", "email"), (1, 1, "email_replied", "email")]
    log = journeys([*rows, (1, 5 * DAY, "email_sent", "email")], direction={0: "outbound", 1: "outbound", 2: "inbound"})
    picture = timeline(log, 0, as_of=at(5 * DAY))
    assert sorted(zip(picture.marks.direction.tolist(), picture.marks.count.tolist(), strict=True)) == [
        (0, 1), (1, 1), (2, 2),
    ]  # fmt: skip
    together = picture.mark_of[0]
    assert picture.mark_of[1] == together
    assert picture.marks.last_at[together] == microseconds(at(1))


def test_only_the_range_and_what_is_known_by_as_of_is_shown():
    log = journeys([(1, minute, "page_viewed", "web") for minute in range(10)])
    assert timeline(log, 0, as_of=at(5), since=at(2)).rows.tolist() == [2, 3, 4, 5]
    assert timeline(log, 0, as_of=at(99), until=at(2)).rows.tolist() == [0, 1]


def bands(rows, stages, as_of):
    log = journeys(rows, stage=stages)
    picture = timeline(log, 0, as_of=at(as_of))
    return [(log.words.word("stage", band.stage), band.start, band.end) for band in picture.bands]


def test_stage_bands_follow_the_moves_until_as_of():
    rows = [(1, 0, "page_viewed"), (1, 5, "stage_changed"), (1, 9, "converted")]
    assert bands(rows, {1: "qualified"}, 20) == [
        ("new", at(0), at(5)), ("qualified", at(5), at(9)), ("won", at(9), at(20)),
    ]  # fmt: skip


def test_moves_of_one_instant_show_the_furthest_stage():
    rows = [(1, 0, "stage_changed"), (1, 5, "stage_changed"), (1, 5, "stage_changed"), (1, 8, "lost")]
    assert bands(rows, {0: "contacted", 1: "proposal", 2: "qualified"}, 9) == [
        ("contacted", at(0), at(5)), ("proposal", at(5), at(8)), ("lost", at(8), at(9)),
    ]  # fmt: skip


def test_a_lead_reopened_at_its_first_stage_shows_it():
    rows = [(1, 0, "page_viewed"), (1, 3, "lost"), (1, 6, "stage_changed")]
    assert [band[0] for band in bands(rows, {2: "new"}, 9)] == ["new", "lost", "new"]


def test_a_move_to_where_the_lead_stands_begins_no_band():
    rows = [(1, 0, "page_viewed"), (1, 3, "stage_changed"), (1, 5, "stage_changed"), (1, 7, "stage_changed")]
    assert bands(rows, {1: "new", 2: "qualified", 3: "qualified"}, 9) == [
        ("new", at(0), at(5)), ("qualified", at(5), at(9)),
    ]  # fmt: skip


def test_a_lead_without_interactions_has_an_empty_picture():
    picture = timeline(journeys([], leads=[1]), 0, as_of=at(0))
    assert (picture.lanes, picture.bands, len(picture.rows), len(picture.marks.x)) == ((), (), 0, 0)
    assert picture.axis.width > 0


def test_many_interactions_become_strips_of_density():
    log = journeys([(1, minute, "page_viewed", "web" if minute % 3 else "sms") for minute in range(DENSE_ABOVE + 1)])
    picture = timeline(log, 0, as_of=at(DENSE_ABOVE))
    assert picture.density.shape == (2, BINS)
    assert picture.density.sum(axis=1).tolist() == np.bincount(log.channel)[list(picture.lanes)].tolist()
    assert len(picture.marks.x) == 0


def test_a_long_silence_is_folded_and_usual_ones_keep_their_length():
    busy = [*range(0, 20 * DAY, DAY), 400 * DAY, 401 * DAY]
    times = np.array([microseconds(at(minute)) for minute in busy])
    axis = folded_axis(times, end=microseconds(at(402 * DAY)))
    assert axis.folds == ((times[19], times[20]),)
    assert np.diff(axis.x(times))[:19] == pytest.approx(np.ones(19))
    assert axis.width < 30
    regular = np.array([microseconds(at(25 * DAY * i)) for i in range(12)])
    assert folded_axis(regular, end=int(regular[-1])).folds == ()


def test_years_after_the_last_interaction_do_not_squeeze_the_journey():
    times = np.array([microseconds(at(day * DAY)) for day in range(30)])
    axis = folded_axis(times, end=microseconds(at(4000 * DAY)))
    assert axis.x(times[-1:])[0] > 0.7 * axis.width


moments = st.lists(st.integers(0, 500 * DAY), min_size=1, max_size=30).map(sorted)


@given(moments, st.integers(0, 900 * DAY))
def test_a_place_on_the_axis_reads_back_as_its_time(minutes, later):
    times = np.array([microseconds(at(minute)) for minute in minutes])
    axis = folded_axis(times, end=int(times[-1]) + later * 60_000_000)
    assert np.abs(axis.time(axis.x(times)) - times).max() < 1_000_000
    assert (np.diff(axis.xs) > 0).all()


@given(st.lists(st.tuples(st.integers(0, 90 * DAY), st.sampled_from(["web", "sms", ""])), min_size=1, max_size=40))
def test_every_interaction_is_in_one_mark_of_its_lane(rows):
    log = journeys([(1, minute, "page_viewed", channel) for minute, channel in rows])
    picture = timeline(log, 0, as_of=at(100 * DAY))
    assert picture.marks.count.sum() == len(picture.rows) == len(rows)
    lanes = np.array(picture.lanes)
    assert lanes[picture.marks.lane[picture.mark_of]].tolist() == log.channel.tolist()
    times = log.occurred_at
    assert (picture.marks.first_at[picture.mark_of] <= times).all()
    assert (times <= picture.marks.last_at[picture.mark_of]).all()
