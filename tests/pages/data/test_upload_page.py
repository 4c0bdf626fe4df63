"""The upload page takes a file in four steps, asks what it can't know, and never shows a traceback."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.leads.cards import find_lead
from db.leads.feed import feed
from db.log.import_history import imports
from db.log.mappings import save_mapping, saved_mappings
from db.log.rejects import rejects_csv
from db.store.workspaces import Workspace
from journey_core.intake.rows.mapping import Mapping, ValueMap
from pages.screens.upload.columns import _hint
from tests.conftest import ROOT
from tests.pages.conftest import Open, link_label

PLAIN = b"lead,occurred_at,channel,kind\nada,2024-01-01T10:00:00Z,email,email_opened\nbob,never,call,call_connected\n"
TWO_WAYS = b"Who,Date,What\nada,01-03-17,call\nbob,02-03-17,call\n"
CALLS = ValueMap("kind", {"W_Nabellen": "call"}, "web")


def upload(page: AppTest, data: bytes, name: str = "leads.csv") -> AppTest:
    return page.file_uploader[0].set_value((name, data, "text/csv")).run()


def press(page: AppTest, label: str) -> AppTest:
    button = next(button for button in page.button if button.label.startswith(label))
    return button.click().run()


def box(page: AppTest, label: str) -> Any:
    return next(each for each in (*page.selectbox, *page.radio, *page.text_input) if each.label.startswith(label))


def chosen_column(page: AppTest, field: str, place: int) -> Any:
    return box(page, f"Column for {field}").set_value(place).run()


def test_a_file_comes_in_with_counts_that_add_up(workspace: Workspace, open_page: Open) -> None:
    page = press(upload(open_page("data/upload"), PLAIN), "Check")
    assert not page.exception
    assert [metric.value for metric in page.metric] == ["1", "0", "1", "0", "1"]
    assert imports(workspace) == []
    page = press(page, "Import 1 row")
    assert "2 rows = 1 created + 0 duplicate + 1 rejected; 1 new lead" in [text.value for text in page.text]
    assert [each.filename for each in imports(workspace)] == ["leads.csv"]


def test_rejects_are_linked_and_an_undo_takes_all_back(workspace: Workspace, open_page: Open) -> None:
    page = press(press(upload(open_page("data/upload"), PLAIN), "Check"), "Import 1 row")
    assert page.get("link_button")[0].proto.url.startswith(f"/api/imports/1/rejects.csv?w={workspace.address}&t=")
    assert "never" in "".join(rejects_csv(workspace, 1))
    page = press(page, "Yes, undo")
    assert not page.exception
    assert "1 interaction and 1 lead removed" in page.success[-1].value
    assert imports(workspace)[0].is_undone


def test_the_same_file_again_says_so(workspace: Workspace, open_page: Open) -> None:
    press(press(upload(open_page("data/upload"), PLAIN), "Check"), "Import 1 row")
    page = press(upload(open_page("data/upload"), PLAIN, "again.csv"), "Check")
    assert "was imported already" in page.info[0].value
    assert len(imports(workspace)) == 1


def test_a_column_with_a_name_like_that_of_a_field_is_offered_first_and_not_taken(
    workspace: Workspace, open_page: Open
) -> None:
    page = upload(open_page("data/upload"), b"lead,occurred_at,kind,City,Campain\nada,2024-01-01,note,Rome,Spring\n")
    asked = box(page, "Column for Campaign")
    assert (asked.value, asked.options[2:4]) == (-2, ["Campain", "lead"])
    assert [caption.value for caption in page.caption if "perhaps" in caption.value] == ["perhaps Campain"]
    assert box(chosen_column(page, "Campaign", 4), "Column for Campaign").value == 4


def test_a_column_named_like_a_choice_that_is_not_a_column_can_be_chosen(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), b"lead,occurred_at,kind,not in the file\nada,2024-01-01,note,Spring\n")
    asked = box(page, "Column for Campaign")
    assert (asked.options[0], asked.options[-1]) == ("not in the file", "“not in the file”")
    assert len({*asked.options}) == len(asked.options)
    assert box(chosen_column(page, "Campaign", 3), "Column for Campaign").value == 3


def test_a_time_that_comes_from_nowhere_yet_is_needed_whatever_is_likely() -> None:
    assert _hint("occurred_at", ["Dat_e"]) == "needed, perhaps Dat\\_e"
    assert _hint("occurred_at", []) == "needed"
    assert _hint("campaign", ["Campain"]) == "perhaps Campain"
    assert _hint("campaign", []) == ""


def test_dates_that_read_two_ways_are_asked_with_both_readings(workspace: Workspace, open_page: Open) -> None:
    page = chosen_column(upload(open_page("data/upload"), TWO_WAYS), "Lead", 0)
    page = chosen_column(chosen_column(page, "When", 1), "Kind", 2)
    question = box(page, "The dates read")
    assert any("March 2017" in option for option in question.options)
    assert any("3 " in option and "2017" in option for option in question.options)
    assert not [button for button in page.button if button.label.startswith("Check")]
    page = press(question.set_value("dmy").run(), "Check")
    press(page, "Import 2 rows")
    assert feed(workspace, find_lead(workspace, "ada").lead_id)[0].occurred_at.month == 3


def test_a_value_map_says_that_an_activity_is_a_call(workspace: Workspace, open_page: Open) -> None:
    data = b"lead,occurred_at,kind\nada,2024-01-01T10:00:00Z,W_Nabellen\n"
    save_mapping(workspace, "Bank", Mapping(values={"channel": CALLS}))
    page = press(upload(open_page("data/upload"), data), "Use it")
    assert not page.exception
    press(press(page.run(), "Check"), "Import 1 row")
    item = feed(workspace, find_lead(workspace, "ada").lead_id)[0]
    assert (item.kind, item.channel) == ("W_Nabellen", "call")


def test_the_choices_are_kept_under_a_name(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), PLAIN)
    page = press(box(page, "Name to keep").set_value("Weekly").run(), "Save")
    assert not page.exception
    assert saved_mappings(workspace)["Weekly"].columns["lead"] == "lead"


def test_letters_that_read_several_ways_are_asked(open_page: Open) -> None:
    data = "lead,occurred_at,kind,name\nada,2024-01-01T10:00:00Z,note,Ren\xe9e\n".encode("cp1252")
    page = upload(open_page("data/upload"), data)
    question = box(page, "The file does not say")
    assert not page.header[1:]
    page = question.set_value("cp1252").run()
    assert [header.value for header in page.header][1] == "2 · Columns"


def test_what_was_said_is_there_when_one_comes_back(open_page: Open) -> None:
    page = chosen_column(upload(open_page("data/upload"), TWO_WAYS), "Lead", 0)
    root = ROOT / "pages" / "data"
    page = page.switch_page(str(root / "imports.py")).run().switch_page(str(root / "upload.py")).run()
    assert not page.exception
    assert box(page, "Column for Lead").value == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01\x02", "Still to say"),
        (b"PK\x03\x04broken", "workbook"),
        (b"\x1f\x8bnope", ".gz"),
    ],
    ids=repr,
)
def test_a_bad_file_is_a_sentence_that_says_what_is_bad(open_page: Open, data: bytes, said: str) -> None:
    page = upload(open_page("data/upload"), data, "x.csv")
    assert not page.exception
    (sentence,) = [*page.error, *page.info]
    assert said in link_label(sentence.value)


def test_other_choices_ask_for_another_check(open_page: Open) -> None:
    page = press(upload(open_page("data/upload"), PLAIN), "Check")
    assert page.metric
    page = chosen_column(page, "Channel", -2)
    assert not page.metric
    assert not [button for button in page.button if button.label.startswith("Import")]


def test_a_constant_says_the_same_in_every_row(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), b"lead,occurred_at\nada,2024-01-01T10:00:00Z\n")
    page = chosen_column(page, "Kind", -1)
    page = press(box(page, "In every row").set_value("note").run(), "Check")
    press(page, "Import 1 row")
    assert feed(workspace, find_lead(workspace, "ada").lead_id)[0].kind == "note"
