"""Shapley values of both games against the formula over all coalitions, and the laws that they keep."""

import json
from itertools import combinations
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.attribution.answer import attribute
from journey_core.attribution.options import AttributionOptions
from journey_core.errors import Refused
from tests.attribution_logs import D1, D2, ask, credit, expanded
from tests.builders import at, journeys
from tests.conftest import ROOT

GOLDEN = json.loads((ROOT / "tests/golden/attribution_golden.json").read_text())

channels = st.sampled_from(["web", "sms", "call", "email"])
some_paths = st.lists(
    st.tuples(st.lists(channels, min_size=1, max_size=5).map(">".join), st.integers(0, 3), st.integers(0, 3)),
    max_size=6,
)


def by_set(paths):
    """Conversions and journeys by set of channels."""
    counts = {}
    for path, won, lost in paths:
        of_set = counts.setdefault(frozenset(path.split(">")), [0, 0])
        of_set[0], of_set[1] = of_set[0] + won, of_set[1] + won + lost
    return counts


def shapley_values(players, worth):
    """The formula itself: what each adds to every coalition of others, weighed by the orders it can come in."""
    count, values = len(players), {}
    for player in players:
        others = [other for other in players if other != player]
        values[player] = sum(
            factorial(size) * factorial(count - size - 1) / factorial(count)
            * (worth(frozenset(joined) | {player}) - worth(frozenset(joined)))
            for size in range(count) for joined in combinations(others, size)
        )  # fmt: skip
    return values


@pytest.mark.parametrize(("data", "name"), [(D1, "D1 classic"), (D2, "D2 leads")])
@pytest.mark.parametrize(
    ("model", "game"),
    [
        ("shapley", "shapley_cumulative"),
        ("shapley", "shapley_equal_split"),
        ("shapley_exact_set", "shapley_rate_DP6"),
    ],
)
def test_both_games_share_out_as_expected(data, name, model, game):
    assert credit(expanded(data), model) == pytest.approx(GOLDEN[f"{name} {game}"])


@given(some_paths)
def test_equal_parts_are_the_values_of_the_game_of_conversions_inside_a_set(paths):
    counts = by_set(paths)
    values = shapley_values(
        sorted({channel for members in counts for channel in members}),
        lambda coalition: sum(won for members, (won, _) in counts.items() if members <= coalition),
    )
    earned = credit(expanded(paths), "shapley")
    assert {channel: value for channel, value in values.items() if value} == pytest.approx(earned)


@given(some_paths)
def test_each_set_is_shared_out_by_the_game_of_exact_sets_inside_it(paths):
    counts = by_set(paths)
    rates = {members: won / seen for members, (won, seen) in counts.items() if seen}
    expected = {}
    for members, (won, _) in counts.items():
        if won:
            values = shapley_values(sorted(members), lambda coalition: rates.get(coalition, 0))
            for channel, value in values.items():
                expected[channel] = expected.get(channel, 0) + value * won / rates[members]
    assert credit(expanded(paths), "shapley_exact_set") == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("model", ["shapley", "shapley_exact_set"])
@given(some_paths)
def test_values_add_up_to_the_conversions(model, paths):
    assert sum(credit(expanded(paths), model).values()) == pytest.approx(sum(won for _, won, _ in paths), abs=1e-9)


@pytest.mark.parametrize("model", ["shapley", "shapley_exact_set"])
def test_channels_that_do_the_same_earn_the_same(model):
    earned = credit(expanded([("web>sms", 3, 1), ("web", 1, 4), ("sms", 1, 4), ("web>sms>call", 2, 2)]), model)
    assert earned["web"] == pytest.approx(earned["sms"])


def test_a_channel_that_adds_nothing_to_any_set_earns_nothing():
    # Whatever web is with or without, mail changes no rate; alone it never converts.
    earned = credit(expanded([("web", 2, 2), ("web>email", 3, 3), ("email", 0, 5)]), "shapley_exact_set")
    assert earned == pytest.approx({"web": 5, "email": 0})


def test_a_channel_whose_journeys_never_convert_has_no_part():
    assert credit(expanded([("web", 2, 2), ("sms", 0, 5)]), "shapley") == {"web": 2}


def test_value_follows_the_conversions_of_each_set():
    log = journeys(
        [(1, 0, "page_viewed", "web"), (1, 1, "converted"), (2, 0, "page_viewed", "sms"), (2, 1, "converted")],
        value={1: 70, 3: 30},
    )
    assert {row.channel: row.value for row in ask(log, "shapley_exact_set").credit} == {"web": 70, "sms": 30}


def test_more_than_sixteen_channels_are_refused_by_name_of_the_limit():
    log = expanded([(">".join(f"c{number}" for number in range(17)), 1, 1)])
    with pytest.raises(Refused, match="up to 16 channels; conversions here have 17"):
        attribute(log, AttributionOptions(as_of=at(99), model="shapley_exact_set"))
    assert len(credit(log, "shapley")) == 17


def test_where_the_placebo_would_need_more_channels_than_that_the_credit_stands_without_it():
    log = expanded([(f"c{number}", 20 if number == 0 else 0, 20) for number in range(20)])
    (row,) = ask(log, "shapley_exact_set", placebo=20).credit
    assert (row.channel, row.credit, row.placebo) == ("c0", 20, None)
