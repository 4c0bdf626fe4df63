"""A saved view opens with the numbers that it was saved with, on its page, on the overview, and in the report."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from db.kept.views import View, pages_of_views, save_view, views
from db.log.record import Entry, record
from db.store.workspaces import Workspace
from pages.kit.addresses import reads
from pages.kit.scripts import HERE, SCRIPTS
from pages.kit.session import current
from tests.pages.conftest import Open, link_label, moment

NASTY = "![x](http://example.com/y.png) **b** <i>"
STEPS = {"step": ["kind=page_viewed", "kind=converted"], "window": ["9d"]}


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Three leads who viewed a page; one of them converted."""
    for key in ("ada", "bob", "cy"):
        record(workspace, Entry(lead=key, kind="page_viewed", channel="web", occurred_at=moment(0)))
    record(workspace, Entry(lead="ada", kind="converted", channel="email", value=70, occurred_at=moment(9)))
    return workspace


def saved(workspace: Workspace, name: str, page: str, query: dict[str, list[str]], **options: bool) -> View:
    return save_view(workspace, name, page=page, query=query, is_shared=True, **options)


def texts(page: AppTest) -> list[str]:
    return [each.value for each in (*page.text, *page.caption, *page.markdown, *page.header)]


def opened(page: AppTest, popover: str) -> AppTest:
    """The page with this popover open."""
    page.session_state[popover] = True
    return page.run()


def test_every_page_that_can_be_saved_is_a_page_that_says_what_it_reads() -> None:
    assert all(reads(page) for page in pages_of_views())
    assert all((HERE / script).is_file() for script, _ in SCRIPTS.values())


def test_a_pinned_view_stands_on_the_overview_with_its_number(filled: Workspace, open_page: Open) -> None:
    saved(filled, NASTY, "funnel", STEPS, is_pinned=True)
    saved(filled, "Seen on the web", "leads", {"through": ["web"]}, is_pinned=True)
    saved(filled, "Not pinned", "leads", {})
    page = open_page("sell/overview")
    assert not page.exception
    links = {link_label(link.proto.label): parse_qs(link.proto.query_string) for link in page.get("page_link")}
    assert links[NASTY] == STEPS | {"w": [filled.address]}
    assert "Not pinned" not in links
    assert {"33.3 % of 3 leads came through: 1.", "3 leads"} <= set(texts(page))


def test_a_pinned_view_that_can_t_be_answered_says_why(filled: Workspace, open_page: Open) -> None:
    saved(filled, "Broken", "funnel", {"step": ["colour=red"]}, is_pinned=True)
    page = open_page("sell/overview")
    assert not page.exception
    assert any("colour" in text for text in texts(page))


def test_a_pinned_segment_of_an_unknown_owner_counts_none_on_the_overview_and_in_the_report(
    filled: Workspace, open_page: Open
) -> None:
    saved(filled, "Left", "leads", {"owned_by": ["Gone"]}, is_pinned=True)
    assert any("no owner “Gone” here" in text for text in texts(open_page("sell/overview")))
    report = open_page("sell/report")
    assert any("no owner “Gone” here" in each.value.replace("\\", "") for each in report.warning)
    assert not report.exception


def test_the_form_keeps_the_question_of_the_page_and_not_its_day(filled: Workspace, open_page: Open) -> None:
    page = opened(open_page("analyse/funnel", **STEPS, as_of="2024-02-01"), "save view")
    page.text_input[0].set_value("Mine")
    next(button for button in page.button if button.label == "Save view").click().run()
    (kept,) = views(_as_page(filled))
    assert (kept.name, kept.page) == ("Mine", "funnel")
    assert {name: kept.parameters[name] for name in STEPS} == STEPS
    assert "as_of" not in kept.parameters


