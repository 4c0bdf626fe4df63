"""The settings page stores what is said, and refuses in a sentence what can't be."""

from typing import Any

from streamlit.testing.v1 import AppTest

from db.log.record import Entry, record
from db.log.words import words
from db.store.settings import settings
from db.store.workspaces import Workspace
from journey_core.attribution.custom import CustomWeights
from tests.pages.conftest import Open, moment


def press(page: AppTest, label: str, place: int = 0) -> AppTest:
    return [button for button in page.button if button.label == label][place].click().run()


def box(page: AppTest, label: str) -> Any:
    return next(
        each for each in (*page.selectbox, *page.number_input, *page.text_input) if each.label.startswith(label)
    )


def test_the_workspace_is_named_and_an_empty_one_is_not_an_error(open_page: Open) -> None:
    page = open_page("admin/settings")
    assert not page.exception
    assert "Test" in page.caption[0].value


def test_a_zone_and_a_currency_are_stored(workspace: Workspace, open_page: Open) -> None:
    page = open_page("admin/settings")
    box(page, "Time zone").set_value("Europe/Berlin")
    box(page, "Currency").set_value("CHF")
    page = press(page, "Save")
    assert page.success[0].value == "Saved\\."
    assert (settings(workspace).zone, settings(workspace).currency) == ("Europe/Berlin", "CHF")


def test_a_goal_of_an_unknown_word_is_refused(workspace: Workspace, open_page: Open) -> None:
    page = open_page("admin/settings")
    box(page, "Goal").set_value("stage=signed")
    page = press(page, "Save", 1)
    assert "signed" in page.error[0].value
    assert settings(workspace).goal == "kind=converted"


def test_the_threshold_and_the_hours_of_work_are_stored(workspace: Workspace, open_page: Open) -> None:
    page = open_page("admin/settings")
    box(page, "Drop-off threshold").set_value(0.45)
    box(page, "Work begins").select_index(14)
    page = press(page, "Save", 2)
    assert settings(workspace).threshold == 0.45
    assert settings(workspace).business_hours.spoken() == "Monday to Friday, 07:00 to 17:00"


def test_touchpoints_opportunity_and_own_weights_are_stored(workspace: Workspace, open_page: Open) -> None:
    page = open_page("admin/settings")
    page.multiselect[1].set_value(["channel=call"])
    box(page, "Entering this stage").set_value("qualified")
    box(page, "Middle").set_value(0.0)
    press(page, "Save", 3)
    kept = settings(workspace)
    assert (kept.touchpoints, kept.opportunity_stage) == (("channel=call",), "qualified")
    assert kept.weights == CustomWeights(first=0.3, last=0.4, middle=0.0)


def test_channels_that_leads_use_by_themselves_are_stored(workspace: Workspace, open_page: Open) -> None:
    record(workspace, Entry(lead="ada", kind="page_viewed", channel="web", occurred_at=moment(0)))
    page = open_page("admin/settings")
    page.multiselect[2].set_value(["web"])
    press(page, "Save", 3)
    assert settings(workspace).inbound_channels == ("web",)


def test_touchpoints_of_an_unknown_word_are_refused(workspace: Workspace, open_page: Open) -> None:
    page = open_page("admin/settings")
    page.multiselect[1].set_value(["channel=fax"])
    page = press(page, "Save", 3)
    assert "fax" in page.error[0].value
    assert settings(workspace).touchpoints == ()


def test_weights_that_do_not_add_up_are_refused(workspace: Workspace, open_page: Open) -> None:
    page = open_page("admin/settings")
    box(page, "Weight of recency").set_value(0.9)
    page = press(page, "Save", 4)
    assert "add up to 1" in page.error[0].value
    assert settings(workspace).score.recency_weight == 0.4


def test_stages_are_moved_and_then_saved(workspace: Workspace, open_page: Open) -> None:
    page = open_page("admin/settings")
    page = next(button for button in page.button if button.key == "stage_earlier_1").click().run()
    assert words(workspace).stages()[:2] == ("new", "contacted")
    page = press(page, "Save the order")
    assert words(workspace).stages()[:2] == ("contacted", "new")


def test_a_channel_is_added_and_removed_again(workspace: Workspace, open_page: Open) -> None:
    page = open_page("admin/settings")
    box(page, "New channel").set_value("podcast")
    page = press(page, "Add the channel")
    assert "podcast" in words(workspace).lists["channel"]
    press(page, "Remove it")
    assert "podcast" not in words(workspace).lists["channel"]


def test_a_word_in_use_stays_and_says_why(workspace: Workspace, open_page: Open) -> None:
    record(workspace, Entry(lead="ada", channel="podcast", kind="note", occurred_at=moment(0)))
    page = press(open_page("admin/settings"), "Remove it")
    assert "in use" in page.error[0].value
