"""Funnels by groups: hand-counted ones, and laws that hold for any journeys."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.errors import BadInput, UnknownName
from journey_core.funnel.answer import funnel
from journey_core.funnel.breakdown import BreakdownBy, breakdown, run_groups
from journey_core.funnel.options import FunnelOptions
from journey_core.leads.groups import list_groups, text_groups
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from tests.builders import at, journeys

A, B = Predicate(kind="email_opened"), Predicate(kind="form_submitted")
LOG = journeys(
    [
        (1, 0, "email_opened", "email"),
        (1, 5, "form_submitted", "web"),
        (2, 0, "email_opened", "email"),
        (3, 0, "email_opened", "sms"),
        (3, 9, "form_submitted", "email"),
        (4, 0, "email_opened"),
        (5, 3, "form_submitted", "web"),
    ]
)


def ask(log, *steps, **options):
    options = {"as_of": at(10_000), "window": timedelta(minutes=60), "replicates": 0} | options
    return funnel(log, FunnelOptions(steps=steps or (A, B), **options))


def by_run(log, result, text):
    return breakdown(result, run_groups(log, result, BreakdownBy.parse(text)))


def counts(answer):
    return {row.group.name: [step.count for step in row.steps] for row in answer.rows}


def test_the_first_interaction_says_which_channel_a_lead_entered_with():
    assert counts(by_run(LOG, ask(LOG), "channel")) == {"email": [2, 1], "(none)": [1, 0], "sms": [1, 1]}


def test_the_last_interaction_is_the_one_of_the_step_reached_last():
    assert counts(by_run(LOG, ask(LOG), "channel:last")) == {"email": [2, 1], "(none)": [1, 0], "web": [1, 1]}


def test_a_named_step_sets_those_apart_that_never_reached_it():
    assert counts(by_run(LOG, ask(LOG), "channel:step-2")) == {
        "(step 2 not reached)": [2, 0],
        "email": [1, 1],
        "web": [1, 1],
    }


def test_rates_and_intervals_are_of_the_group():
    first = by_run(LOG, ask(LOG), "channel").rows[0].steps[1]
    assert (first.rate, first.step_rate) == (0.5, 0.5)
    assert first.interval == pytest.approx((0.0945, 0.9055), abs=1e-4)


def test_the_leads_of_a_group_are_those_it_counts():
    answer = by_run(LOG, ask(LOG), "channel")
    assert answer.reached("=email", 1).tolist() == [1, 2]
    assert answer.reached("none", 1).tolist() == [4]


def test_the_rarest_values_are_one_group_that_says_how_many_they_are():
    groups = text_groups("city", LOG.lead_id, {1: "Rome", 2: "Oslo", 3: "Rome", 4: "Bern"})
    answer = breakdown(ask(LOG), groups, shown=1)
    assert counts(answer) == {"Rome": [2, 2], "other (2 values)": [2, 0]}
    assert answer.reached("other", 1).tolist() == [2, 4]


def test_a_value_that_reads_like_a_group_of_ours_is_told_apart_by_its_key():
    groups = text_groups("city", LOG.lead_id, {1: "(none)", 2: "other (2 values)"})
    answer = breakdown(ask(LOG), groups)
    assert answer.reached("=(none)", 1).tolist() == [1]
    assert answer.reached("none", 1).tolist() == [3, 4]


def test_segments_may_share_leads():
    lists = {"hot": np.array([1, 2]), "big": np.array([2, 3, 5]), "void": np.array([], int)}
    grouping = list_groups("segment", LOG.lead_id, lists)
    answer = breakdown(ask(LOG), grouping)
    assert counts(answer) == {"hot": [2, 1], "big": [2, 1], "void": [0, 0]}
    assert "a lead may be in several" in answer.definition


def test_no_leads_give_no_groups():
    answer = by_run(empty(), ask(empty()), "owner")
    assert answer.rows == ()


@pytest.mark.parametrize(
    "text", ["channel", "owner:last", "source:step-12", "campaign:entry", "lead.industry", "lead.owner", "segment"]
)
def test_a_breakdown_reads_back_what_it_writes(text):
    assert str(BreakdownBy.parse(text)) == text


def test_any_other_word_is_a_lead_s_attribute():
    assert BreakdownBy.parse("industry") == BreakdownBy("lead.industry")
    assert BreakdownBy.parse("a:b") == BreakdownBy("lead.a:b")


@pytest.mark.parametrize("text", ["", "lead.", "channel:second", "channel:step-", "channel:step-²", "owner:step-100"])
def test_what_is_no_breakdown_is_refused(text):
    with pytest.raises(BadInput):
        BreakdownBy.parse(text)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("channel", "the one that took it furthest"),
        ("channel:last", "hangs on how far the lead came"),
        ("owner:step-2", "hangs on how far the lead came"),
        ("channel:entry", ""),
        ("lead.industry", ""),
    ],
)
def test_groups_that_hang_on_how_far_a_lead_came_say_so(by, said):
    asked = BreakdownBy.parse(by)
    caution = asked.caution()
    assert said in caution if said else caution == ""
    answer = breakdown(ask(LOG), text_groups("n", LOG.lead_id, {}), caution=caution)
    assert answer.document()["caution"] == caution


def test_the_first_entry_is_no_interaction_of_the_run():
    with pytest.raises(BadInput, match="need not be an interaction of the run"):
        by_run(LOG, ask(LOG), "channel:entry")


def test_a_step_or_group_that_is_not_there_is_refused():
    with pytest.raises(BadInput, match="no step 3"):
        by_run(LOG, ask(LOG), "channel:step-3")
    with pytest.raises(UnknownName, match="web"):
        by_run(LOG, ask(LOG), "channel").reached("=web", 1)


rows = st.tuples(
    st.integers(1, 8),
    st.integers(0, 20),
    st.sampled_from([A.kind, B.kind]),
    st.sampled_from(["email", "web", "sms", ""]),
)


@given(st.lists(rows, max_size=30), st.sampled_from(["channel", "channel:last", "channel:step-2"]), st.integers(1, 3))
def test_groups_of_one_value_a_lead_add_up_to_the_whole_and_count_their_lists(given_rows, text, shown):
    log = journeys(given_rows)
    result = ask(log, A, B, Predicate(channel="web"), window=timedelta(minutes=7))
    answer = breakdown(result, run_groups(log, result, BreakdownBy.parse(text)), shown=shown)
    for k, step in enumerate(result.steps):
        listed = [answer.reached(row.group.key, k + 1) for row in answer.rows]
        assert [len(ids) for ids in listed] == [row.steps[k].count for row in answer.rows]
        assert sorted(np.concatenate([*listed, [0]]).tolist()) == [0, *result.reached(k + 1).tolist()]
        assert sum(map(len, listed)) == step.count
