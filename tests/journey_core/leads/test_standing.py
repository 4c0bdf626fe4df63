"""Where leads stand, counted by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from journey_core.leads.stage_visits import OPEN, visits
from journey_core.leads.standing import standing
from journey_core.log.predicates import Predicate
from journey_core.log.times import instant
from journey_core.log.vocabulary import STAGES
from tests.builders import Row, at, journeys

GOAL = Predicate(kind="converted")


def stage_after(minute: float, rows: list[Row], stage: dict[int, str]) -> str:
    built = journeys(rows, stage=stage)
    stands = standing(built, as_of=at(minute), goal=GOAL)
    return built.words.word("stage", int(stands.stage[0]))


def test_a_lead_stands_at_the_first_stage_until_a_row_moves_it():
    rows = [(1, 0, "page_viewed"), (1, 5, "stage_changed")]
    assert [stage_after(minute, rows, {1: "proposal"}) for minute in (0, 4, 5)] == ["new", "new", "proposal"]


def test_moves_of_one_instant_count_in_the_order_of_their_stages():
    rows = [(1, 5, "stage_changed"), (1, 5, "stage_changed")]
    assert stage_after(9, rows, {0: "proposal", 1: "contacted"}) == "proposal"


def test_a_later_move_opens_a_lost_lead_again():
    built = journeys([(1, 0, "lost"), (1, 9, "stage_changed")], stage={1: "qualified"})
    before, after = (standing(built, as_of=at(minute), goal=GOAL) for minute in (8, 9))
    assert (before.outcome(0), after.outcome(0)) == ("lost", "open")
    assert instant(int(after.stage_since[0])) == at(9)


def test_a_move_to_where_the_lead_stands_already_begins_nothing_new():
    rows = [(1, 0, "page_viewed"), (1, 5, "stage_changed"), (1, 5, "stage_changed"), (1, 9, "stage_changed")]
    built = journeys(rows, stage={1: "new"})
    assert instant(int(standing(built, as_of=at(9), goal=GOAL).stage_since[0])) == at(0)
    back = journeys(rows[:3], stage={1: "proposal", 2: "contacted"})
    assert back.words.word("stage", int(standing(back, as_of=at(9), goal=GOAL).stage[0])) == "proposal"


def test_a_stage_passed_within_an_instant_takes_no_time_from_the_one_that_the_lead_stands_at():
    for order in (1, -1):
        rows = [(1, 0, "page_viewed"), (1, 5, "stage_changed"), (1, 9, "stage_changed"), (1, 9, "stage_changed")]
        built = journeys(
            rows, stage={1: "proposal", **dict(zip((2, 3), ("contacted", "proposal")[::order], strict=True))}
        )
        assert instant(int(standing(built, as_of=at(20), goal=GOAL).stage_since[0])) == at(5)


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 5), st.sampled_from(["", *STAGES])), max_size=20))
def test_who_stands_where_since_when_is_the_visit_that_goes_on(told):
    kinds = {"": "page_viewed", "won": "converted", "lost": "lost"}
    rows = [(lead, minute, kinds.get(word, "stage_changed")) for lead, minute, word in told]
    built = journeys(rows, stage={row: word for row, (*_, word) in enumerate(told) if word not in kinds})
    stands, stays = standing(built, as_of=at(4), goal=GOAL), visits(built, as_of=at(4))
    goes_on = stays.of(stays.ending == OPEN)
    assert np.flatnonzero(stands.is_known).tolist() == goes_on.lead.tolist()
    assert stands.stage[stands.is_known].tolist() == goes_on.stage.tolist()
    assert stands.stage_since[stands.is_known].tolist() == goes_on.since.tolist()


def test_nothing_after_the_instant_counts():
    built = journeys([(1, 0, "page_viewed", "web"), (1, 9, "converted", "call")], value={1: 70}, leads=[2])
    stands = standing(built, as_of=at(8), goal=GOAL)
    assert stands.interactions.tolist() == [1, 0]
    assert (stands.value.tolist(), stands.conversions.tolist(), stands.last_row.tolist()) == ([0, 0], [0, 0], [0, -1])
    assert stands.is_known.tolist() == stands.is_open.tolist() == [True, False]


def test_channels_are_one_bit_each():
    built = journeys([(1, 0, "note"), (1, 1, "email_sent", "email"), (1, 2, "call_attempted", "call")])
    assert standing(built, as_of=at(9), goal=GOAL).channels.tolist() == [0b101]


def test_one_thread_and_many_agree():
    built = journeys([(lead, lead, "page_viewed", "web") for lead in range(1, 40)])
    one, many = (standing(built, as_of=at(30), goal=GOAL, threads=threads) for threads in (1, 4))
    assert all(np.array_equal(getattr(one, name), getattr(many, name)) for name in vars(one))


def test_no_journeys_have_no_standing():
    assert len(standing(journeys([]), as_of=at(0), goal=GOAL).stage) == 0


def test_leads_left_out_are_as_if_unknown():
    built = journeys([(1, 0, "page_viewed"), (2, 0, "page_viewed")])
    stands = standing(built, as_of=at(9), goal=GOAL).of(built.lead_id == 2)
    assert stands.is_known.tolist() == stands.is_open.tolist() == [False, True]
