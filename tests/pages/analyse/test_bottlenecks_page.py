"""The bottlenecks page says what the core says, and each of its numbers opens the leads it counts."""

import json
from itertools import product

import pytest

from db.log.record import Entry, record
from db.store.workspaces import Workspace
from tests.pages.conftest import LogAll, Open, assert_complains, leads_behind, link_label, list_links, moment

DAY = "2024-02-01"


@pytest.fixture
def moved(workspace: Workspace) -> Workspace:
    """ada: new, contacted, won; bob: contacted, lost; cy: contacted; dan: new only. Minutes apart."""
    moves = {"ada": ["", "contacted", "won"], "bob": ["contacted", "lost"], "cy": ["contacted"], "dan": [""]}
    for lead, stages in moves.items():
        for minute, stage in enumerate(stages):
            kind = {"": "page_viewed", "won": "converted", "lost": "lost"}.get(stage, "stage_changed")
            said = {"stage": stage} if kind == "stage_changed" else {}
            record(
                workspace, Entry(lead=lead, kind=kind, channel="web", owner="Sam", occurred_at=moment(minute), **said)
            )
    return workspace


def test_an_empty_workspace_is_told_what_to_do(open_page: Open) -> None:
    page = open_page("analyse/bottlenecks")
    assert not page.exception
    assert "There are no leads yet" in page.info[0].value


def test_every_number_opens_the_leads_it_counts(moved: Workspace, open_page: Open) -> None:
    page = open_page("analyse/bottlenecks", as_of=DAY)
    assert not page.exception
    opened = [(label, leads_behind(link, moved)) for label, link in list_links(page)]
    assert opened[:5] == [
        ("2 came", ["ada", "dan"]), ("1 left", ["ada"]), ("1 still there", ["dan"]), ("1 went on", ["ada"]),
        ("0 lost", []),
    ]  # fmt: skip
    assert opened[5:10] == [
        ("3 came", ["ada", "bob", "cy"]), ("2 left", ["ada", "bob"]), ("1 still there", ["cy"]), ("1 went on", ["ada"]),
        ("1 lost", ["bob"]),
    ]  # fmt: skip


def test_drop_off_stands_with_its_bounds_and_the_advice_above(moved: Workspace, open_page: Open) -> None:
    page = open_page("analyse/bottlenecks", as_of=DAY)
    assert "No stage loses more than 30" in page.info[0].value
    assert [metric.value for metric in page.metric if metric.label == "Drop-off"] == ["0.0 %", "50.0 %"]
    assert any("9.5–90.5 %" in caption.value for caption in page.caption)


def test_a_bottleneck_without_better_weeks_says_so_once(log_all: LogAll, open_page: Open) -> None:
    """Half of the six leads of each of eight weeks are lost a day later, always the same."""
    entries = []
    for week, place in product(range(8), range(6)):
        lead, start = f"lead {week} {place}", (week * 7 + 7) * 24 * 60
        entries.append(Entry(lead=lead, kind="stage_changed", stage="contacted", occurred_at=moment(start)))
        ends = "lost" if place % 2 else "converted"
        entries.append(Entry(lead=lead, kind=ends, occurred_at=moment(start + 24 * 60)))
    log_all(entries)
    page = open_page("analyse/bottlenecks", as_of="2025-01-01")
    assert [each.value[:2] for each in page.metric if each.label == "Recoverable conversions"] == ["0 "]
    said = [each.value for each in [*page.caption, *page.text] if "differ by no more than chance" in each.value]
    unsure = "up to 13 more conversions cannot be ruled out"
    assert said == [f"Its 8 complete weeks differ by no more than chance; {unsure}."]


