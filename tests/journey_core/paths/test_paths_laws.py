"""Laws of journey maps, and every number against an oracle that walks lead by lead."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from operator import add

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.paths import nodes
from journey_core.paths.answer import finish, paths, summarize
from journey_core.paths.leads import all_leads, leads_along, leads_beyond, leads_going, leads_hidden, leads_through
from journey_core.paths.options import PathOptions
from tests.builders import at, journeys, only, said
from tests.journey_core.paths import path_oracle as oracle

FORM, WEB = Predicate(kind="form_submitted"), Predicate(channel="web")
KINDS = ("page_viewed", "form_submitted", "note", "stage_changed", "converted", "lost")
happenings = st.tuples(
    st.integers(1, 4), st.integers(0, 9), st.sampled_from(KINDS), st.sampled_from(["", "web", "email"]),
    st.sampled_from(["new", "contacted", "proposal"]),
)  # fmt: skip
crowded = st.tuples(
    st.integers(1, 2), st.integers(0, 2), st.sampled_from(KINDS), st.sampled_from(["", "web", "email"]),
    st.sampled_from(["new", "contacted", "proposal"]),
)  # fmt: skip
"""The same with many of them at one instant."""
asked = st.builds(
    PathOptions,
    as_of=st.integers(3, 9).map(at),
    over=st.sampled_from(["channel", "kind", "stage"]),
    since=st.none() | st.integers(0, 4).map(at),
    until=st.none() | st.integers(5, 9).map(at),
    anchor=st.none() | st.sampled_from([FORM, WEB, Predicate(stage="contacted"), Predicate(kind="converted")]),
    side=st.sampled_from(["before", "after"]),
    collapse=st.booleans(),
    outcome=st.sampled_from(["all", "all", "converted", "not_converted"]),
    goal=st.sampled_from([Predicate(kind="converted"), FORM, WEB, Predicate(stage="proposal")]),
    longest=st.integers(1, 4),
)


def built(happened: list[tuple[int, int, str, str, str]]) -> Journeys:
    rows = [row[:4] for row in happened]
    return journeys(rows, leads=[9], stage={n: row[4] for n, row in enumerate(happened) if row[2] == "stage_changed"})


logs = st.lists(happenings, max_size=24).map(built)
chances = st.randoms(use_true_random=False)
LIMITS = (nodes.WORD_LIMIT, 2)
"""Kinds with nodes of their own, at most: more than these logs have, and fewer."""


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    """No more than so many kinds have nodes of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "WORD_LIMIT", limit)
        yield


@given(logs, asked)
def test_every_number_is_the_one_that_walking_lead_by_lead_finds(log: Journeys, options: PathOptions) -> None:
    result, walked = paths(log, replace(options, top=999)), oracle.walked(log, options)
    assert (result.leads, result.converted) == (len(walked), sum(path.is_converted for path in walked))
    assert {(edge.source, edge.target): (edge.leads, edge.median_seconds) for edge in result.edges} == oracle.edges(
        walked
    )
    flow = {(edge.place, edge.source, edge.target): edge.leads for edge in result.flow}
    assert flow == oracle.flow(walked, from_end=options.is_before)
    assert {(each.steps, each.is_cut): each.leads for each in result.variants} == oracle.variants(walked, options)
    visits = {word for path in walked for word in [path.begin[0], *(move[1] for move in path.moves)]}
    assert {node.name for node in result.nodes} == visits


@given(logs, asked, st.floats(0, 1))
def test_every_count_is_the_length_of_its_list(log: Journeys, options: PathOptions, min_share: float) -> None:
    result = paths(log, replace(options, top=2))
    assert len(all_leads(log, options)) == result.leads
    assert [len(leads_through(log, options, node.name)) for node in result.nodes] == [n.leads for n in result.nodes]
    for edge in (*result.edges, *result.flow):
        place = getattr(edge, "place", None)
        assert len(leads_along(log, options, edge.source, edge.target, place=place)) == edge.leads
    for each in result.variants:
        assert len(leads_going(log, options, each.steps, is_cut=each.is_cut)) == each.leads
    assert len(leads_beyond(log, options, 2)) == result.leads - sum(each.leads for each in result.variants)
    seen = {(edge.source, edge.target) for edge in result.visible(min_share).edges}
    off = [path.lead for path in oracle.walked(log, options) if any(move[:2] not in seen for move in path.moves)]
    assert leads_hidden(log, options, result, min_share).tolist() == off
    rare = [edge for edge in result.flow if edge.share < min_share]
    lists = [leads_along(log, options, edge.source, edge.target, place=edge.place) for edge in rare]
    hidden = leads_hidden(log, options, result, min_share, in_flow=True)
    assert set(hidden.tolist()) == {lead for found in lists for lead in found.tolist()}


@given(logs, asked)
def test_any_number_of_threads_gives_the_same_answer(log: Journeys, options: PathOptions) -> None:
    assert paths(log, options, threads=1) == paths(log, options, threads=3)


@pytest.mark.parametrize("limit", LIMITS)
@given(log=logs, options=asked, chance=chances)
def test_summaries_of_any_leads_in_any_order_add_up_to_the_answer_of_all(
    limit: int, log: Journeys, options: PathOptions, chance: random.Random
) -> None:
    shard = [chance.randrange(3) for _ in range(log.lead_count)]
    shards = [only(log, log.lead_id[np.flatnonzero(np.array(shard) == number)].tolist()) for number in range(3)]
    with at_most(limit):
        parts = [summarize(each, options) for each in chance.sample(shards, 3)]
        assert finish(reduce(add, parts), options) == paths(log, options)


@pytest.mark.parametrize("limit", LIMITS)
@given(log=logs, options=asked, chance=chances)
def test_what_some_leads_say_is_the_same_within_the_log_and_alone(
    limit: int, log: Journeys, options: PathOptions, chance: random.Random
) -> None:
    first, past = sorted(chance.sample(range(log.lead_count + 1), 2))
    with at_most(limit):
        alone = summarize(only(log, log.lead_id[first:past].tolist()), options)
        assert said(summarize(log, options, first, past)) == said(alone)


@given(st.lists(crowded, max_size=12), asked, chances)
def test_no_answer_depends_on_the_order_of_rows_or_the_ids_of_one_instant(
    happened: list[tuple[int, int, str, str, str]], options: PathOptions, chance: random.Random
) -> None:
    shuffled = chance.sample(happened, len(happened))
    assert paths(built(shuffled), options) == paths(built(happened), options)


@given(logs, st.sampled_from([FORM, WEB]), st.sampled_from([Predicate(kind="converted"), FORM, WEB]))
def test_who_converted_after_the_anchor_came_through_the_funnel_of_the_two(
    log: Journeys, anchor: Predicate, goal: Predicate
) -> None:
    through = funnel(log, FunnelOptions(steps=(anchor, goal), window=timedelta(days=1), as_of=at(9)))
    assert paths(log, PathOptions(anchor=anchor, goal=goal, as_of=at(9))).converted == through.steps[1].count
