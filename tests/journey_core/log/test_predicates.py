"""What a predicate accepts, reads and says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.errors import BadInput, UnknownName
from journey_core.log.matching import matches, tables
from journey_core.log.predicates import FIELDS, Predicate
from journey_core.log.vocabulary import Words
from tests.builders import journeys


def masks(rows, predicates, **columns_given):
    log = journeys(rows, **columns_given)
    accepts = tables([Predicate.parse(each) for each in predicates], log.words)
    return matches(log, accepts, 0, log.interaction_count).tolist()


def test_an_interaction_must_match_every_field_that_is_given():
    rows = [(1, 0, "form_submitted", "web"), (1, 1, "form_submitted", "email"), (1, 2, "page_viewed", "web")]
    assert masks(rows, ["kind=form_submitted,channel=web"]) == [1, 0, 0]


def test_each_predicate_has_its_own_bit_and_ignores_the_fields_it_does_not_name():
    rows = [(1, 0, "page_viewed", "web"), (1, 1, "note"), (1, 2, "page_viewed")]
    assert masks(rows, ["kind=page_viewed", "channel=web"]) == [3, 0, 1]


def test_campaign_and_direction_are_fields_too():
    rows = [(1, 0, "email_sent"), (1, 1, "email_sent"), (1, 2, "email_sent")]
    given_columns = {"campaign": {0: "Spring", 1: "Spring"}, "direction": {0: "inbound", 2: "outbound"}}
    assert masks(rows, ["campaign=spring", "direction=inbound", "direction=outbound"], **given_columns) == [3, 1, 4]


def test_stage_won_and_kind_converted_accept_the_same_interactions():
    rows = [(1, 0, "converted"), (1, 1, "lost"), (1, 2, "converted"), (1, 3, "note")]
    assert masks(rows, ["stage=won", "kind=converted"]) == [3, 0, 3, 0]
    assert masks(rows, ["stage=lost", "kind=lost"]) == [0, 3, 0, 0]


def test_a_stage_accepts_only_the_interaction_that_moved_the_lead_there():
    rows = [(1, 0, "stage_changed"), (1, 1, "stage_changed")]
    assert masks(rows, ["stage=proposal"], stage={0: "proposal", 1: "proposal"}) == [1, 0]


words = st.text("abc_ é", min_size=1).map(str.strip).filter(bool)


@given(st.dictionaries(st.sampled_from(FIELDS), words, min_size=1))
def test_a_predicate_reads_back_what_it_writes(fields):
    predicate = Predicate(**fields)
    assert Predicate.parse(str(predicate)) == predicate


def test_a_comma_belongs_to_the_value_unless_a_field_follows():
    parsed = Predicate.parse("campaign=Spring, early, channel=email")
    assert parsed == Predicate(campaign="Spring, early", channel="email")


@pytest.mark.parametrize("text", ["", "kind", "kind=", "colour=red", "kind=note,kind=lost"])
def test_a_predicate_that_cannot_be_read_is_refused(text):
    with pytest.raises(BadInput):
        Predicate.parse(text)


@pytest.mark.parametrize("text", ["kind=calls", "channel=fax", "stage=maybe", "campaign=none", "direction=up"])
def test_an_unknown_word_is_refused_with_the_choices(text):
    with pytest.raises(UnknownName, match=text.split("=")[1]):
        tables([Predicate.parse(text)], Words())


def test_a_predicate_speaks_to_people():
    assert Predicate(kind="form_submitted", channel="web").sentence() == "form submitted via web"
    assert Predicate(stage="proposal").sentence() == "moved to proposal"
    assert Predicate(direction="inbound", channel="email").sentence() == "inbound interaction via email"


def test_built_in_words_are_spoken_and_a_workspaces_own_stay_as_written():
    ours = Predicate(kind="email_replied", channel="paid_search", campaign="paid_search")
    assert ours.sentence() == "email replied via paid search in campaign paid_search"
    assert Predicate(kind="demo_given", channel="trade_fair").sentence() == "demo_given via trade_fair"


@pytest.mark.parametrize(
    ("text", "noun"),
    [("stage=lost", "move to lost"), ("channel=call", "interaction via call"), ("campaign=Spring_1", "interaction in "
     "campaign Spring_1"), ("kind=email_sent,direction=outbound", "outbound email sent"),
     ("kind=lost", "loss"), ("kind=converted,channel=call", "conversion via call"),
     ("kind=stage_changed", "change of stage"), ("kind=note", "note")],
)  # fmt: skip
def test_a_predicate_has_a_noun_for_what_must_not_be(text, noun):
    assert Predicate.parse(text).noun() == noun


def test_fields_that_nobody_asks_for_have_an_empty_table():
    accepts = tables([Predicate(channel="web")], Words())
    assert [len(table) > 0 for table in accepts] == [name == "channel" for name in FIELDS]
    assert accepts.channel.dtype == np.uint32
