"""What holds for funnels of every order, and between them."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from journey_core.errors import BadInput, UnknownName
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import Exclusion, FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.results import FunnelResult
from journey_core.log.journeys import Journeys, empty
from journey_core.log.predicates import Predicate
from tests.builders import at, journeys, words
from tests.journey_core.funnel.funnel_oracle import Asked
from tests.journey_core.funnel.test_funnel_orders import log, options, streams

ABC = Asked(steps=(1, 2, 3), window=5, since=1, until=7)
PIPELINE = tuple(Predicate(stage=stage) for stage in ("contacted", "qualified", "won"))
LIMITS = {
    "optional": {"optional": frozenset({2})},
    "exclusions": {"exclusions": (Exclusion(Predicate(direction="inbound"), 1, 2),)},
    "step_windows": {"step_windows": (None, timedelta(minutes=1), timedelta(minutes=2))},
}


@pytest.fixture(scope="module")
def columns() -> Journeys:
    return log(streams(2000, seed=8))


def ask(columns: Journeys, order: str, **changes: object) -> FunnelResult:
    asked = options(ABC, "ordered")
    steps = PIPELINE if order == "stage" else asked.steps
    return funnel(columns, replace(asked, steps=steps, order=order, replicates=20, **changes), threads=1)


def counts(result: FunnelResult) -> list[int]:
    return [step.count for step in result.steps]


@pytest.mark.parametrize("order", ORDERS)
def test_counts_are_lengths_of_lists_and_never_rise(columns: Journeys, order: str) -> None:
    result = ask(columns, order)
    assert [len(result.reached(step)) for step in (1, 2, 3)] == counts(result) == sorted(counts(result), reverse=True)
    assert [len(result.dropped_after(step)) for step in (1, 2)] == [a - b for a, b in pairwise(counts(result))]


@pytest.mark.parametrize("order", ORDERS)
def test_any_number_of_threads_gives_the_same_runs(columns: Journeys, order: str) -> None:
    one = ask(columns, order)
    asked = options(ABC, "ordered")
    steps = PIPELINE if order == "stage" else asked.steps
    many = funnel(columns, replace(asked, steps=steps, order=order, replicates=20), threads=3)
    assert one.steps == many.steps
    assert np.array_equal(one.depth, many.depth)
    assert np.array_equal(one.interaction, many.interaction)


@pytest.mark.parametrize("order", ORDERS)
def test_no_leads_give_the_shape_of_an_answer(order: str) -> None:
    result = ask(empty(log([]).words), order)
    assert (counts(result), result.interaction.shape, result.step_at.shape) == ([0, 0, 0], (0, 3), (0, 3))


def test_what_an_order_allows_a_looser_one_allows_too(columns: Journeys) -> None:
    strict, ordered, any_order = (ask(columns, order).depth for order in ("strict", "ordered", "any"))
    assert (strict <= ordered).all()
    assert (ordered <= any_order).all()


@pytest.mark.parametrize("name", ["exclusions", "step_windows"])
def test_a_limit_takes_leads_out_and_adds_none(columns: Journeys, name: str) -> None:
    assert (ask(columns, "ordered", **LIMITS[name]).depth <= ask(columns, "ordered").depth).all()


def test_a_window_of_a_step_as_long_as_the_whole_one_changes_nothing(columns: Journeys) -> None:
    limited = ask(columns, "ordered", step_windows=(None, timedelta(minutes=5), timedelta(minutes=5)))
    free = ask(columns, "ordered")
    assert np.array_equal(limited.depth, free.depth)
    assert np.array_equal(limited.interaction, free.interaction)


def test_an_optional_step_changes_nothing_for_the_others(columns: Journeys) -> None:
    asked = options(ABC, "ordered")
    without = funnel(columns, replace(asked, steps=(asked.steps[0], asked.steps[2])))
    result = ask(columns, "ordered", **LIMITS["optional"])
    assert np.array_equal(result.step_at[:, [0, 2]], without.step_at)
    assert len(result.reached(2)) == result.steps[1].count > 0


@pytest.mark.parametrize("optional", [{2}, {3}, {2, 3}, set()])
def test_a_lead_that_did_not_come_through_stopped_at_one_step_whatever_may_be_skipped(
    columns: Journeys, optional: set[int]
) -> None:
    result = ask(columns, "ordered", optional=frozenset(optional))
    stopped = [set(result.dropped_after(step)) for step in (1, 2, 3)]
    assert sum(map(len, stopped)) == len(set.union(*stopped)) == result.entrants
    assert all(stopped[step - 1] <= set(result.reached(step)) for step in (1, 2, 3))
    assert stopped[2] == set(result.reached(3))


@pytest.mark.parametrize(
    ("optional", "done", "stopped"),
    [(3, "abc", [[], [], [1]]), (3, "ab", [[], [1], []]), (2, "ab", [[], [1], []]), (2, "a", [[1], [], []])],
)
def test_a_lead_stops_at_the_last_step_that_it_did(optional: int, done: str, stopped: list[list[int]]) -> None:
    steps = tuple(Predicate(kind=kind) for kind in "abc")
    known = words(kind="abc")
    columns = journeys([(1, minute, kind) for minute, kind in enumerate(done)], known=known)
    result = funnel(columns, FunnelOptions(steps=steps, as_of=at(9), optional=frozenset({optional})))
    assert [result.dropped_after(step).tolist() for step in (1, 2, 3)] == stopped


def test_rates_and_intervals_of_an_optional_step_are_its_own() -> None:
    rows = [(lead, 0, "a") for lead in range(10)] + [(lead, 1, "b") for lead in range(4)]
    steps = tuple(Predicate(kind=kind) for kind in "abc")
    kinds = journeys([*rows, *((lead, 2, "c") for lead in range(8))])
    asked = FunnelOptions(steps=steps, as_of=at(9), optional=frozenset({2}))
    _, skipped, last = funnel(kinds, asked).steps
    assert (skipped.count, skipped.rate, last.rate, last.step_rate, skipped.median_seconds) == (4, 0.4, 0.8, 0.8, 60)
    assert skipped.bootstrap is not None
    assert skipped.bootstrap[0] < 0.4 < skipped.bootstrap[1]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("limit", LIMITS)
def test_an_order_refuses_the_limits_it_has_no_meaning_for(columns: Journeys, order: str, limit: str) -> None:
    if limit in ORDERS[order].takes:
        assert ask(columns, order, **LIMITS[limit]).definition != ask(columns, order).definition
    else:
        with pytest.raises(BadInput, match=f"“{order}” takes no"):
            ask(columns, order, **LIMITS[limit])


def test_stages_of_a_pipeline_rise_and_are_known(columns: Journeys) -> None:
    with pytest.raises(BadInput, match="“contacted” does not follow “won”"):
        funnel(columns, pipeline("won", "contacted"))
    with pytest.raises(BadInput, match="outside the order"):
        funnel(columns, pipeline("new", "lost"))
    with pytest.raises(UnknownName, match="dreaming"):
        funnel(columns, pipeline("dreaming"))


def pipeline(*stages: str) -> FunnelOptions:
    return FunnelOptions(steps=tuple(Predicate(stage=stage) for stage in stages), as_of=at(9), order="stage")


def test_a_move_reaches_the_stages_it_skips_and_won_is_converted() -> None:
    moved = journeys([(1, 0, "note"), (1, 5, "stage_changed"), (1, 9, "converted")], stage={1: "proposal"})
    steps = tuple(Predicate(stage=stage) for stage in ("contacted", "qualified", "proposal"))
    result = funnel(moved, FunnelOptions(steps=(*steps, Predicate(kind="converted")), as_of=at(99), order="stage"))
    assert result.interaction.tolist() == [[2, 2, 2, 3]]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("strict", "no other interaction of the lead between them"),
        ("any", "a and b; different interactions in any order"),
        ("ordered", "a, then (optional) b; different interactions in order of time, the last within 5 minutes"),
    ],
)
def test_the_definition_names_the_order_and_the_limits(order: str, said: str) -> None:
    steps = tuple(Predicate(kind=kind) for kind in "ab")
    optional = frozenset({2}) if order == "ordered" else frozenset()
    asked = FunnelOptions(steps=steps, as_of=at(9), window=timedelta(minutes=5), order=order, optional=optional)
    assert said in funnel(journeys([(1, 0, "a"), (1, 0, "b")]), asked).definition


def test_the_definition_names_exclusions_and_windows_of_steps(columns: Journeys) -> None:
    said = ask(columns, "ordered", **LIMITS["exclusions"], **LIMITS["step_windows"]).definition
    assert "step 2 within 1 minute of the step before, step 3 within 2 minutes of the step before" in said
    assert "no inbound interaction between steps 1 and 2" in said
