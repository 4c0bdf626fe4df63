"""Models that know anchors: W-shaped, full path and own weights; and which interactions count as touchpoints."""

import json

import pytest

from journey_core.attribution.channel_credit import NO_CHANNEL
from journey_core.attribution.custom import CustomWeights
from journey_core.errors import BadInput, UnknownName
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from tests.attribution_logs import ask, credit
from tests.builders import journeys
from tests.conftest import ROOT

GOLDEN = json.loads((ROOT / "tests/golden/attribution_golden.json").read_text())


def won(count, *, form=None, proposal=None):
    """Touchpoints c0, c1 … a minute apart, then a conversion; a form at that touchpoint, a proposal just after that."""
    rows = [(1, n, "form_submitted" if n == form else "page_viewed", f"c{n}") for n in range(count)]
    moved = [] if proposal is None else [(1, proposal + 0.5, "stage_changed")]
    return journeys([*rows, *moved, (1, count, "converted")], stage={count: "proposal"} if moved else {})


def weights(log, model, **options):
    earned = credit(log, model, **options)
    return [earned[channel] for channel in sorted(earned)]


@pytest.mark.parametrize(
    ("model", "log", "golden"),
    [
        ("w_shaped", won(6, form=2, proposal=4), "W n=6 milestones FT=0 LC=2 OC=4"),
        ("w_shaped", won(3, form=1, proposal=2), "W n=3 all milestones"),
        ("w_shaped", won(2, form=0, proposal=1), "W n=2 FT=LC=0 OC=1"),
        ("full_path", won(6, form=2, proposal=4), "FullPath n=6 FT=0 LC=2 OC=4 CW=5"),
        ("full_path", won(1), "FullPath n=1"),
    ],
)
def test_anchors_weigh_as_expected(model, log, golden):
    assert weights(log, model) == pytest.approx(GOLDEN[golden])


def test_without_a_form_the_first_touchpoint_is_the_lead_creation():
    assert weights(won(4, proposal=2), "w_shaped") == pytest.approx([0.6, 0.05, 0.3, 0.05])


def test_a_missing_opportunity_leaves_its_part_to_the_rest():
    assert weights(won(3, form=1), "w_shaped") == pytest.approx([3 / 7, 3 / 7, 1 / 7])


def test_a_form_without_a_channel_makes_the_touchpoint_before_it_the_lead_creation():
    log = journeys([
        (1, 0, "page_viewed", "a"), (1, 1, "page_viewed", "b"), (1, 2, "form_submitted"), (1, 3, "page_viewed", "c"),
        (1, 4, "converted"),
    ])  # fmt: skip
    assert credit(log, "w_shaped") == pytest.approx({"a": 3 / 7, "b": 3 / 7, "c": 1 / 7})


def test_anchors_of_one_conversion_are_none_of_the_next():
    log = journeys([
        (1, 0, "form_submitted", "a"), (1, 1, "converted"), (1, 2, "page_viewed", "b"), (1, 3, "form_submitted", "c"),
        (1, 4, "converted"),
    ])  # fmt: skip
    assert credit(log, "w_shaped") == pytest.approx({"a": 1, "b": 0.5, "c": 0.5})


def test_the_opportunity_stage_is_a_matter_of_choice():
    log = won(3, form=0, proposal=1)
    assert weights(log, "w_shaped") == pytest.approx([0.6, 0.3, 0.1])
    assert weights(log, "w_shaped", opportunity_stage="qualified") == pytest.approx([6 / 7, 0.5 / 7, 0.5 / 7])
    with pytest.raises(UnknownName, match="proposal"):
        ask(empty(), "w_shaped", opportunity_stage="haggling")


def test_own_weights_are_divided_by_their_sum():
    own = CustomWeights(first=3, last=6, middle=1)
    assert weights(won(4), "custom", weights=own) == pytest.approx([0.3, 0.05, 0.05, 0.6])


@pytest.mark.parametrize("extreme", ["first=1000000,last=.000001", "first=.000001", "last=1000000,middle=1000000"])
def test_the_smallest_and_largest_weights_credit_a_whole_conversion(extreme):
    assert sum(weights(won(4), "custom", weights=CustomWeights.parse(extreme))) == pytest.approx(1)


def test_own_weights_without_a_place_to_go_fall_equally():
    assert weights(won(2), "custom", weights=CustomWeights.parse("opportunity=1")) == pytest.approx([0.5, 0.5])


def test_own_weights_read_what_they_write():
    own = CustomWeights.parse("first=.3, lead_creation=.2,last=0.5")
    assert own == CustomWeights(first=0.3, lead_creation=0.2, last=0.5, middle=0.0)
    assert CustomWeights.parse(str(own)) == own
    assert own.sentence() == "first 30 %, lead creation 20 %, last 50 %"


@pytest.mark.parametrize(
    ("text", "error", "match"),
    [
        ("fist=1", UnknownName, "first"),
        ("first=much", BadInput, "first=much"),
        ("first=-1", BadInput, "first must be 0, or from"),
        ("first=1e308,last=1e308", BadInput, "not 1e\\+308"),
        ("first=1e-320", BadInput, "first must be 0, or from"),
        ("first=.5,first=.2", BadInput, "names first twice"),
        ("first=nan", BadInput, "not nan"),
        ("first=0", BadInput, "at least one weight"),
    ],
)
def test_weights_that_make_no_sense_are_refused(text, error, match):
    with pytest.raises(error, match=match):
        CustomWeights.parse(text)


def test_only_interactions_that_match_one_of_the_predicates_are_touchpoints():
    log = journeys([
        (1, 0, "email_sent", "email"), (1, 1, "email_replied", "email"), (1, 2, "page_viewed", "web"),
        (1, 3, "call_connected", "call"), (1, 4, "converted"),
    ])  # fmt: skip
    assert credit(log, touchpoints=(Predicate(kind="email_replied"), Predicate(channel="web"))) == {
        "email": 0.5,
        "web": 0.5,
    }
    assert credit(log, "markov", touchpoints=(Predicate(kind="sms_sent"),)) == {NO_CHANNEL: 1}
    assert (
        "touchpoints (email replied or via web) since"
        in ask(log, touchpoints=(Predicate(kind="email_replied"), Predicate(channel="web"))).definition
    )


def test_more_predicates_of_touchpoints_than_bits_are_refused():
    with pytest.raises(BadInput, match="At most 29"):
        ask(empty(), touchpoints=(Predicate(channel="web"),) * 30)
