"""The engagement score, by hand and by laws."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.errors import BadInput
from journey_core.leads.score_constants import BANDS, HOT, ScoreConstants
from journey_core.leads.scoring import falls_below, score_history, scores
from journey_core.log.journeys import empty
from tests.builders import at, journeys

DAY = 1440
WARM = [(1, 0, "email_opened", "email"), (1, 1, "call_connected", "call"), (1, 2, "page_viewed", "email")]


def test_the_score_is_the_sum_of_its_weighted_parts():
    result = scores(journeys(WARM), as_of=at(2 + 15 * DAY))
    assert result.recency[0] == pytest.approx(0.4 * 0.5)
    assert result.frequency[0] == pytest.approx(0.4 * 0.3)
    assert result.diversity[0] == pytest.approx(0.2 * 0.4)
    assert result.score[0] == pytest.approx(0.4)


def test_parts_are_capped_at_their_weights_and_recency_ends_at_thirty_days():
    busy = [(1, minute, "page_viewed", f"c{minute % 7}") for minute in range(40)]
    result = scores(journeys([*busy, (2, 0, "page_viewed")]), as_of=at(39))
    assert result.score[0] == pytest.approx(1)
    later = scores(journeys(busy), as_of=at(39 + 31 * DAY))
    assert (later.recency[0], later.score[0]) == (0, pytest.approx(0.6))


def test_records_of_a_state_empty_channels_and_later_interactions_do_not_count():
    extra = [(1, 9, kind, "web") for kind in ("note", "stage_changed", "converted", "lost")]
    result = scores(journeys([*WARM, *extra, (1, 3, "page_viewed"), (1, 10, "page_viewed", "sms")]), as_of=at(9))
    assert (result.interactions[0], result.channels[0]) == (4, 2)
    assert result.last_at[0] == journeys([(1, 3, "note")]).occurred_at[0]


def test_a_lead_without_interactions_scores_nothing():
    result = scores(journeys([(2, 0, "note")], leads=[1]), as_of=at(0))
    assert result.score.tolist() == [0, 0]
    assert len(scores(empty(), as_of=at(0)).score) == 0


def test_a_workspace_can_count_inbound_only():
    log = journeys(WARM, direction={0: "inbound", 1: "outbound"})
    result = scores(log, as_of=at(2), constants=ScoreConstants(inbound_only=True))
    assert (result.interactions[0], result.channels[0]) == (1, 1)


def test_other_constants_give_another_score_and_weights_that_do_not_add_up_to_one_are_refused():
    constants = ScoreConstants(recency_weight=0, frequency_weight=1, diversity_weight=0, frequency_cap=4)
    assert scores(journeys(WARM), as_of=at(2), constants=constants).score[0] == pytest.approx(0.75)
    with pytest.raises(BadInput, match="add up to 1"):
        ScoreConstants(recency_weight=0.5)


rows = st.tuples(
    st.integers(1, 3),
    st.integers(0, 60 * DAY),
    st.sampled_from(["page_viewed", "email_sent", "note"]),
    st.sampled_from(["web", "sms", "call", ""]),
)
logs = st.lists(rows, min_size=1, max_size=20)


@given(logs, st.lists(st.integers(-5, 70), max_size=5), st.booleans())
def test_history_is_the_score_of_each_moment(rows, days, inbound_only):
    log = journeys(rows, direction=dict.fromkeys(range(0, len(rows), 2), "inbound"))
    constants = ScoreConstants(inbound_only=inbound_only)
    moments = [at(day * DAY) for day in days]
    for lead in range(log.lead_count):
        history = score_history(log, lead, moments, as_of=at(99 * DAY), constants=constants)
        assert history.tolist() == [scores(log, as_of=moment, constants=constants).score[lead] for moment in moments]


def test_history_after_as_of_is_what_comes_if_nothing_happens():
    log = journeys([*WARM, (1, 20 * DAY, "page_viewed", "web")])
    history = score_history(log, 0, [at(2 + 15 * DAY), at(2 + 30 * DAY)], as_of=at(10 * DAY))
    assert history.tolist() == pytest.approx([0.4, 0.2])


@given(logs, st.floats(0.05, 0.95))
def test_the_score_crosses_the_threshold_at_the_instant_that_is_named(rows, threshold):
    log = journeys(rows)
    result = scores(log, as_of=at(61 * DAY))
    for lead in range(log.lead_count):
        instant = falls_below(result, lead, threshold)
        after = timedelta(seconds=1)
        if instant is None:
            assert score_history(log, lead, [at(999 * DAY)], as_of=result.as_of)[0] >= threshold
        else:
            assert score_history(log, lead, [instant + after], as_of=result.as_of)[0] < threshold
            if instant > result.as_of + after:
                assert score_history(log, lead, [instant - after], as_of=result.as_of)[0] > threshold


def test_a_score_that_is_low_already_falls_now():
    result = scores(journeys(WARM), as_of=at(2))
    assert falls_below(result, 0, 0.99) == at(2)
    assert falls_below(result, 0, 0.4) == at(2 + 15 * DAY)


@given(logs)
def test_scores_stay_between_0_and_1_on_any_number_of_threads(rows):
    log = journeys(rows)
    one, many = (scores(log, as_of=at(30 * DAY), threads=threads).score.tolist() for threads in (1, 3))
    assert one == many
    assert all(0 <= score <= 1 for score in one)


def test_every_score_lies_in_one_band_and_the_threshold_is_hot() -> None:
    for score in (0.0, 0.29, 0.3, 0.59, HOT, 1.0):
        assert sum(low <= score < high for low, high in BANDS.values()) == 1
    assert BANDS["hot"][0] == HOT