def test_how_long_leads_stay_is_said_as_far_as_it_is_seen(moved: Workspace, open_page: Open) -> None:
    """Two of three left contacted after a minute; then a third and a fourth lead come to new, and nobody leaves."""
    said = [caption.value.replace("\\", "") for caption in open_page("analyse/bottlenecks", as_of=DAY).caption]
    assert any(each.endswith("fewer than three quarters have left; 3 stays.") for each in said)
    record(moved, Entry(lead="eve", kind="page_viewed", channel="web", occurred_at=moment(0)))
    said = [caption.value.replace("\\", "") for caption in open_page("analyse/bottlenecks", as_of=DAY).caption]
    assert "A quarter left by 1 min, fewer than half have left; 3 stays." in said


def test_the_median_of_a_group_has_the_unit_of_its_stage(workspace: Workspace, open_page: Open) -> None:
    """Monday 9:00 to Tuesday 13:00: 28 hours, of which 12 are worked; working time has no days."""
    for kind, minute in (("page_viewed", 0), ("converted", 28 * 60)):
        record(workspace, Entry(lead="ada", kind=kind, channel="web", owner="Sam", occurred_at=moment(minute)))
    said = {}
    for counting in ("all", "business"):
        page = open_page("analyse/bottlenecks", as_of=DAY, counting=counting)
        page.session_state["closer new"] = True
        page.session_state["detail new"] = "Who loses more"
        table = page.run().dataframe(key="groups table new")
        unit = json.loads(table.proto.columns)["median_seconds"]["label"]
        said[unit] = round(float(table.value["median_seconds"].iloc[0]), 2)
    assert said == {"median, hours": 28.0, "median, working hours": 12.0}


def test_choices_are_kept_in_the_address(moved: Workspace, open_page: Open) -> None:
    page = open_page("analyse/bottlenecks", as_of=DAY)
    page.selectbox(key="counting").select("business").run()
    page.selectbox(key="threshold").select("0.5").run()
    assert (page.query_params["counting"], page.query_params["threshold"]) == ("business", "0.5")
    assert "in working hours" in page.caption[0].value


def test_groups_are_told_when_their_tab_is_open_and_open_their_leads(moved: Workspace, open_page: Open) -> None:
    page = open_page("analyse/bottlenecks", as_of=DAY)
    page.session_state["closer contacted"] = True
    page.session_state["detail contacted"] = "Who loses more"
    page.run()
    assert not page.exception
    assert page.dataframe[0].value["owner"].tolist() == ["Sam"]
    links = dict(list_links(page))
    assert leads_behind(links["Sam: 1"], moved) == ["bob"]


def test_an_unknown_breakdown_is_refused_and_the_other_stages_stay(moved: Workspace, open_page: Open) -> None:
    page = open_page("analyse/bottlenecks", as_of=DAY, by="age")
    whole = len(list_links(page))
    page.session_state["closer contacted"] = True
    page.session_state["detail contacted"] = "Who loses more"
    page.run()
    assert [link_label(error.value) for error in page.error] == [
        "There is no breakdown “age” here. Known: channel, owner."
    ]
    assert page.selectbox(key="by contacted").value == "age"
    assert len(list_links(page)) == whole > 0


@pytest.mark.parametrize("tab", ["Week by week", "What becomes of them"])
def test_the_other_tabs_draw_without_a_fault(moved: Workspace, open_page: Open, tab: str) -> None:
    page = open_page("analyse/bottlenecks", as_of=DAY, by="channel")
    page.session_state["closer contacted"] = True
    page.session_state["detail contacted"] = tab
    assert not page.run().exception


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("counting", "some", "“some”"),
        ("threshold", "x", "“x”"),
        ("threshold", "0", "not at 0"),
        ("goal", "kind=sold", "“sold”"),
        ("since", "?", "“?”"),
        ("by", "age", ""),
    ],
)
def test_an_address_typed_wrongly_is_one_sentence_that_names_it(
    moved: Workspace, open_page: Open, name: str, value: str, named: str
) -> None:
    assert_complains(open_page("analyse/bottlenecks", **{name: value}), named)
