"""A funnel proposed for a workspace speaks its words and loses few leads."""

from datetime import timedelta

from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.proposal import proposed_steps, proposed_window
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from tests.builders import at, journeys


def proposal(rows: list[tuple[int, float, str]], **columns: dict[int, object]) -> list[str]:
    return [str(step) for step in proposed_steps(journeys(rows, **columns))]


def test_stages_that_leads_moved_to_come_in_their_order() -> None:
    rows = [(1, 5, "stage_changed"), (1, 1, "stage_changed"), (2, 9, "converted")]
    assert proposal(rows, stage={0: "proposal", 1: "contacted"}) == ["stage=contacted", "stage=proposal", "stage=won"]


def test_without_stages_the_kinds_that_most_leads_go_through_are_the_steps() -> None:
    rows = [(lead, minute, kind) for lead in range(9) for minute, kind in enumerate(("asked", "offered"))]
    rows += [(lead, 2, "refused") for lead in range(3)] + [(0, 3, "note")]
    assert proposal(rows) == ["kind=asked", "kind=offered", "kind=refused"]


def test_a_kind_that_leads_nowhere_does_not_stand_before_one_that_does() -> None:
    rows = [(lead, 0, "asked") for lead in range(10)] + [(lead, 1, "declined") for lead in range(6)]
    rows += [(lead, 1, "offered") for lead in range(6, 10)] + [(lead, 2, "signed") for lead in range(6, 10)]
    assert proposal(rows) == ["kind=asked", "kind=offered", "kind=signed"]


def test_a_conversion_ends_the_way_of_kinds() -> None:
    assert proposal([(1, 0, "form_submitted"), (1, 1, "converted")]) == ["kind=form_submitted", "stage=won"]


def test_an_empty_workspace_is_offered_its_stages() -> None:
    assert [step.stage for step in proposed_steps(empty())] == ["new", "contacted", "qualified", "proposal", "won"]


def test_some_lead_enters_every_proposal() -> None:
    rows = [(1, 0, "x"), (2, 0, "y"), (2, 1, "x"), (3, 5, "z")]
    found = journeys(rows)
    assert funnel(found, FunnelOptions(steps=proposed_steps(found), as_of=at(9))).entrants > 0


def test_the_window_proposed_serves_nine_of_ten_leads_that_come_through() -> None:
    rows = [(lead, 0, "asked") for lead in range(12)] + [(lead, 20 * 1440, "signed") for lead in range(10)]
    rows += [(10, 300 * 1440, "signed")]
    here, choices = journeys(rows), [timedelta(days=days) for days in (14, 30, 365)]
    steps = [Predicate(kind="asked"), Predicate(kind="signed")]
    assert proposed_window(here, steps, as_of=at(400 * 1440), choices=choices) == timedelta(days=30)
    assert proposed_window(here, steps[::-1], as_of=at(400 * 1440), choices=choices) == timedelta(days=14)