def test_a_list_behind_a_number_can_be_saved_as_a_segment(filled: Workspace, open_page: Open) -> None:
    page = opened(open_page("sell/leads", list="stage", in_stage="won", sort="name"), "save view")
    page.text_input(key=page.text_input[0].key).set_value("Won ones")
    next(button for button in page.button if button.label == "Save segment").click().run()
    (kept,) = views(_as_page(filled))
    assert kept.parameters["in_stage"] == ["won"]


def test_the_menu_pins_and_removes(filled: Workspace, open_page: Open) -> None:
    saved(filled, "Ours", "funnel", STEPS)
    page = opened(open_page("analyse/funnel", **STEPS), "views menu")
    next(button for button in page.button if button.label == "Pin").click().run()
    assert views(filled)[0].is_pinned
    page = opened(page, "views menu")
    next(button for button in page.button if button.label == "Remove").click().run()
    assert views(filled) == []


def test_the_report_shows_pinned_views_with_the_numbers_of_their_pages(filled: Workspace, open_page: Open) -> None:
    saved(filled, NASTY, "funnel", STEPS, is_pinned=True)
    saved(filled, "First touch", "attribution", {"model": ["first"]}, is_pinned=True)
    saved(filled, "Ours", "leads", {"standing": ["won"]}, is_pinned=True)
    page = open_page("sell/report")
    assert not page.exception
    tables = [table.value for table in page.table]
    (steps,) = [frame["leads, of those that entered"] for frame in tables if "of the step before" in frame]
    assert [step.split()[0] for step in steps] == ["3", "1"]
    assert any(list(frame["lead"]) == ["ada"] for frame in tables if "lead" in frame)
    assert "![x]" not in " ".join(each.value for each in page.header)


def test_the_report_of_an_address_holds_its_views_and_no_other(filled: Workspace, open_page: Open) -> None:
    one = saved(filled, "One", "funnel", STEPS)
    saved(filled, "Two", "funnel", STEPS, is_pinned=True)
    page = open_page("sell/report", view=str(one.view_id), part="pipeline")
    assert [each.value for each in page.header] == ["Pipeline", "One"]


def test_the_report_of_all_views_shows_what_their_pages_show(filled: Workspace, open_page: Open) -> None:
    saved(filled, "Ways", "paths", {"over": ["kind"]}, is_pinned=True)
    saved(filled, "Waits", "bottlenecks", {"threshold": ["0.2"]}, is_pinned=True)
    saved(filled, "Sums", "reconcile", STEPS, is_pinned=True)
    page = open_page("sell/report", part="none")
    assert not page.exception
    assert sorted(each.value for each in page.header) == ["Sums", "Waits", "Ways"]
    assert {"whole path", "stage", "Journeys: where all leads stand"} <= {
        name for table in page.table for name in table.value.columns
    }
    assert "over 20 %" in " ".join(each.value for each in page.caption).replace("\\", "")


def test_a_section_that_the_reader_leaves_out_is_not_worked_out(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/report", part=["paths"])
    assert [each.value for each in page.header] == ["Paths"]
    next(box for box in page.multiselect if box.label == "Sections").set_value([]).run()
    assert not page.header
    assert "The report is empty" in page.info[0].value


def test_an_empty_workspace_has_a_report_that_says_so(workspace: Workspace, open_page: Open) -> None:
    page = open_page("sell/report")
    assert not page.exception
    assert "There are no leads yet" in page.info[0].value


def _as_page(workspace: Workspace) -> Workspace:
    """The workspace as pages under test see it, which have no session."""
    return replace(workspace, user=current().user)


def test_of_very_many_pinned_views_the_first_are_drawn_and_the_others_counted(
    filled: Workspace, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.kit.pinned_views.MOST", 2)
    for name in ("a", "b", "c"):
        saved(filled, name, "attribution", {}, is_pinned=True)
    page = open_page("sell/overview")
    links = {link_label(each.proto.label) for each in page.get("page_link")}
    assert links & {"a", "b", "c"} == {"a", "b"}
    assert any(text.startswith("Also pinned: 1 view,") for text in texts(page))
