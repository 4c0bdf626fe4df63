"""A segment is the leads that its page shows, on any day, for whoever may see it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.columns.snapshot import journeys
from db.kept.views import save_view
from db.leads.frames import lead_frame
from db.log.undo import undo
from db.questions.funnel_groups import caution, grouping
from db.questions.funnel_sides import Against, comparison
from db.questions.segments import Segments, segment, segments
from db.store.store import Store
from db.store.workspaces import Workspace
from journey_core.errors import Refused, UnknownName
from journey_core.funnel.answer import funnel
from journey_core.funnel.breakdown import BreakdownBy
from journey_core.funnel.options import FunnelOptions
from journey_core.log.predicates import Predicate
from tests.commands.terminal import answer
from tests.db.conftest import Load

NOW = datetime(2024, 2, 1, tzinfo=UTC)
ROWS = (
    "lead,occurred_at,kind,channel,stage,owner\n"
    "ada,2024-01-01,page_viewed,web,,Sam\n"
    "ada,2024-01-09,converted,email,,Sam\n"
    "bob,2024-01-02,page_viewed,web,,Sam\n"
    "bob,2024-01-05,stage_changed,,proposal,Sam\n"
    "cy,2024-01-03,page_viewed,web,,\n"
)  # fmt: skip


@pytest.fixture
def filled(workspace: Workspace, load: Load) -> Workspace:
    load(ROWS)
    return workspace


def keys(workspace: Workspace, name: str, as_of: datetime = NOW) -> list[str]:
    found = Segments(workspace).leads(name, as_of=as_of)
    assert found.tolist() == sorted(found.tolist())
    return sorted(lead_frame(workspace).set_index("lead_id")["key"].loc[found])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["ada", "bob", "cy"]),
        ({"standing": ["won", "proposal"]}, ["ada", "bob"]),
        ({"through": ["email"], "owned_by": ["Sam"]}, ["ada"]),
        ({"q": ["CY"]}, ["cy"]),
        ({"list": ["stage"], "in_stage": ["won"]}, ["ada"]),
        ({"list": ["funnel"], "step": ["channel=web", "stage=proposal"], "reached": ["2"]}, ["bob"]),
        ({"list": ["funnel"], "step": ["channel=web", "stage=proposal"], "reached": ["1"], "q": ["c"]}, ["cy"]),
        ({"standing": ["Won"]}, ["ada"]),
        ({"through": ["sms"]}, []),
        ({"owned_by": [""]}, ["ada", "bob", "cy"]),
    ],
)
def test_a_segment_is_what_its_address_leaves(
    filled: Workspace, query: dict[str, list[str]], expected: list[str]
) -> None:
    save_view(filled, "Some", page="leads", query=query)
    assert keys(filled, "Some") == expected


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"owned_by": ["Gone"]}, "no owner “Gone” here. Known: nobody, Sam."),
        ({"owned_by": ["Sam", "Gone"]}, "no owner “Gone” here"),
        ({"through": ["Radio"]}, "no channel “Radio” here"),
        ({"standing": ["Tried"]}, "no stage “Tried” here"),
        ({"source": ["fair"]}, "no source “fair” here"),
        ({"score": ["lukewarm"]}, "no band of the score “lukewarm” here. Known: "),
        ({"touched": ["2d"]}, "no span since the last touch “2d” here"),
        ({"owner": ["Sam"]}, "no filter of leads “owner” here. Known: owned_by, "),
        ({"list": ["stage"], "in_stage": ["Tried"]}, "no stage “Tried” here"),
    ],
)
def test_a_segment_that_names_what_is_not_there_is_refused_and_never_everybody(
    filled: Workspace, query: dict[str, list[str]], sentence: str
) -> None:
    save_view(filled, "Some", page="leads", query=query)
    with pytest.raises(Refused, match=f"^The segment “Some” can't be answered: There is {sentence}"):
        Segments(filled).leads("Some", as_of=NOW)


def test_a_segment_of_a_channel_that_an_undo_takes_away_is_refused_until_it_is_back(
    filled: Workspace, load: Load
) -> None:
    rows = "lead,occurred_at,channel,kind\ncy,2024-01-20,Radio,heard\n"
    brought = load(rows)
    save_view(filled, "Heard", page="leads", query={"through": ["Radio"]})
    assert keys(filled, "Heard") == ["cy"]
    undo(filled, brought.import_id or 0)
    with pytest.raises(Refused, match="no channel “Radio” here"):
        Segments(filled).leads("Heard", as_of=NOW)
    load(rows)
    assert keys(filled, "Heard") == ["cy"]


def test_a_segment_follows_the_day_that_it_is_asked_for(filled: Workspace) -> None:
    save_view(filled, "Won", page="leads", query={"standing": ["won"]})
    assert keys(filled, "Won", datetime(2024, 1, 8, tzinfo=UTC)) == []
    assert keys(filled, "Won", datetime(2024, 1, 10, tzinfo=UTC)) == ["ada"]


def test_a_list_that_keeps_its_instant_stays_as_it_was(filled: Workspace) -> None:
    query = {"list": ["stage"], "in_stage": ["new"], "as_of": ["2024-01-04T00:00:00+00:00"]}
    save_view(filled, "New then", page="leads", query=query)
    assert keys(filled, "New then") == ["ada", "bob", "cy"]


def test_segments_are_the_views_of_the_leads_page_that_one_may_see(filled: Workspace) -> None:
    save_view(filled, "b", page="leads", query={}, is_shared=True)
    save_view(filled, "a", page="leads", query={})
    save_view(filled, "f", page="funnel", query={"step": ["stage=new"]}, is_shared=True)
    other = replace(filled, user="somebody else")
    assert (segments(filled), segments(other)) == (("a", "b"), ("b",))
    with pytest.raises(UnknownName, match="no segment “a” here"):
        Segments(other).leads("a", as_of=NOW)


def test_two_segments_of_one_name_are_told_apart(filled: Workspace) -> None:
    save_view(filled, "x", page="leads", query={"q": ["ada"]}, is_shared=True)
    other = replace(filled, user="somebody else")
    save_view(other, "x", page="leads", query={"q": ["bob"]})
    assert segment(filled, "x") != segment(other, "x")
    assert (keys(filled, "x"), keys(other, "x")) == (["ada"], ["bob"])


def test_the_terminal_lists_the_leads_of_a_segment(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.add_workspace("Test")
    store = ("--store", sqlite_store.url)
    (tmp_path / "rows.csv").write_text(ROWS)
    answer("import", tmp_path / "rows.csv", *store)
    answer("views", "save", "Web", "--page", "leads", "--query", "owned_by=Sam", *store)
    leads = answer("leads", "--segment", "Web", "--as-of", "2024-02-01", *store)
    assert sorted(each["lead"] for each in leads) == ["ada", "bob"]


@pytest.mark.parametrize(
    ("query", "is_of_journey"),
    [
        ({}, False),
        ({"owned_by": ["Sam"], "q": ["a"]}, False),
        ({"through": ["email"]}, True),
        ({"owned_by": ["Sam"], "standing": ["won"]}, True),
        ({"list": ["stage"], "in_stage": ["won"]}, True),
    ],
)
def test_a_segment_knows_whether_it_hangs_on_what_leads_have_done(
    filled: Workspace, query: dict[str, list[str]], is_of_journey: bool
) -> None:
    save_view(filled, "S", page="leads", query=query)
    save_view(filled, "Sam", page="leads", query={"owned_by": ["Sam"]})
    found = Segments(filled)
    assert found.is_of_journey("S") is is_of_journey
    options = FunnelOptions(steps=(Predicate(kind="page_viewed"),), as_of=NOW, replicates=0)
    sides = comparison(journeys(filled), options, Against(("S", "Sam")), ZoneInfo("UTC"), segments=found)
    assert [side.is_of_journey for side in sides.sides] == [is_of_journey, False]
    assert ("“S”" in caution(found, BreakdownBy.parse("segment"))) is is_of_journey


def test_a_comparison_names_the_segment_that_can_t_be_answered(filled: Workspace) -> None:
    save_view(filled, "Sam", page="leads", query={"owned_by": ["Sam"]})
    save_view(filled, "Left", page="leads", query={"owned_by": ["Gone"]})
    options = FunnelOptions(steps=(Predicate(kind="page_viewed"),), as_of=NOW, replicates=0)
    with pytest.raises(Refused, match="The segment “Left” can't be answered: There is no owner “Gone” here"):
        comparison(journeys(filled), options, Against(("Sam", "Left")), ZoneInfo("UTC"), segments=Segments(filled))


def test_a_segment_that_asks_for_itself_is_one_sentence(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    save_view(filled, "Loop", page="leads", query={"list": ["stage"], "in_stage": ["won"]})
    monkeypatch.setattr("db.questions.segments.resolve", lambda _, here: here.segments.leads("Loop", as_of=NOW))
    with pytest.raises(Refused, match="asks for itself"):
        Segments(filled).leads("Loop", as_of=NOW)


def test_a_broken_segment_is_named_and_left_out_of_a_breakdown(filled: Workspace) -> None:
    """One that somebody shares must not keep everybody else from breaking down a funnel."""
    save_view(filled, "Sam", page="leads", query={"owned_by": ["Sam"]})
    save_view(filled, "Broken", page="leads", query={"list": ["funnel"], "step": ["colour=red"]})
    save_view(filled, "Left", page="leads", query={"owned_by": ["Gone"]})
    with pytest.raises(Refused, match="The segment “Broken” can't be answered: “colour=red” is not"):
        Segments(filled).leads("Broken", as_of=NOW)
    options = FunnelOptions(steps=(Predicate(kind="page_viewed"),), as_of=NOW, replicates=0)
    columns = journeys(filled)
    result = funnel(columns, options)
    groups = grouping(filled, columns, result, options, BreakdownBy.parse("segment"), segments=Segments(filled))
    assert [each.name for each in groups.groups] == ["Sam"]
    assert groups.title == "segment (left out, as they can't be answered: “Broken”, “Left”)"
