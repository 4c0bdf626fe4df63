"""An address says everything that a list of leads depends on."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.questions.lists.kinds import Viewpoint
from db.questions.lists.resolving import list_in, resolve
from db.questions.segments import Segments
from journey_core.attribution.answer import attribute
from journey_core.attribution.channel_credit import NO_CHANNEL
from journey_core.attribution.lists import attribution_list
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.parameters import attribution_options, attribution_parameters
from journey_core.calendar.business_hours import BusinessHours
from journey_core.errors import BadInput, JourneyError, UnknownName
from journey_core.funnel.answer import funnel
from journey_core.funnel.lists import funnel_list
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.parameters import funnel_options, funnel_parameters
from journey_core.lead_lists import Found, LeadList
from journey_core.log.predicates import Predicate
from journey_core.parameters import choice
from tests.builders import at, clock, journeys

BERLIN = ZoneInfo("Europe/Berlin")
STEPS = (Predicate(kind="email_opened"), Predicate(kind="form_submitted", channel="web"))
JOURNEYS = journeys(
    [
        (1, 0, "email_opened", "email"),
        (1, 5, "form_submitted", "web"),
        (2, 0, "email_opened", "email"),
        (3, 9, "form_submitted", "web"),
        (4, 2, "email_opened", "email"),
    ]
)


def leads_of(asked: LeadList, minute: float) -> Found:
    """The list as seen from that minute. None of these kinds asks the store."""
    return resolve(asked, Viewpoint(None, JOURNEYS, BERLIN, at(minute), Segments(None), BusinessHours()))


def through_an_address(query: dict[str, list[str]]) -> dict[str, list[str]]:
    return parse_qs(urlencode(query, doseq=True))


@given(
    window=st.timedeltas(timedelta(seconds=1), timedelta(days=400)).map(
        lambda span: timedelta(seconds=span.seconds + 1)
    ),
    since=st.none() | st.integers(-100, 100),
    campaign=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=",="), min_size=1),
)
def test_a_funnel_goes_through_an_address_unchanged(window: timedelta, since: int | None, campaign: str) -> None:
    options = FunnelOptions(
        steps=(*STEPS, Predicate(campaign=campaign)),
        as_of=at(50),
        window=window,
        since=None if since is None else at(since),
    )
    given_back = through_an_address(funnel_parameters(options, BERLIN))
    assert funnel_options(given_back, clock(50, BERLIN)) == options


@pytest.mark.parametrize(("step", "reached", "dropped"), [(1, [1, 2, 4], [2, 4]), (2, [1], [1])])
def test_a_list_holds_the_leads_that_its_number_counts(step: int, reached: list[int], dropped: list[int]) -> None:
    options = FunnelOptions(steps=STEPS, as_of=at(50).astimezone(BERLIN))
    answer = funnel(JOURNEYS, options)
    for asked, expected in (
        (funnel_list(options, BERLIN, reached=step), reached),
        (funnel_list(options, BERLIN, dropped_after=step), dropped),
    ):
        found = leads_of(list_in(through_an_address(asked.query())), 9_999)
        assert found.lead_ids.tolist() == expected
        assert answer.definition in found.sentence
    assert len(reached) == answer.steps[step - 1].count


def test_a_list_of_those_who_stopped_is_at_the_last_step_they_did_and_says_so() -> None:
    steps = (*STEPS, Predicate(kind="converted"))
    options = FunnelOptions(steps=steps, optional=frozenset({2}), as_of=at(50))
    for step, leads in ((1, [2, 4]), (2, [1]), (3, [])):
        found = leads_of(funnel_list(options, BERLIN, dropped_after=step), 9_999)
        assert found.lead_ids.tolist() == leads
        if step < 3:
            assert f"reached step {step} ({steps[step - 1].sentence()}) and went no further." in found.sentence


def test_a_list_is_true_for_the_instant_of_its_number() -> None:
    options = FunnelOptions(steps=STEPS[:1], as_of=at(1))
    found = leads_of(funnel_list(options, BERLIN, reached=1), 9_999)
    assert found.lead_ids.tolist() == [1, 2]


def test_an_attribution_goes_through_an_address_unchanged() -> None:
    options = AttributionOptions(
        as_of=at(50),
        model="time_decay",
        goal=STEPS[1],
        lookback=timedelta(days=3),
        until=at(7),
        half_life=timedelta(hours=6),
        zone=BERLIN,
    )
    given_back = through_an_address(attribution_parameters(options, BERLIN))
    assert attribution_options(given_back, clock(50, BERLIN)) == options


def test_every_channel_s_list_is_as_long_as_its_row_says() -> None:
    options = AttributionOptions(as_of=at(50), goal=Predicate(kind="form_submitted"))
    answer = attribute(JOURNEYS, options)
    assert {row.channel for row in answer.credit} == {"email", NO_CHANNEL}
    for channel, count in [*((row.channel, row.leads) for row in answer.credit), ("", answer.converted_leads)]:
        asked = list_in(through_an_address(attribution_list(options, BERLIN, channel=channel).query()))
        assert len(leads_of(asked, 0).lead_ids) == count


def test_an_address_without_a_list_asks_for_none() -> None:
    assert list_in({}) is None
    assert list_in({"stage": ["new"]}) is None


@pytest.mark.parametrize(
    "query",
    [
        {"list": ["funnel"]},
        {"list": ["funnel"], "step": ["kind=email_opened"], "reached": ["9"]},
        {"list": ["funnel"], "step": ["kind=email_opened"], "reached": ["-1"]},
        {"list": ["funnel"], "step": ["kind=email_opened"], "window": ["soon"]},
        {"list": ["funnel"], "step": ["kind=email_opened"], "as_of": ["soon"]},
        {"list": ["funnel"], "step": ["x"]},
        {"list": ["funnel"], "step": ["kind=nonsense"]},
        {"list": ["attribution"], "model": ["magic"]},
        {"list": ["attribution"], "channel": ["fax"]},
        {"list": ["everything"]},
    ],
)
def test_an_address_that_makes_no_sense_is_refused_in_a_sentence(query: dict[str, list[str]]) -> None:
    with pytest.raises(JourneyError):
        leads_of(list_in(query), 50)


def test_unknown_lists_name_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="funnel"):
        list_in({"list": ["everything"]})


def test_a_choice_outside_the_choices_is_the_default() -> None:
    assert choice({"sort": ["name"]}, "sort", ["score", "name"], "score") == "name"
    assert choice({"sort": ["; drop"]}, "sort", ["score", "name"], "score") == "score"


def test_a_step_number_is_a_number() -> None:
    with pytest.raises(BadInput, match="²"):
        leads_of(list_in({"list": ["funnel"], "step": ["kind=email_opened"], "reached": ["²"]}), 50)
