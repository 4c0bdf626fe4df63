"""Every number of a journey map opens its leads through an address."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.questions.lists.kinds import Viewpoint
from db.questions.lists.resolving import list_in, resolve
from db.questions.segments import Segments
from journey_core.calendar.business_hours import BusinessHours
from journey_core.errors import JourneyError
from journey_core.lead_lists import LeadList
from journey_core.log.predicates import Predicate
from journey_core.paths.answer import paths
from journey_core.paths.lists import paths_list
from journey_core.paths.options import LONGEST, OUTCOMES, OVERS, SIDES, PathOptions
from journey_core.paths.parameters import path_options, path_parameters
from tests.builders import at, clock, journeys

BERLIN = ZoneInfo("Europe/Berlin")
LONG = [(4, minute, "page_viewed", ("web", "email")[minute % 2]) for minute in range(LONGEST + 2)]
LOG = journeys(
    [(1, 0, "page_viewed", "web"), (1, 2, "email_sent", "email"), (1, 9, "converted"), (2, 1, "page_viewed", "web"),
     (2, 6, "email_sent", "email"), (3, 3, "note"), *LONG]
)  # fmt: skip


def through_an_address(query: dict[str, list[str]]) -> dict[str, list[str]]:
    return parse_qs(urlencode(query, doseq=True))


def seen(minute: float) -> Viewpoint:
    """The viewpoint that lists are seen from; none of these asks the store."""
    return Viewpoint(None, LOG, BERLIN, at(minute), Segments(None), BusinessHours())  # type: ignore[arg-type]


def behind(asked: LeadList) -> int:
    """How many leads the list opens, seen from long after. None of these lists asks the store."""
    found = list_in(through_an_address(asked.query()))
    assert found
    return len(resolve(found, seen(9_999)).lead_ids)


@given(
    over=st.sampled_from([*OVERS]),
    anchor=st.none() | st.sampled_from([Predicate(kind="note"), Predicate(channel="web", direction="inbound")]),
    side=st.sampled_from([*SIDES]),
    collapse=st.booleans(),
    outcome=st.sampled_from([*OUTCOMES]),
    since=st.none() | st.integers(-99, 99).map(at),
)
def test_a_map_goes_through_an_address_unchanged(over, anchor, side, collapse, outcome, since) -> None:  # type: ignore[no-untyped-def]
    options = PathOptions(
        as_of=at(50), over=over, anchor=anchor, side=side if anchor else "after", collapse=collapse, outcome=outcome,
        since=since,
    )  # fmt: skip
    assert path_options(through_an_address(path_parameters(options, BERLIN)), clock(50, BERLIN)) == options


@pytest.mark.parametrize("side", [None, *SIDES])
def test_every_number_of_a_map_is_the_length_of_its_list(side: str | None) -> None:
    anchored = {"anchor": Predicate(channel="email"), "side": side} if side else {}
    options = PathOptions(as_of=at(50), **anchored)  # type: ignore[arg-type]
    result = paths(LOG, replace(options, top=2))
    assert behind(paths_list(options, BERLIN)) == result.leads
    for node in result.nodes:
        assert behind(paths_list(options, BERLIN, visits=node.name)) == node.leads
    for edge in result.edges:
        assert behind(paths_list(options, BERLIN, edge=(edge.source, edge.target))) == edge.leads
    for move in result.flow:
        asked = paths_list(options, BERLIN, edge=(move.source, move.target), place=move.place)
        assert behind(asked) == move.leads
    for each in result.variants:
        assert behind(paths_list(options, BERLIN, variant=each.steps, goes_on=each.is_cut)) == each.leads
    shown = sum(each.leads for each in result.variants)
    assert behind(paths_list(options, BERLIN, beyond=2)) == result.leads - shown


def test_the_hidden_are_those_that_go_a_way_which_is_not_drawn() -> None:
    options = PathOptions(as_of=at(50))
    assert behind(paths_list(options, BERLIN, hidden_under=0.0)) == 0
    # Lead 2 goes from e-mail to open as lead 4 does, but at another place.
    assert behind(paths_list(options, BERLIN, hidden_under=0.5)) == 3
    assert behind(paths_list(options, BERLIN, hidden_under=0.5, in_flow=True)) == 4


@pytest.mark.parametrize(
    "query",
    [{"over": ["owner"]}, {"visits": ["carrier pigeon"]}, {"from_step": ["web"]}, {"hidden_under": ["2"]},
     {"from_step": ["web"], "to_step": ["email"], "place": ["99"]}, {"variant": ["nothing"]}, {"beyond": ["-1"]}],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_refused_in_a_sentence(query: dict[str, list[str]]) -> None:
    with pytest.raises(JourneyError):
        resolve(
            list_in({"list": ["paths"]} | query), Viewpoint(None, LOG, BERLIN, at(50), Segments(None), BusinessHours())
        )  # type: ignore[arg-type]
