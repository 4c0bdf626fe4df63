"""The ledger of a lead: weights, value and reasons behind each conversion, which add up to the answer."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.attribution.answer import attribute
from journey_core.attribution.channel_credit import NO_CHANNEL
from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.ledger import ledger
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.errors import UnknownName
from tests.attribution_logs import D2, ask, expanded
from tests.builders import at, journeys, words

DAY = 1440
OWN = [name for name, model in MODELS.items() if model.weigh]
BY_ALL = ["markov", "shapley_exact_set"]


def one_lead():
    """A form by web, two e-mails, a call after the proposal, a conversion worth 100, and one that nothing touched."""
    return journeys(
        [
            (7, 0, "form_submitted", "web"), (7, DAY, "email_sent", "email"), (7, 2 * DAY, "email_replied", "email"),
            (7, 2.5 * DAY, "stage_changed"), (7, 3 * DAY, "call_connected", "call"), (7, 4 * DAY, "converted"),
            (7, 5 * DAY, "converted"),
        ],
        value={5: 100},
        stage={3: "proposal"},
    )  # fmt: skip


def behind(model, **options):
    return ledger(one_lead(), AttributionOptions(**{"as_of": at(99 * DAY), "model": model} | options), 7)


@pytest.mark.parametrize(
    ("model", "reasons"),
    [
        ("first", ["first touchpoint", "1 of 2 in between", "2 of 2 in between", "last touchpoint"]),
        ("linear", [f"touchpoint {number} of 4" for number in (1, 2, 3, 4)]),
        ("time_decay", [f"half-life 7 days, {days}.0 days before" for days in (4, 3, 2, 1)]),
        (
            "w_shaped",
            ["first touchpoint, lead creation anchor", "one of the others", "opportunity anchor", "one of the others"],
        ),
        (
            "shapley",
            ["first of its channel, one of 3"] * 2
            + ["its channel has its part already", "first of its channel, one of 3"],
        ),
    ],
)
def test_every_touchpoint_says_why(model, reasons):
    assert [touch.reason for touch in behind(model).conversions[0].touches] == reasons


def test_the_last_that_is_not_direct_is_named():
    log = journeys([(1, 0, "page_viewed", "web"), (1, 1, "page_viewed", "direct"), (1, 2, "converted")])
    found = ledger(log, AttributionOptions(as_of=at(9), model="last_non_direct"), 1).conversions[0]
    assert [(touch.weight, touch.reason) for touch in found.touches] == [
        (1, "last touchpoint that is not direct"),
        (0, "after the last that is not direct"),
    ]


def test_a_touchpoint_is_told_with_all_that_the_log_has():
    touch = behind("linear").conversions[0].touches[2]
    assert (touch.at, touch.channel, touch.kind, touch.interaction_id) == (at(2 * DAY), "email", "email_replied", 3)
    assert (touch.before, touch.weight, touch.value) == (timedelta(days=2), 0.25, 25)


def test_own_weights_name_the_places_that_have_one():
    touches = behind("custom", weights=CustomWeights.parse("lead_creation=1,last=1")).conversions[0].touches
    assert [touch.reason for touch in touches][::3] == ["lead creation anchor", "last touchpoint"]


def test_a_conversion_that_nothing_touched_is_shared_by_no_channel():
    for model in (*OWN, *BY_ALL):
        bare = behind(model).conversions[1]
        assert bare.touches == ()
        assert [(part.channel, part.share) for part in bare.shares] == [(NO_CHANNEL, 1)], model


paths = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["web", "sms", "call"]), min_size=1, max_size=4).map(">".join),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=4,
)


@pytest.mark.parametrize("model", [*OWN, *BY_ALL])
@given(paths)
def test_ledgers_of_all_leads_add_up_to_the_answer(model, paths):
    log = expanded(paths)
    options = AttributionOptions(as_of=at(99), model=model, replicates=0)
    answer, earned = attribute(log, options), {}
    for lead_id in log.lead_id.tolist():
        for conversion in ledger(log, options, lead_id, answer=answer).conversions:
            for part in conversion.shares:
                earned[part.channel] = earned.get(part.channel, 0) + part.share
    rows = {row.channel: row.credit for row in answer.credit}
    assert {name: earned.get(name, 0) for name in rows} == pytest.approx(rows, abs=1e-9)


def test_ledgers_by_lift_add_up_to_the_answer_with_what_would_have_come_anyway():
    log, earned = expanded(D2), {}
    options = AttributionOptions(as_of=at(99), model="lift", replicates=0)
    answer = attribute(log, options)
    for lead_id in answer.converted_lead_ids().tolist():
        (conversion,) = ledger(log, options, lead_id, answer=answer).conversions
        assert sum(part.share for part in conversion.shares) == pytest.approx(1)
        for part in conversion.shares:
            earned[part.channel] = earned.get(part.channel, 0) + part.share
    rows = {row.channel: row.credit for row in (*answer.credit, answer.baseline_row) if row.credit}
    assert earned == pytest.approx(rows)


def test_shares_of_models_that_look_at_all_paths_come_with_their_reason():
    log = expanded(D2)
    lead = int(ask(log).leads("call")[0])
    chain = ledger(log, AttributionOptions(as_of=at(99), model="markov"), lead).conversions[0]
    assert [touch.weight for touch in chain.touches] == [None, None, None]
    assert chain.shares[0].channel == "call"
    assert chain.shares[0].reason.startswith("37.0 % of all that the model shares out")


def test_the_last_of_63_channels_has_its_share_like_any_other():
    known = words(channel=[f"c{number}" for number in range(16, 64)])
    rows = [(1, 0, "page_viewed", "c63"), (1, 1, "page_viewed", "web"), (1, 2, "converted")]
    found = ledger(journeys(rows, known=known), AttributionOptions(as_of=at(9), model="shapley_exact_set"), 1)
    assert [(each.channel, each.share) for each in found.conversions[0].shares] == [("c63", 0.5), ("web", 0.5)]


def test_a_lead_without_conversions_has_an_empty_ledger_and_one_that_is_not_there_none():
    log = journeys([(1, 0, "page_viewed", "web")])
    assert ledger(log, AttributionOptions(as_of=at(9), model="markov"), 1).conversions == ()
    with pytest.raises(UnknownName, match="99"):
        ledger(log, AttributionOptions(as_of=at(9)), 99)
