"""The upload page preselects what is proposed, shows why, and applies no word before it was seen."""

from typing import Any

from streamlit.testing.v1 import AppTest

from db.leads.cards import find_lead
from db.leads.feed import feed
from db.log.import_history import imports
from db.log.mappings import save_mapping, saved_mappings
from db.store.workspaces import Workspace
from journey_core.intake.rows.mapping import Mapping
from tests.pages.conftest import Open, link_label

GERMAN = (
    "Kunden-ID;Zeitpunkt;Aktivität;Richtung;Bemerkung\n"
    "K-1;2024-03-14 09:00;Anruf;Eingehend;Angebot gewünscht\nK-2;2024-03-14 10:00;Mittagessen;;nett\n"
)
CALLS = "Telefon;Datum;Anrufdauer\n+493012345;2024-03-14;00:03:10\n"


def upload(page: AppTest, text: str) -> AppTest:
    return page.file_uploader[0].set_value(("list.csv", text.encode(), "text/csv")).run()


def box(page: AppTest, label: str) -> Any:
    return next(each for each in (*page.selectbox, *page.text_input, *page.toggle) if each.label == label)


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label.startswith(label)).click().run()


def captions(page: AppTest) -> list[str]:
    return [link_label(caption.value) for caption in page.caption]


def test_a_german_file_comes_in_without_a_hand(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), GERMAN)
    assert not page.exception
    assert imports(workspace) == []
    chosen = {name: box(page, f"Column for {name}").value for name in ("Lead", "When", "Kind", "Channel", "Direction")}
    assert chosen == {"Lead": 0, "When": 1, "Kind": 2, "Channel": 2, "Direction": 3}
    press(press(page, "Check"), "Import 2 rows")
    item = feed(workspace, find_lead(workspace, "K-1").lead_id)[0]
    assert (item.kind, item.channel, item.content) == ("call_connected", "call", "Angebot gewünscht")
    assert feed(workspace, find_lead(workspace, "K-2").lead_id)[0].kind == "Mittagessen"


def test_proposed_words_stand_in_the_table_before_anything_is_read(open_page: Open) -> None:
    page = upload(open_page("data/upload"), GERMAN)
    tables = [table.value for table in page.dataframe if "Becomes" in table.value]
    shown = [dict(zip(table["In the file"], table["Becomes"], strict=True)) for table in tables]
    assert shown == [
        {"Anruf": "call_connected", "Mittagessen": "as written"},
        {"Anruf": "call", "Mittagessen": "left empty"},
        {"Eingehend": "inbound"},
    ]
    assert [toggle.value for toggle in page.toggle if toggle.label == "Translate"] == [True, True, True]


def test_every_proposed_field_has_its_reason(open_page: Open) -> None:
    page = upload(open_page("data/upload"), GERMAN)
    said = captions(page)
    assert "by its heading and values" in said
    assert "by its heading and values: when it happened" in said
    assert "by its heading and values, 1 word translated" in said
    assert "by the words of “Aktivität”" in said
    page = box(page, "Column for Note").set_value(0).run()
    assert "chosen" in captions(page)


def test_a_translation_that_is_switched_off_leaves_words_as_written(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), GERMAN)
    page = page.toggle[0].set_value(False).run()
    press(press(page, "Check"), "Import 2 rows")
    assert feed(workspace, find_lead(workspace, "K-1").lead_id)[0].kind == "Anruf"


def test_what_the_headings_tell_is_proposed_as_the_same_in_every_row(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), CALLS)
    assert [each.value for each in page.text_input if each.label == "In every row"] == ["call_connected", "call"]
    reason = "the same in every row: the headings are those of telephone calls"
    assert captions(page).count(reason) == 2
    press(press(page, "Check"), "Import 1 row")
    assert feed(workspace, find_lead(workspace, "+493012345").lead_id)[0].channel == "call"


def test_a_saved_mapping_that_fits_is_still_offered_first(workspace: Workspace, open_page: Open) -> None:
    save_mapping(workspace, "Ours", Mapping({"lead": "Bemerkung", "occurred_at": "Zeitpunkt", "kind": "Aktivität"}))
    page = upload(open_page("data/upload"), GERMAN)
    labels = [each.label for each in page.selectbox]
    assert labels.index("A saved mapping fits this file") < labels.index("Column for Lead")
    assert box(page, "Column for Lead").value == 0
    assert box(press(page, "Use it").run(), "Column for Lead").value == 4


def test_a_proposal_that_is_saved_is_the_mapping_that_was_shown(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), GERMAN)
    named = next(each for each in page.text_input if each.label.startswith("Name to keep"))
    press(named.set_value("German").run(), "Save")
    kept = saved_mappings(workspace)["German"]
    assert kept.values["channel"].otherwise == ""
    assert kept.values["kind"].map == {"Anruf": "call_connected"}


def test_a_zone_in_the_heading_is_preselected(open_page: Open) -> None:
    page = upload(open_page("data/upload"), "lead,Create Date (GMT+1),kind\nada,2024-03-14 09:00,note\n")
    assert box(page, "Times without a zone are in").value == "Etc/GMT-1"
    assert "named in the heading" in captions(page)


def test_a_day_and_a_time_of_day_come_in_as_one_time(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), "lead;Datum;Uhrzeit;kind\nada;14.03.2024;09:15;note\n")
    assert (box(page, "Column for When").value, box(page, "Its time of day").value) == (1, "Uhrzeit")
    press(press(page, "Check"), "Import 1 row")
    moment = feed(workspace, find_lead(workspace, "ada").lead_id)[0].occurred_at
    assert f"{moment:%Y-%m-%d %H:%M}" == "2024-03-14 09:15"


def test_the_time_of_day_can_be_left_out(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), "lead;Datum;Uhrzeit;kind\nada;14.03.2024;09:15;note\n")
    page = box(page, "Its time of day").set_value("").run()
    press(press(page, "Check"), "Import 1 row")
    assert f"{feed(workspace, find_lead(workspace, 'ada').lead_id)[0].occurred_at:%H:%M}" == "00:00"


def test_first_and_last_name_come_in_as_one_name(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), "lead,occurred_at,kind,First Name,Last Name\na-1,2024-03-14,note,Ada,Ort\n")
    assert "First Name+Last Name" in box(page, "Column for Name").options
    press(press(page, "Check"), "Import 1 row")
    assert find_lead(workspace, "a-1").name == "Ada Ort"
