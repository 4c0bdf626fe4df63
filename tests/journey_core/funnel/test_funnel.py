"""The ordered funnel against expected values, an oracle that tries everything, and laws."""

import json
from datetime import timedelta
from itertools import pairwise, permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.errors import BadInput
from journey_core.funnel.answer import funnel, summarize
from journey_core.funnel.options import FunnelOptions
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from journey_core.log.times import microseconds
from tests.builders import EPOCH, at, journeys, words
from tests.conftest import ROOT

GOLDEN = json.loads((ROOT / "tests/golden/funnel_golden.json").read_text())
MARKS = {"kind": "a", "channel": "b", "campaign": "c", "stage": "proposal"}
MARKED_STEPS = tuple(Predicate(**{field: word}) for field, word in MARKS.items())


def marked(leads, steps):
    """Journeys of {lead: [(minute, set of steps it matches)]}; each step looks at a field of its own."""
    rows = [(lead, minute, matched) for lead, events in leads.items() for minute, matched in events]
    log = journeys(
        [(lead, minute, "a" if 1 in matched else "page_viewed", "b" if 2 in matched else "")
         for lead, minute, matched in rows],
        known=words(kind=["a"], channel=["b"], campaign=["c"]),
        campaign={row: "c" for row, (*_, matched) in enumerate(rows) if 3 in matched},
    )  # fmt: skip
    return log, MARKED_STEPS[:steps]


def kinds(*names):
    return tuple(Predicate(kind=name) for name in names)


def ask(log, steps, window=60, as_of=10_000, **options):
    options = {"window": timedelta(minutes=window), "as_of": at(as_of), "replicates": 20} | options
    threads = options.pop("threads", 1)
    return funnel(log, FunnelOptions(steps=steps, **options), threads=threads)


def counts(*asked, **options):
    return [step.count for step in ask(*asked, **options).steps]


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["case"])
def test_the_ordered_funnel_counts_as_expected(case):
    log, steps = marked({1: [(minute, set(matched)) for minute, matched in case["events"]]}, 3)
    assert sum(counts(log, steps)) == case["posthog_ordered"]


def test_interactions_of_one_instant_count_in_either_order():
    log = journeys([(1, 1, "b"), (1, 1, "a"), (1, 5, "c")])
    assert counts(log, kinds("a", "b", "c")) == [1, 1, 1]


def test_the_run_is_the_latest_start_of_the_earliest_completed():
    log = journeys([(1, 0, "a"), (1, 5, "a"), (1, 10, "b"), (1, 20, "a"), (1, 21, "b")])
    result = ask(log, kinds("a", "b"))
    assert result.steps[1].median_seconds == 5 * 60
    assert result.entry_at.tolist() == [microseconds(at(5))]


def test_a_repeated_step_needs_a_second_interaction():
    log = journeys([(1, 0, "a"), (2, 0, "a"), (2, 0, "a"), (3, 0, "a"), (3, 9, "a")])
    assert counts(log, kinds("a", "a")) == [3, 2]


def test_one_interaction_of_an_instant_is_used_once_even_if_it_matches_two_steps():
    log, steps = marked({1: [(1, {1, 2})], 2: [(1, {1, 2}), (1, {1})], 3: [(1, {1, 2, 3}), (1, {2, 3}), (1, {1})]}, 3)
    assert counts(log, steps) == [3, 2, 1]


def test_the_window_and_as_of_include_their_last_instant():
    log = journeys([(1, 0, "a"), (1, 60, "b"), (2, 0, "a"), (2, 61, "b")])
    assert counts(log, kinds("a", "b")) == [2, 1]
    assert counts(log, kinds("a", "b"), as_of=60) == [2, 1]
    assert counts(log, kinds("a", "b"), as_of=59) == [2, 0]


def test_entries_lie_in_the_period_and_later_steps_may_follow_it():
    log = journeys([(1, 0, "a"), (1, 10, "a"), (1, 30, "b"), (2, 20, "a"), (2, 30, "b")])
    result = ask(log, kinds("a", "b"), since=at(5), until=at(20))
    assert [step.count for step in result.steps] == [1, 1]
    assert result.entry_at.tolist() == [microseconds(at(10)), 0]


def test_a_period_that_ended_still_lets_a_tie_finish_its_run():
    log, steps = marked({1: [(0, {1}), (30, {1, 2}), (30, {3})]}, 3)
    assert counts(log, steps, until=at(30)) == [1, 1, 1]


def test_rates_intervals_and_lists_belong_to_their_counts():
    log = journeys([(lead, 0, "a") for lead in range(1, 11)] + [(lead, lead, "b") for lead in range(1, 6)])
    result = ask(log, kinds("a", "b", "converted"))
    second, third = result.steps[1:]
    assert (second.rate, second.step_rate, second.median_seconds) == (0.5, 0.5, 180)
    assert second.interval == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert second.bootstrap[0] < 0.5 < second.bootstrap[1]
    assert (third.count, third.rate, third.step_rate, third.median_seconds) == (0, 0, 0, None)
    assert third.interval == pytest.approx((0, 0.2775), abs=1e-4)  # of 10
    assert third.step_interval == pytest.approx((0, 0.4345), abs=1e-4)  # of 5
    assert result.reached(2).tolist() == [1, 2, 3, 4, 5]
    assert result.dropped_after(1).tolist() == [6, 7, 8, 9, 10]


