"""Chains of order 1 to 4: against every path followed by hand, and the order that predicts best."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.attribution.answer import attribute, attribute_each
from journey_core.attribution.cell_sums import counted_paths
from journey_core.attribution.compiled import Compiled
from journey_core.attribution.markov.chains import alphabet_of, steps
from journey_core.attribution.markov.higher_orders import effects_of_walks
from journey_core.attribution.markov.order_one import chain_steps, effects_of
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.suggested_order import OrderSuggestion, suggested_order
from journey_core.errors import BadInput, Refused
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from tests.attribution_logs import D1, D2, ask, credit, expanded
from tests.builders import at, journeys

channels = st.sampled_from(["web", "sms", "call", "direct"])
some_paths = st.lists(
    st.tuples(st.lists(channels, min_size=1, max_size=6).map(">".join), st.integers(0, 3), st.integers(0, 3)),
    max_size=6,
)
ORDERS = [1, 2, 3, 4]
SCOPE = AttributionOptions(as_of=at(10**6)).compiled().scope


def chain(log, order):
    """The probability to convert, and the removal effect of each channel."""
    alphabet = alphabet_of(log, SCOPE, order)
    counted = counted_paths(log, SCOPE, lambda paths: steps(log, paths, alphabet, replicates=0), threads=1)
    baseline, effects = effects_of(counted, alphabet)
    names = [log.words.word("channel", code) for code in alphabet.channels]
    return baseline[0], dict(zip(names, effects[0], strict=True))


def oracle(paths, order, removed=None):
    """The probability to convert by a linear system over states written out in words."""
    counts = {}
    for path, won, lost in paths:
        state = ()
        for channel in path.split(">"):
            entered = (*state, channel)[-order:]
            counts.setdefault(state, {}).setdefault(entered, 0)
            counts[state][entered] += won + lost
            state = entered
        ends = counts.setdefault(state, {})
        ends["won"], ends["lost"] = ends.get("won", 0) + won, ends.get("lost", 0) + lost
    states = [state for state in counts if sum(counts[state].values())]
    if not states:
        return 0.0
    matrix, right = np.eye(len(states)), np.zeros(len(states))
    for row, state in enumerate(states):
        total = sum(counts[state].values())
        for entered, count in counts[state].items():
            if entered == "won":
                right[row] += count / total
            elif entered != "lost" and entered[-1] != removed and entered in states:
                matrix[row, states.index(entered)] -= count / total
    return float(np.linalg.solve(matrix, right)[states.index(())])


@pytest.mark.parametrize("order", ORDERS)
@given(some_paths)
def test_removal_effects_are_those_of_the_chain_written_out(order, paths):
    baseline, effects = chain(expanded(paths), order)
    assert baseline == pytest.approx(oracle(paths, order), abs=1e-11)
    for channel, effect in effects.items():
        expected = 1 - oracle(paths, order, channel) / baseline if baseline else 0
        assert effect == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("order", ORDERS)
@given(some_paths)
def test_chains_of_every_order_convert_as_often_as_the_journeys_do(order, paths):
    converted, all_paths = sum(won for _, won, _ in paths), sum(won + lost for _, won, lost in paths)
    assert chain(expanded(paths), order)[0] == pytest.approx(converted / all_paths if all_paths else 0)


@pytest.mark.parametrize("order", ORDERS)
@given(some_paths)
def test_the_steps_of_every_order_are_in_those_of_a_higher_one(order, paths):
    log = expanded(paths)
    own, highest = (
        counted_paths(log, SCOPE, chain_steps(log, Compiled(SCOPE, 1, order=each, replicates=7)), threads=1)
        for each in (order, 4)
    )
    found = highest.of_order(order)
    assert found.alphabet == own.alphabet
    assert found.counted.cell.tolist() == own.counted.cell.tolist()
    assert found.counted.sums.tolist() == own.counted.sums.tolist()


@pytest.mark.parametrize(("data", "order"), [(D1, 3), (D2, 4)])
def test_a_chain_that_remembers_whole_journeys_loses_those_with_the_channel(data, order):
    converted = sum(won for _, won, _ in data)
    _, effects = chain(expanded(data), order)
    for channel, effect in effects.items():
        with_it = sum(won for path, won, _ in data if channel in path.split(">"))
        assert effect == pytest.approx(with_it / converted)


def test_walks_and_the_inverse_agree_at_order_one():
    log = expanded(D2)
    alphabet = alphabet_of(log, SCOPE, 1)
    counted = counted_paths(log, SCOPE, lambda paths: steps(log, paths, alphabet, replicates=20), threads=1)
    by_inverse, by_walks = effects_of(counted, alphabet), effects_of_walks(counted, alphabet, threads=2)
    assert by_walks[0] == pytest.approx(by_inverse[0], abs=1e-10)
    assert by_walks[1] == pytest.approx(by_inverse[1], abs=1e-10)


def test_credit_of_the_chain_includes_channels_of_journeys_that_do_not_convert():
    # The chain lets what follows web convert, though no journey with web did: (web, sms) share 1/3 and 2/3.
    rows = {row.channel: row for row in ask(expanded([("web>sms", 0, 1), ("sms", 1, 0)]), "markov").credit}
    assert (rows["web"].credit, rows["web"].leads) == (pytest.approx(1 / 3), 0)


def test_chains_of_higher_order_take_fifty_replicates():
    log = expanded(D2)
    few, many = (ask(log, "markov", order=2, replicates=count).credit for count in (50, 200))
    assert few == many


def test_orders_asked_together_are_answered_as_each_alone():
    log, models = expanded(D2), [("markov", 3), ("first", 1), ("markov", 1), ("markov", 2)]
    asked = [AttributionOptions(as_of=at(99), model=model, order=order, placebo=5) for model, order in models]
    together = attribute_each(log, asked)
    assert [each.credit for each in together] == [attribute(log, each).credit for each in asked]
    assert [each.definition for each in together] == [attribute(log, each).definition for each in asked]


def test_options_about_other_paths_are_not_answered_together():
    asked = [AttributionOptions(as_of=at(minute)) for minute in (98, 99)]
    with pytest.raises(ValueError, match="model and order"):
        attribute_each(expanded(D2), asked)
    assert attribute_each(empty(), []) == []


def test_an_order_that_is_none_is_refused():
    with pytest.raises(BadInput, match="1, 2, 3 or 4, not 5"):
        ask(empty(), "markov", order=5)


def test_more_states_than_there_is_room_for_are_refused():
    log = expanded([(">".join(f"c{number}" for number in range(40)), 1, 0)])
    with pytest.raises(Refused, match="order 4 over 40 channels"):
        ask(log, "markov", order=4)
    assert len(credit(log, "markov", order=3)) == 40


TOUCHED = [
    (1, 0, "page_viewed", "web"), (1, 1, "page_viewed", "sms"), (1, 2, "page_viewed", "web"), (1, 9, "converted"),
    (2, 0, "page_viewed", "call"), (2, 1, "page_viewed", "web"), (2, 9, "converted"), (3, 0, "page_viewed", "sms"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("minute", "kind", "until"),
    [(0, "email_sent", None), (1, "note", None), (-(10**6), "page_viewed", None), (40, "page_viewed", at(30)),
     (10**5, "page_viewed", None)],
    ids=["no touchpoint asked for", "a record", "before the lookback", "after the period", "after the day"],
)  # fmt: skip
def test_only_channels_that_paths_of_the_options_visit_count_against_the_room(minute, kind, until):
    """With 31 more, in what the options leave out, the log has 34 channels: too many for order 4."""
    log = journeys([*TOUCHED, *((4, minute, kind, f"c{number}") for number in range(31))])
    views = AttributionOptions(
        as_of=at(99), model="markov", since=at(-9), until=until, touchpoints=(Predicate(kind="page_viewed"),)
    )
    asked = [replace(views, order=order, replicates=9) for order in ORDERS]
    found, alone = attribute_each(log, asked), attribute_each(journeys(TOUCHED), asked)
    assert [by_channel(each) for each in found] == [by_channel(each) for each in alone]


def by_channel(answer):
    return {row.channel: (row.credit, row.interval) for row in answer.credit if row.credit}


def two_back(count, seed):
    """Leads whose next channel is, nine times in ten, the one before the last, until they stop: order 2 in truth."""
    rng, rows = np.random.default_rng(seed), []
    for lead in range(1, count + 1):
        path = [int(rng.integers(3)), int(rng.integers(3))]
        while rng.random() < 0.85:
            path.append(path[-2] if rng.random() < 0.9 else int(rng.integers(3)))
        rows += [(lead, minute, "page_viewed", ("web", "sms", "call")[each]) for minute, each in enumerate(path)]
    return journeys(rows)


def test_the_order_that_made_the_journeys_is_suggested():
    found = suggested_order(two_back(400, 7), AttributionOptions(as_of=at(99)))
    assert found.order == 2
    assert found.gain == pytest.approx(found.likelihood[1] - max(found.likelihood[0], *found.likelihood[2:]))


def test_a_suggestion_is_one_sentence_that_knows_a_tie():
    best = OrderSuggestion("", at(0), order=2, likelihood=(-1.5, -1.25), gain=0.25, steps=1234)
    assert best.sentence == (
        "Order 2 predicts unseen leads best: 0.2500 more log-likelihood a step than the next, over 1,234 steps "
        "(order 1 -1.5000, order 2 -1.2500)."
    )
    tie = replace(best, order=1, likelihood=(-1.5, -1.5), gain=0.0)
    assert tie.sentence.startswith("Order 1 predicts unseen leads as well as any over 1,234 steps")
    assert "the only one" in replace(tie, likelihood=(-1.5,)).sentence


def test_a_step_is_predicted_by_the_leads_of_the_other_parts():
    # One lead: no other lead says anything, so its three steps have one chance in three outcomes each.
    found = suggested_order(expanded([("web>web", 1, 0)]), AttributionOptions(as_of=at(99)))
    assert found.likelihood == pytest.approx((math.log(1 / 3),) * 4)
    assert found.order == 1


def test_no_journeys_suggest_no_order():
    assert suggested_order(empty(), AttributionOptions(as_of=at(0))) is None
