"""Attribution against expected values, and the laws that every model keeps."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.attribution.answer import attribute_all
from journey_core.attribution.cell_sums import counted_paths
from journey_core.attribution.channel_credit import NO_CHANNEL
from journey_core.attribution.ledger import ledger
from journey_core.attribution.markov.chains import alphabet_of, steps
from journey_core.attribution.markov.order_one import effects_of
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.touchpoints import Scope
from journey_core.errors import BadInput, UnknownName
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from tests.attribution_logs import D1, D2, ask, credit, expanded
from tests.builders import at, journeys
from tests.conftest import ROOT

GOLDEN = json.loads((ROOT / "tests/golden/attribution_golden.json").read_text())
GOLDEN_RULES = {
    "linear": "linear",
    "U_40_20_40": "position_based",
    "J_20_20_60_renorm": "j_shaped",
    "invJ_renorm": "inverse_j",
}
DAY = 1440
AT_ONCE = [name for name in MODELS if name != "lift"]
"""Models that work from the first conversion on; what lift does is in test_lift.py."""
ADDING_UP = [name for name in AT_ONCE if name != "participation"]


def chain(log, order=1):
    scope = Scope(Predicate(kind="converted"), 10**15, -(10**18), 10**18, 10**18)
    alphabet = alphabet_of(log, scope, order)
    counted = counted_paths(log, scope, lambda paths: steps(log, paths, alphabet, replicates=0), threads=1)
    baseline, effects = effects_of(counted, alphabet)
    names = [log.words.word("channel", code) for code in alphabet.channels]
    return baseline[0], dict(zip(names, effects[0], strict=True))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("golden_name", GOLDEN_RULES)
def test_rules_weigh_touchpoints_as_expected(golden_name, count):
    log = expanded([(">".join(f"c{i}" for i in range(count)), 1, 0)])
    weights = credit(log, GOLDEN_RULES[golden_name])
    assert [weights[f"c{i}"] for i in range(count)] == pytest.approx(GOLDEN[f"n={count}"][golden_name])


@pytest.mark.parametrize("days", [[28, 14, 7, 0], [10, 3, 1]])
def test_time_decay_halves_with_every_half_life(days):
    rows = [(1, (30 - day) * DAY, "page_viewed", f"c{i}") for i, day in enumerate(days)]
    weights = credit(journeys([*rows, (1, 30 * DAY, "converted")]), "time_decay")
    expected = GOLDEN[f"time_decay_7d days_before={days}".replace(" ", "").replace("7ddays", "7d days")]
    assert [weights[f"c{i}"] for i in range(len(days))] == pytest.approx(expected)


def test_time_decay_survives_ages_of_thousands_of_half_lives():
    log = journeys([(1, 0, "page_viewed", "web"), (1, 1, "page_viewed", "sms"), (1, 80 * DAY, "converted")])
    weights = credit(log, "time_decay", half_life=timedelta(minutes=1))
    assert weights == pytest.approx({"web": 1 / 3, "sms": 2 / 3})


@pytest.mark.parametrize(
    ("model", "path", "expected"),
    [
        ("first", "web>sms>web>call", {"web": 1, "sms": 0, "call": 0}),
        ("last", "web>sms>web>call", {"web": 0, "sms": 0, "call": 1}),
        ("last_non_direct", "web>sms>direct>direct", {"web": 0, "sms": 1, "direct": 0}),
        ("last_non_direct", "direct>direct", {"direct": 1}),
        ("participation", "web>sms>web>call", {"web": 1, "sms": 1, "call": 1}),
    ],
)
def test_rules_that_pick_touchpoints(model, path, expected):
    assert credit(expanded([(path, 1, 0)]), model) == expected


@pytest.mark.parametrize(("data", "name"), [(D1, "D1 classic"), (D2, "D2 leads")])
def test_the_chain_gives_the_expected_removal_effects_and_credit(data, name):
    golden, log = GOLDEN[f"{name} markov keep_self=False"], expanded(data)
    baseline, effects = chain(log)
    assert baseline == pytest.approx(golden["p_conv"])
    assert effects == pytest.approx(golden["removal"], abs=1e-6)
    assert credit(log, "markov") == pytest.approx(golden["attributed"], abs=1e-5)


channels = st.sampled_from(["web", "sms", "call", "direct"])
some_paths = st.lists(
    st.tuples(st.lists(channels, min_size=1, max_size=5).map(">".join), st.integers(0, 3), st.integers(0, 3)),
    max_size=5,
)


@given(some_paths)
def test_the_chain_converts_as_often_as_the_journeys_do(paths):
    baseline, effects = chain(expanded(paths))
    converted, all_paths = sum(won for _, won, _ in paths), sum(won + not_won for _, won, not_won in paths)
    assert baseline == pytest.approx(converted / all_paths if all_paths else 0)
    assert all(-1e-12 <= effect <= 1 + 1e-12 for effect in effects.values())


@given(some_paths)
def test_repeats_in_a_row_change_nothing_for_the_chain(paths):
    stuttering = [(">".join(f"{channel}>{channel}" for channel in path.split(">")), *counts) for path, *counts in paths]
    assert credit(expanded(stuttering), "markov") == pytest.approx(credit(expanded(paths), "markov"))


rows = st.tuples(
    st.integers(1, 4),
    st.integers(0, 200 * DAY),
    st.sampled_from(["page_viewed", "note", "converted", "lost"]),
    st.sampled_from(["web", "sms", "direct", ""]),
)
logs = st.lists(rows, max_size=25).map(lambda rows: journeys(rows, value={i: 10 * i for i in range(len(rows))}))


@given(logs)
def test_credit_and_value_of_all_channels_add_up_to_the_conversions(log):
    options = AttributionOptions(as_of=at(150 * DAY), replicates=0)
    for name, result in attribute_all(log, options, models=ADDING_UP).items():
        assert sum(row.credit for row in result.credit) == pytest.approx(result.conversions), name
        assert sum(row.value for row in result.credit) == pytest.approx(result.value), name
        assert sum(row.share for row in result.credit) == pytest.approx(1 if result.conversions else 0), name


@given(logs)
def test_every_row_is_the_length_of_its_list(log):
    result = ask(log, "markov", as_of=at(150 * DAY), replicates=0)
    assert [len(result.leads(row.channel)) for row in result.credit] == [row.leads for row in result.credit]
    assert len(result.converted_lead_ids()) == result.converted_leads


def test_a_channel_that_reads_like_a_row_of_ours_has_a_row_of_its_own():
    rows = [(1, 0, "page_viewed", "(none)"), (1, 1, "page_viewed", "(baseline)"), (1, 2, "converted")]
    log = journeys([*rows, (2, 0, "converted"), (3, 0, "converted")])
    result = ask(log, "first")
    assert {row.channel: row.leads for row in result.credit} == {"(none)": 2, "=(none)": 1, "=(baseline)": 1}
    assert [result.leads(name).tolist() for name in ("(none)", "=(none)", "=(baseline)")] == [[2, 3], [1], [1]]
    behind = ledger(log, AttributionOptions(as_of=at(99), model="first"), 1).conversions[0]
    assert [share.channel for share in behind.shares] == ["=(none)", "=(baseline)"]


def test_one_model_answers_the_same_alone_as_beside_the_others():
    log, options = expanded(D2), AttributionOptions(as_of=at(99), replicates=12)
    together = attribute_all(log, options)
    for name in MODELS:
        assert ask(log, name, as_of=at(99), replicates=12).credit == together[name].credit


def test_a_conversion_without_touchpoints_goes_to_no_channel():
    log = journeys([(1, 5, "converted", "web"), (2, 1, "note", "web"), (2, 2, "page_viewed"), (2, 5, "converted")])
    for name in AT_ONCE:
        assert credit(log, name) == {NO_CHANNEL: 2}
    assert ask(log).leads(NO_CHANNEL).tolist() == [1, 2]


def test_a_touchpoint_counts_for_the_next_conversion_only():
    log = journeys([
        (1, 0, "page_viewed", "web"), (1, 1, "converted"), (1, 2, "page_viewed", "sms"), (1, 3, "converted"),
        (1, 4, "converted"),
    ])  # fmt: skip
    assert credit(log) == {"web": 1, "sms": 1, NO_CHANNEL: 1}


def test_touchpoints_of_the_conversions_instant_count_whatever_their_order():
    log = journeys([(1, 5, "converted", "call"), (1, 5, "page_viewed", "web"), (1, 5, "converted", "call")])
    assert credit(log) == {"web": 1, NO_CHANNEL: 1}


def test_the_lookback_includes_its_last_instant():
    touches = [(1, 0, "page_viewed", "web"), (2, 0, "page_viewed", "sms")]
    log = journeys([*touches, (1, 90 * DAY, "converted"), (2, 90 * DAY + 1, "converted")])
    assert credit(log) == {"web": 1, NO_CHANNEL: 1}


def test_conversions_are_chosen_by_their_time_and_cut_even_if_not_chosen():
    log = journeys(
        [(1, 0, "page_viewed", "web"), (1, 5, "converted"), (1, 6, "page_viewed", "sms"), (1, 9, "converted")]
    )
    assert credit(log, since=at(6)) == {"sms": 1}
    assert credit(log, until=at(9)) == {"web": 1}
    assert credit(log, as_of=at(8)) == {"web": 1}


def test_an_open_path_looks_back_from_its_last_touchpoint_and_is_chosen_by_it():
    log = journeys([
        (1, 0, "page_viewed", "web"), (1, 1, "converted"), (2, 0, "page_viewed", "web"),
        (2, 100 * DAY, "page_viewed", "sms"), (2, 101 * DAY, "lost"), (2, 102 * DAY, "page_viewed", "call"),
    ])  # fmt: skip
    scope = Scope(Predicate(kind="converted"), 90 * DAY * 60_000_000, -(10**18), 10**18, 10**18)
    counted = counted_paths(
        log, scope, lambda paths: steps(log, paths, alphabet_of(log, scope, 1), replicates=0), threads=1
    )
    # sms, call and web are 1, 2 and 3; each state has room for three channels, CONVERTED and NULL.
    assert dict(zip(counted.cell.tolist(), counted.sums[0, :, 0], strict=True)) == {
        5 * 0 + 0: 1, 5 * 0 + 2: 1, 5 * 1 + 1: 1, 5 * 2 + 4: 1, 5 * 3 + 3: 1,
    }  # fmt: skip


def test_a_goal_may_be_any_predicate():
    log = journeys([(1, 0, "page_viewed", "web"), (1, 1, "meeting_held", "meeting"), (1, 2, "converted")])
    assert credit(log, goal=Predicate(kind="meeting_held")) == {"web": 1}


def test_intervals_surround_the_credit_and_widen_with_few_leads():
    rows = {row.channel: row for row in ask(expanded(D2), "first").credit}
    low, high = rows["web"].interval
    assert low < rows["web"].credit == 55 < high
    assert high - low == pytest.approx(2 * 1.96 * 55**0.5, rel=0.25)


def test_chain_intervals_surround_the_credit():
    credited = ask(expanded(D2), "markov").credit
    assert len(credited) > 1
    for row in credited:
        assert row.interval[0] < row.credit < row.interval[1]


def test_no_leads_give_the_shape_of_an_answer():
    for result in attribute_all(empty(), AttributionOptions(as_of=at(0))).values():
        assert (result.conversions, result.value, result.credit, result.baseline or 0) == (0, 0, (), 0)


def test_the_definition_says_everything_in_one_sentence():
    assert ask(empty(), "time_decay", since=at(0), as_of=at(60)).definition == (
        "Conversions (converted) from 2024-01-01 00:00 UTC, shared out by Time decay: half as much for every half-life "
        "before the conversion, half-life 7 days; touchpoints since the previous conversion and at most 90 days "
        "before; as of 2024-01-01 01:00 UTC."
    )


def test_options_that_make_no_sense_are_refused():
    with pytest.raises(UnknownName, match="last_non_direct"):
        ask(empty(), "lats")
    with pytest.raises(UnknownName, match="last_non_direct"):
        attribute_all(empty(), AttributionOptions(as_of=at(0)), models=("first", "lats"))
    with pytest.raises(BadInput, match="lookback"):
        ask(empty(), lookback=timedelta(0))
    with pytest.raises(UnknownName, match="kind"):
        ask(empty(), goal=Predicate(kind="sold"))