def test_no_leads_give_the_shape_of_an_answer():
    result = ask(empty(), kinds("note", "converted"))
    assert [(step.count, step.rate, step.interval) for step in result.steps] == [(0, 0.0, (0.0, 1.0))] * 2
    assert result.reached(1).tolist() == []


def test_the_definition_speaks_of_its_period_in_the_zone_of_its_instant():
    berlin = ZoneInfo("Europe/Berlin")
    asked = FunnelOptions(steps=kinds("note", "lost"), since=EPOCH, as_of=EPOCH.astimezone(berlin), replicates=0)
    assert " from 2024-01-01 01:00 CET, by " in funnel(empty(), asked).definition


def test_the_definition_says_everything_in_one_sentence():
    definition = ask(empty(), kinds("note", "lost"), since=EPOCH).definition
    assert definition == (
        "Leads that entered from 2024-01-01 00:00 UTC, by how far they came: note, then lost; different interactions "
        "in order of time, the last within 1 hour of the first; as of 2024-01-07 22:40 UTC."
    )


def test_options_that_make_no_sense_are_refused():
    with pytest.raises(BadInput, match="1 to 20 steps"):
        FunnelOptions(steps=(), as_of=EPOCH)
    with pytest.raises(BadInput, match="must be positive"):
        FunnelOptions(steps=kinds("note"), as_of=EPOCH, window=timedelta())
    with pytest.raises(BadInput, match="time zone"):
        FunnelOptions(steps=kinds("note"), as_of=EPOCH.replace(tzinfo=None))
    with pytest.raises(BadInput, match="no step 3"):
        ask(empty(), kinds("note")).reached(3)


events = st.lists(st.tuples(st.integers(0, 6), st.sets(st.integers(1, 3))), max_size=6)
logs = st.dictionaries(st.integers(1, 9), events, max_size=5)


def oracle(happened, steps, window, since, until):
    """(depth, entry, completion) by trying every choice of different interactions."""
    best = (0, 0, 0)
    for depth in range(1, steps + 1):
        runs = [
            (-run[-1][0], run[0][0])
            for run in permutations(happened, depth)
            if all(step + 1 in matched for step, (_, matched) in enumerate(run))
            and all(earlier[0] <= later[0] for earlier, later in pairwise(run))
            and run[-1][0] - run[0][0] <= window
            and since <= run[0][0] < until
        ]
        if runs:
            completed, entry = max(runs)
            best = (depth, entry, -completed)
    return best


@given(logs, st.integers(1, 4), st.integers(0, 3), st.integers(4, 8))
def test_every_lead_has_the_run_that_trying_everything_finds(leads, window, since, until):
    log, steps = marked(leads, 3)
    result = ask(log, steps, window=window, since=at(since), until=at(until))
    for lead, depth, step_at in zip(result.lead_id, result.depth, result.step_at, strict=True):
        expected = oracle(leads[lead], 3, window, since, until)
        entry, completion = (step_at[0], step_at[depth - 1]) if depth else (microseconds(EPOCH),) * 2
        minutes = [(int(moment) - microseconds(EPOCH)) // 60_000_000 for moment in (entry, completion)]
        assert (depth, *minutes) == expected


@given(logs)
def test_step_times_never_fall_and_counts_never_rise(leads):
    log, steps = marked(leads, 3)
    result = ask(log, steps)
    assert all(earlier.count >= later.count for earlier, later in pairwise(result.steps))
    for depth, step_at in zip(result.depth, result.step_at, strict=True):
        assert sorted(step_at[:depth]) == list(step_at[:depth])


@given(logs)
def test_every_count_is_the_length_of_its_list(leads):
    log, steps = marked(leads, 3)
    result = ask(log, steps)
    assert [len(result.reached(k)) for k in (1, 2, 3)] == [step.count for step in result.steps]
    assert [len(result.dropped_after(k)) for k in (1, 2)] == [
        earlier.count - later.count for earlier, later in pairwise(result.steps)
    ]


@given(logs)
def test_any_number_of_threads_gives_the_same_answer(leads):
    log, steps = marked(leads, 3)
    one, many = (ask(log, steps, threads=threads) for threads in (1, 3))
    assert one.steps == many.steps
    assert one.step_at.tolist() == many.step_at.tolist()


def test_summaries_of_ranges_add_up_to_the_summary_of_the_whole():
    log = journeys([(lead, minute, "a") for lead in range(1, 8) for minute in range(lead)])
    options = FunnelOptions(steps=kinds("a", "a", "a"), as_of=at(99), replicates=30)
    parts = summarize(log, options, 0, 3) + summarize(log, options, 3, 7)
    whole = summarize(log, options, 0, 7)
    assert parts.depth.tolist() == whole.depth.tolist() == [1, 2, 3, 3, 3, 3, 3]
    assert parts.replicate_counts.tolist() == whole.replicate_counts.tolist()
