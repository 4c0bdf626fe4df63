"""Touchpoints of one instant: what its places weigh is shared equally, whatever they are called and in any rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.ledger import ledger
from journey_core.attribution.options import AttributionOptions
from tests.attribution_logs import ask, credit
from tests.builders import at, journeys

SIXTY = [
    (lead, minute, kind, channel)
    for lead in range(1, 61)
    for minute, kind, channel in (
        (0, "form_submitted", "web"), (0, "call_connected", "call"), (0, "meeting_held", "meeting"),
        (2, "converted", "web"),
    )
]  # fmt: skip
FOUR = journeys([
    (1, 0, "page_viewed", "a"), (1, 1, "page_viewed", "b"), (1, 1, "form_submitted", "c"), (1, 2, "page_viewed", "d"),
    (1, 3, "converted"),
])  # fmt: skip


@pytest.mark.parametrize(
    "model", ["first", "last", "last_non_direct", "linear", "position_based", "w_shaped", "full_path"]
)
def test_sixty_journeys_with_three_touchpoints_on_one_day_credit_each_alike(model: str) -> None:
    assert credit(journeys(SIXTY), model) == pytest.approx({"web": 20, "call": 20, "meeting": 20})


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("first", [1, 0, 0, 0]),
        ("position_based", [0.4, 0.1, 0.1, 0.4]),
        ("inverse_j", [0.6, 0.1, 0.1, 0.2]),
        # First .3 and lead creation .3, of .7 as there is no opportunity: the last of the form's instant holds the
        # latter and shares it; the other one of its instant shares .1 with the one of the end.
        ("w_shaped", [0.3 / 0.7, 0.35 / 0.7 / 2, 0.35 / 0.7 / 2, 0.05 / 0.7]),
    ],
)
def test_an_instant_shares_what_its_places_weigh_together(model: str, expected: list[float]) -> None:
    assert [credit(FOUR, model)[channel] for channel in "abcd"] == pytest.approx(expected)


def test_an_instant_at_the_end_shares_the_last_place_with_one_between() -> None:
    log = journeys(
        [(1, 0, "page_viewed", "a"), (1, 1, "page_viewed", "b"), (1, 1, "page_viewed", "c"), (1, 2, "converted")]
    )
    assert credit(log, "j_shaped") == pytest.approx({"a": 0.2, "b": 0.4, "c": 0.4})
    assert credit(log, "custom", weights=CustomWeights.parse("last=1")) == {"a": 0, "b": 0.5, "c": 0.5}


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (["direct", "web", "sms"], {"a": 0, "direct": 0, "web": 0.5, "sms": 0.5}),
        (["direct", "direct"], {"a": 1, "direct": 0}),
    ],
)
def test_the_last_instant_with_one_not_direct_is_shared_by_those(last: list[str], expected: dict[str, float]) -> None:
    log = journeys([(1, 0, "page_viewed", "a"), *((1, 1, "page_viewed", each) for each in last), (1, 2, "converted")])
    assert credit(log, "last_non_direct") == expected


def test_where_all_are_direct_those_of_the_last_instant_share() -> None:
    log = journeys([(1, 0, "page_viewed", "direct"), *[(1, 1, "page_viewed", "direct")] * 2, (1, 2, "converted")])
    assert [touch.weight for touch in behind(log, "last_non_direct")] == [0, 0.5, 0.5]


def test_touchpoints_of_the_instant_that_their_channel_first_comes_in_share_its_part() -> None:
    log = journeys([(1, 0, "email_opened", "email"), (1, 0, "email_clicked", "email"), (1, 0, "page_viewed", "web"),
                    (1, 1, "page_viewed", "web"), (1, 2, "converted")])  # fmt: skip
    assert [touch.weight for touch in behind(log, "participation")] == [0.5, 0.5, 1, 0]
    assert [touch.weight for touch in behind(log, "shapley")] == [0.25, 0.25, 0.5, 0]
    assert [touch.reason for touch in behind(log, "shapley")] == [
        *["first of its channel, one of 2, shares with 1 other of the same instant"] * 2,
        "first of its channel, one of 2", "its channel has its part already",
    ]  # fmt: skip


def behind(log, model, **options):
    return ledger(log, AttributionOptions(as_of=at(9), model=model, **options), 1).conversions[0].touches


@pytest.mark.parametrize(
    ("model", "reasons"),
    [
        ("first", ["first touchpoint", *["1 of 2 in between", "2 of 2 in between"], "last touchpoint"]),
        ("w_shaped", ["first touchpoint", *["lead creation anchor"] * 2, "one of the others"]),
    ],
)
def test_the_ledger_says_with_how_many_a_touchpoint_shares(model: str, reasons: list[str]) -> None:
    shared = [reason + ", shares with 1 other of the same instant" for reason in reasons[1:3]]
    assert [touch.reason for touch in behind(FOUR, model)] == [reasons[0], *shared, reasons[3]]


def test_the_ledger_names_those_that_share_the_last_that_is_not_direct() -> None:
    last = [(1, 1, "page_viewed", each) for each in ("direct", "sms", "web")]
    log = journeys([(1, 0, "page_viewed", "a"), *last, (1, 2, "page_viewed", "direct"), (1, 3, "converted")])
    shared = "last touchpoint that is not direct, shares with 1 other of the same instant"
    assert [touch.reason for touch in behind(log, "last_non_direct")] == [
        "an earlier one", "direct, beside the last that is not", shared, shared, "after the last that is not direct",
    ]  # fmt: skip


def test_one_instant_alone_holds_every_place() -> None:
    touches = behind(journeys(SIXTY[:4]), "first")
    assert {touch.reason for touch in touches} == {
        "first and last touchpoint, shares with 2 others of the same instant"
    }  # fmt: skip


happened = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["web", "sms", "direct"])), min_size=1, max_size=6)


@pytest.mark.parametrize("model", ["first", "last", "j_shaped", "w_shaped", "custom"])
@given(happened)
def test_touchpoints_of_one_instant_weigh_the_same(model: str, touched: list[tuple[int, str]]) -> None:
    log = journeys([*((1, minute, "page_viewed", channel) for minute, channel in touched), (1, 3, "converted")])
    touches = behind(log, model)
    assert len({(touch.at, touch.weight) for touch in touches}) == len({touch.at for touch in touches})
    assert sum(touch.weight for touch in touches) == pytest.approx(1)


def test_the_definition_says_the_rule_and_how_many_share_where_these_are_many() -> None:
    rule = "those of one instant share equally what its places get"
    assert (
        f"before, {rule} (180 of 180 touchpoints share their instant with another); as of"
        in ask(journeys(SIXTY), "first").definition
    )
    apart = [(2, minute, "page_viewed", "web") for minute in range(38)] + [(2, 99, "converted")]
    few = journeys([*apart, (2, 37, "page_viewed", "sms")])
    assert (
        f"before, {rule} (2 of 39 touchpoints share their instant with another); as of" in ask(few, "first").definition
    )
    fewer = journeys(
        [(2, 50, "page_viewed", "web"), (2, 51, "page_viewed", "web"), *apart, (2, 37, "page_viewed", "sms")]
    )
    assert f"before, {rule}; as of" in ask(fewer, "first").definition


def test_models_to_which_one_instant_makes_no_difference_say_nothing_of_it() -> None:
    for model in ("linear", "time_decay", "participation", "shapley", "shapley_exact_set"):
        assert "instant" not in ask(journeys(SIXTY), model).definition
    assert "those of one instant, whose order is not known, are taken by" in ask(journeys(SIXTY), "markov").definition
