"""Editing the steps of a funnel: what belongs to a step moves with it, and what no longer makes sense goes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.funnel.options import Exclusion
from journey_core.log.predicates import Predicate
from pages.screens.funnel.draft import StepsDraft, draft_of

DAY = timedelta(days=1)
LOST = Predicate(kind="lost")
STEPS = ("stage=new", "stage=contacted", "stage=qualified", "stage=won")
DRAFT = StepsDraft(STEPS, frozenset({3}), ((3, DAY),), (Exclusion(LOST, 1, 2), Exclusion(LOST, 2, 4)))


def test_a_step_takes_its_window_and_its_being_optional_along():
    moved = DRAFT.swapped(3)
    assert moved.steps == ("stage=new", "stage=contacted", "stage=won", "stage=qualified")
    assert (moved.optional, moved.windows) == ({4}, ((4, DAY),))


def test_exclusions_stay_between_their_places_unless_one_becomes_optional():
    assert DRAFT.swapped(1).exclusions == DRAFT.exclusions
    assert DRAFT.swapped(3).exclusions == (Exclusion(LOST, 1, 2),)


def test_nothing_belongs_to_a_step_that_becomes_the_first():
    draft = StepsDraft(STEPS, frozenset({2}), ((2, DAY),)).swapped(1)
    assert (draft.optional, draft.windows) == (frozenset(), ())


def test_removing_a_step_closes_the_gap():
    shorter = DRAFT.removed(1)
    assert shorter.steps == STEPS[1:]
    assert (shorter.optional, shorter.windows) == ({2}, ((2, DAY),))
    assert shorter.exclusions == (Exclusion(LOST, 1, 3),)


def test_an_optional_step_bounds_no_exclusion():
    assert DRAFT.with_optional(2, is_optional=True).exclusions == ()
    assert DRAFT.with_optional(3, is_optional=False).optional == frozenset()


def test_a_window_can_be_set_changed_and_taken_away():
    assert DRAFT.with_window(2, DAY).windows == ((2, DAY), (3, DAY))
    assert DRAFT.with_window(3, 2 * DAY).window(3) == 2 * DAY
    assert DRAFT.with_window(3, None).windows == ()


def test_the_same_exclusion_is_kept_once_and_can_be_taken_away():
    assert DRAFT.excluding(Exclusion(LOST, 1, 2)) == DRAFT
    assert DRAFT.without_exclusion(0).exclusions == (Exclusion(LOST, 2, 4),)


@pytest.mark.parametrize(
    ("name", "text"), [("optional", "x"), ("optional", "9"), ("optional", "1"), ("exclude", "1:2"),
                       ("exclude", "1:9:kind=lost"), ("step_window", "2"), ("step_window", "9:1d")]
)  # fmt: skip
def test_what_can_t_be_read_is_left_out(name, text):
    query = DRAFT.query()
    assert draft_of(query | {name: [*query[name], text]}) == DRAFT


@given(st.sets(st.integers(2, 4)), st.dictionaries(st.integers(2, 4), st.integers(1, 9)), st.integers(1, 3))
def test_an_address_reads_back_and_two_swaps_of_later_steps_change_nothing(optional, windows, place):
    spans = tuple(sorted((number, days * DAY) for number, days in windows.items()))
    draft = StepsDraft(STEPS, frozenset(optional), spans)
    assert draft_of(draft.query()) == draft
    if place > 1:
        assert draft.swapped(place).swapped(place) == draft
