"""Summaries of an attribution: those of any leads, added in any order, give the answer of all of them."""

import random
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_core.attribution.answer import attribute, attribute_each, finish
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.results import AttributionResult, ChannelCredit
from journey_core.attribution.summary import summarize, summarize_each
from journey_core.errors import Refused
from journey_core.log.journeys import Journeys
from journey_core.log.pieces import cut, together
from tests.builders import at, journeys, only
from tests.journey_core.attribution.lift.lift_logs import DAYS, busy

KINDS = ("page_viewed", "form_submitted", "converted", "lost")
ORDERS = {f"markov {order}": ("markov", order) for order in (1, 2, 4)}
AT_ONCE = {name: (name, 1) for name in MODELS if name not in {"markov", "lift"}} | ORDERS

happenings = st.tuples(
    st.integers(1, 9), st.integers(0, 30), st.sampled_from(KINDS), st.sampled_from(["", "web", "sms", "call", "direct"])
)


@st.composite
def logs(draw: st.DrawFn) -> Journeys:
    """Up to nine leads with ids far apart, some without a row."""
    rows = [(lead * 1000, *row) for lead, *row in draw(st.lists(happenings, min_size=1, max_size=40))]
    value = {place: 10.0 + place for place, row in enumerate(rows) if row[2] == "converted"}
    return journeys(rows, leads=(500, 4500), value=value)


@st.composite
def dealt(draw: st.DrawFn, log: Journeys) -> list[Journeys]:
    """The leads dealt to three, each with columns of its own; some may have none."""
    hands = draw(st.lists(st.integers(0, 2), min_size=log.lead_count, max_size=log.lead_count))
    shards = [only(log, log.lead_id[np.array(hands) == hand].tolist()) for hand in range(3)]
    return draw(st.permutations(shards))


def asked(model: str, order: int = 1) -> AttributionOptions:
    return AttributionOptions(as_of=at(10**6), model=model, order=order, lookback=timedelta(minutes=12), replicates=15)


LIFT = AttributionOptions(as_of=at(30 * DAYS), model="lift", replicates=5)
EVERY = [asked(model, order) for model, order in AT_ONCE.values()]


@given(st.data())
def test_summaries_of_any_leads_in_any_order_give_the_answers_of_all(data: st.DataObject) -> None:
    log = data.draw(logs())
    summary = reduce(add, [summarize_each(shard, EVERY, threads=1) for shard in data.draw(dealt(log))])
    for options, whole in zip(EVERY, attribute_each(log, EVERY, threads=1), strict=True):
        same(finish(summary, options, threads=1), whole)


def added(shards: list[Journeys], options: AttributionOptions) -> AttributionResult:
    """What the shards say together."""
    return finish(reduce(add, [summarize(shard, options) for shard in shards]), options)


@pytest.fixture(scope="module")
def lifted() -> AttributionResult:
    """The lift of all leads at once."""
    return attribute(busy(), LIFT)


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_lift_is_the_same_of_shards_of_any_leads(lifted: AttributionResult, chance: random.Random) -> None:
    log, hands = busy(), [[], [], []]
    for lead in log.lead_id.tolist():
        chance.choice(hands).append(lead)
    found = added([only(log, leads) for leads in hands], LIFT)
    same(found, lifted)
    assert found.shares is not None
    assert lifted.shares is not None
    assert found.shares.interaction_id.tolist() == lifted.shares.interaction_id.tolist()
    assert found.shares.shares == pytest.approx(lifted.shares.shares)


@given(logs(), st.sampled_from([*EVERY, asked("lift")]), st.data())
def test_leads_say_the_same_inside_the_log_and_in_columns_of_their_own(
    log: Journeys, options: AttributionOptions, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, log.lead_count))
    past = data.draw(st.integers(first, log.lead_count))
    alone = only(log, log.lead_id[first:past].tolist())
    assert contents(summarize(log, options, first, past)) == contents(summarize(alone, options))


def test_summaries_whose_codes_stand_for_other_channels_do_not_add_up() -> None:
    logs = [journeys([(lead, 0, "page_viewed", name), (lead, 1, "converted")]) for lead, name in enumerate(("a", "b"))]
    for model in ("linear", "markov", "lift"):
        first, second = (summarize(log, asked(model)) for log in logs)
        with pytest.raises(ValueError, match="different channels"):
            first + second
    with pytest.raises(ValueError, match="different words"):
        together(logs)


def test_too_many_channels_for_a_chain_are_refused_when_the_shards_come_together() -> None:
    names = [f"c{number}" for number in range(40)]
    log = journeys([(1 + number % 2, number / 10, "page_viewed", name) for number, name in enumerate(names)])
    halves = [summarize(only(log, [lead]), asked("markov", 4)) for lead in (1, 2)]
    with pytest.raises(Refused, match="order 4 over 40 channels"):
        finish(halves[0] + halves[1], asked("markov", 4))


def test_channels_that_no_path_visits_take_no_room_when_shards_come_together() -> None:
    seen = [
        (1, 0, "page_viewed", "web"),
        (1, 1, "page_viewed", "sms"),
        (1, 2, "converted"),
        (2, 0, "page_viewed", "web"),
    ]
    notes = [(lead, 5, "note", f"c{number}") for number in range(40) for lead in (2 + number % 2,)]
    log, options = journeys([*seen, *notes]), asked("markov", 4)
    same(added([only(log, [lead]) for lead in (3, 1, 2)], options), attribute(log, options))


@given(logs(), st.data())
def test_pieces_of_journeys_are_the_journeys_again_when_put_together(log: Journeys, data: st.DataObject) -> None:
    whole = together(data.draw(dealt(log)))
    assert contents(whole) == contents(log)
    assert cut(log, 0, log.lead_count) is log


def same(found: AttributionResult, whole: AttributionResult) -> None:
    """Counts and leads are equal, sums to nine digits."""
    assert (found.definition, found.conversions, found.converted_leads) == (
        whole.definition, whole.conversions, whole.converted_leads,
    )  # fmt: skip
    assert found.value == pytest.approx(whole.value, abs=1e-9)
    assert found.converted_lead_ids().tolist() == whole.converted_lead_ids().tolist()
    rows = {row.channel: row for row in found.rows}
    assert rows.keys() == {row.channel for row in whole.rows}
    for row in whole.rows:
        assert rows[row.channel].leads == row.leads
        assert found.leads(row.channel).tolist() == whole.leads(row.channel).tolist()
        assert numbers(rows[row.channel]) == pytest.approx(numbers(row), abs=1e-9)


def numbers(row: ChannelCredit) -> list[float]:
    return [row.credit, row.value, row.share, *(row.interval or ()), *(row.value_interval or ())]


def contents(value: Any) -> Any:
    """What a summary holds, all the way down."""
    if is_dataclass(value):
        return {field.name: contents(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: contents(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [contents(entry) for entry in value]
    return value.tolist() if isinstance(value, np.ndarray) else value
