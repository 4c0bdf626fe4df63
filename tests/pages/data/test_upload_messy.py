"""Files as people really export them, on the upload page: asked where they read two ways, warnings shown and linked."""

import csv
import io
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from db.exports.tables import export
from db.leads.cards import find_lead
from db.leads.feed import feed
from db.log.import_history import imports
from db.log.warnings import warnings_csv
from db.store.workspaces import Workspace
from tests.pages.conftest import Open
from tests.pages.data.test_upload_page import box, press, upload

MESSY = (
    "Aktivitätsbericht\n\n"
    "Kontakt;E-Mail;Datum;Uhrzeit;Aktivität;Betrag\n"
    "A-1;Ada <ada@example.com>;4.3.2024;9:05;Anruf;1.250\n"
    "A-2;keine;13.3.2024;14:30;Anruf;-\n"
    "A-3;bob@example.com;14.3.2024;;Anruf;12.500;\n"
    "n/a;;15.3.2024;;Anruf;\n"
    "Summe;;;;;13.750\n"
).encode()
VALUES = b"lead,occurred_at,kind,value\na,2024-01-01,converted,1.250\nb,2024-01-02,converted,980\n"


def values_of(workspace: Workspace, *keys: str) -> list[Any]:
    return [feed(workspace, find_lead(workspace, key).lead_id)[0].value for key in keys]


def question(page: AppTest) -> Any:
    return next(radio for radio in page.radio if radio.label.startswith("The values read more than one way"))


def test_values_that_read_two_ways_are_asked_with_both_readings(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), VALUES)
    assert [option.replace("\\", "") for option in question(page).options] == [
        "1.25  (decimal point)",
        "1,250  (decimal comma)",
    ]
    assert not any(button.label.startswith("Check") for button in page.button)
    page = press(press(question(page).set_value("comma").run(), "Check"), "Import 2 rows")
    assert not page.exception
    assert values_of(workspace, "a", "b") == [1250.0, 980.0]


def test_a_messy_file_comes_in_with_its_warnings(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), MESSY)
    assert "header in line 3" in page.success[0].value
    page = press(question(page).set_value("comma").run(), "Check")
    assert [metric.value for metric in page.metric] == ["3", "0", "2", "2", "3"]
    told = next(table.value for table in page.dataframe if "Warnings" in table.value)
    assert list(told["Warnings"]) == [
        "E-Mail: “…” is not an e-mail address", "Betrag: “…” is a placeholder, which says nothing",
    ]  # fmt: skip
    page = press(page, "Import 3 rows")
    assert not page.exception
    assert values_of(workspace, "A-1", "A-2", "A-3") == [1250.0, None, 12500.0]
    address = next(link.proto.url for link in page.get("link_button") if "warnings" in link.proto.url)
    assert address.startswith(f"/api/imports/1/warnings.csv?w={workspace.address}&t=")
    rows = list(csv.DictReader(io.StringIO("".join(warnings_csv(workspace, 1)))))
    assert [(row["row"], row["line"], row["column"], row["cell"]) for row in rows] == [
        ("2", "5", "E-Mail", "keine"), ("2", "5", "Betrag", "'\u2060-"),
    ]  # fmt: skip
    assert imports(workspace)[0].warnings == 2


def test_the_line_of_the_names_can_be_said(open_page: Open) -> None:
    page = upload(open_page("data/upload"), b"1,2,3\nlead,occurred_at,kind\na,2024-01-01,note\n")
    page = next(each for each in page.number_input if "names of the columns" in each.label).set_value(2).run()
    assert "header in line 2" in page.success[0].value
    assert box(page, "Column for Lead").value == 0


def test_national_numbers_and_placeholders_are_read_as_chosen(workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), b"phone,occurred_at,kind,owner\n030 901820,2024-01-01,note,n/a\n")
    page = box(page, "Country of national phone numbers").set_value("de").run()
    page = next(each for each in page.toggle if each.label.startswith("Take n/a")).set_value(True).run()
    press(press(page, "Check"), "Import 1 row")
    assert find_lead(workspace, "+4930901820").owner == "n/a"
    assert imports(workspace)[0].warnings == 0


def test_a_list_of_leads_says_that_it_is_one(workspace: Workspace, open_page: Open, tmp_path: Path) -> None:
    press(press(upload(open_page("data/upload"), VALUES.replace(b"1.250", b"7")), "Check"), "Import 2 rows")
    export(workspace, "leads", tmp_path / "leads.csv")
    page = upload(open_page("data/upload"), (tmp_path / "leads.csv").read_bytes())
    assert any("read as a list of leads" in each.value for each in page.info)
    page = press(page, "Check")
    assert [metric.value for metric in page.metric] == ["0", "2", "0", "0", "0"]
