"""What leaves the store: the same rows in every format, readable again, and never a formula."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.exports import files
from db.exports.tables import export
from db.leads.feed import feed
from db.leads.frames import lead_frame
from db.log.imports import import_file
from db.log.record import Entry, record
from db.store.settings import Settings, save_settings
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import BadInput, Refused, UnknownName
from journey_core.intake.rows.mapping import Mapping
from tests.db.conftest import Load

ROWS = (
    "lead,email,phone,name,company,lead.city,occurred_at,channel,kind,direction,stage,value,owner,campaign,content,"
    "detail.url,external_id\n"
    "ada,Ada@Example.com,+49 30 23125001,Ada,Nordlicht,Köln,2024-01-01T10:00:00.25+01:00,web,page_viewed,inbound,,,,"
    "spring,,/prices,w1\n"
    "ada,,,,,,2024-01-02T10:00Z,email,email_replied,inbound,,,Kim,,\"Yes, please\nAda\",,\n"
    "ada,,,,,,2024-01-02T10:00Z,email,email_replied,inbound,,,Kim,,\"Yes, please\nAda\",,\n"
    ",,+493023125002,Bob,,,2024-01-03T10:00Z,,,,proposal,,Kim,,,,\n"
    ",cid@example.com,,Cid,,,2024-01-04T10:00Z,,converted,,,1234.5,,,,,\n"
)  # fmt: skip


@pytest.fixture
def filled(workspace: Workspace, load: Load) -> Workspace:
    load(ROWS)
    return workspace


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Everything that the workspace says about its leads and their interactions, without codes."""
    return {
        lead.key: [tuple(lead)[2:-1], *((*vars(item).values(),)[:12] for item in feed(workspace, lead.lead_id))]
        for lead in lead_frame(workspace).itertuples(index=False)
    }


def test_exported_interactions_read_back_by_themselves_as_the_same_journeys(filled: Workspace, tmp_path: Path) -> None:
    record(
        filled, Entry(lead="ada", kind="note", occurred_at=datetime(2024, 2, 1, tzinfo=UTC), details={"mood": "good"})
    )
    path = tmp_path / "interactions.csv"
    assert export(filled, "interactions", path) == 6
    filled.store.add_workspace("Again")
    again = open_workspace(as_operator(filled.store, "Again"))
    result = import_file(again, path, mapping=Mapping())
    assert (result.created, result.rejected, result.leads_created) == (6, 0, 3)
    assert told(again) == told(filled)
    assert journeys(again).interaction_id.tolist() == journeys(filled).interaction_id.tolist()
    assert journeys(again).stage.tolist() == journeys(filled).stage.tolist()


def test_an_export_into_the_same_workspace_is_all_duplicates(filled: Workspace, tmp_path: Path) -> None:
    export(filled, "interactions", tmp_path / "interactions.csv")
    result = import_file(filled, tmp_path / "interactions.csv", mapping=Mapping())
    assert (result.created, result.duplicate, result.rejected) == (0, 5, 0)


def test_times_leave_in_utc_and_numbers_as_short_as_they_can(filled: Workspace, tmp_path: Path) -> None:
    export(filled, "interactions", tmp_path / "rows.csv")
    rows = read_csv(tmp_path / "rows.csv")
    assert rows[0]["occurred_at"] == "2024-01-01T09:00:00.250000+00:00"
    assert [row["value"] for row in rows] == ["", "", "", "", "1234.5"]


def test_a_number_that_could_be_thousands_leaves_with_one_more_zero_and_comes_back_without_a_question(
    workspace: Workspace, load: Load, tmp_path: Path
) -> None:
    days = "".join(f"ada,2024-01-0{day},converted,{value}\n" for day, value in enumerate(("12.1250", "7", "0.125"), 1))
    load(f"lead,occurred_at,kind,value\n{days}")
    export(workspace, "interactions", tmp_path / "rows.csv")
    assert [row["value"] for row in read_csv(tmp_path / "rows.csv")] == ["12.1250", "7", "0.125"]
    assert import_file(workspace, tmp_path / "rows.csv", mapping=Mapping()).duplicate == 3


def test_text_that_begins_like_a_formula_leaves_csv_guarded_and_xlsx_as_text(
    workspace: Workspace, load: Load, tmp_path: Path
) -> None:
    load('lead,occurred_at,kind,content\n=1+1,2024-01-01,note,"=HYPERLINK(""http://example.com"")"\n')
    for name in ("rows.csv", "rows.xlsx", "rows.parquet"):
        export(workspace, "interactions", tmp_path / name)
    row = read_csv(tmp_path / "rows.csv")[0]
    assert (row["lead"], row["content"]) == ("'\u2060=1+1", '\'\u2060=HYPERLINK("http://example.com")')
    sheet = CalamineWorkbook.from_path(tmp_path / "rows.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[1][0] == "=1+1"
    assert pq.read_table(tmp_path / "rows.parquet")["lead"].to_pylist() == ["=1+1"]


def test_a_worksheet_shows_times_on_the_workspaces_clock_and_says_so(filled: Workspace, tmp_path: Path) -> None:
    save_settings(filled, Settings(zone="Europe/Berlin"))
    export(filled, "interactions", tmp_path / "rows.xlsx")
    header, first, *_ = CalamineWorkbook.from_path(tmp_path / "rows.xlsx").get_sheet_by_index(0).to_python()
    place = header.index("occurred_at (Europe/Berlin)")
    shown = first[place]
    assert isinstance(shown, datetime)
    assert abs(shown - datetime(2024, 1, 1, 10, 0, 0, 250_000)) < timedelta(milliseconds=1)


def test_parquet_holds_real_times_and_numbers(filled: Workspace, tmp_path: Path) -> None:
    assert export(filled, "interactions", tmp_path / "rows.parquet") == 5
    table = pq.read_table(tmp_path / "rows.parquet")
    assert str(table.schema.field("occurred_at").type) == "timestamp[us, tz=UTC]"
    assert table["occurred_at"][0].as_py() == datetime(2024, 1, 1, 9, 0, 0, 250_000, tzinfo=UTC)
    assert table["value"].to_pylist() == [None, None, None, None, 1234.5]


def test_leads_leave_with_their_attributes_one_row_each(filled: Workspace, tmp_path: Path) -> None:
    assert export(filled, "leads", tmp_path / "leads.csv") == 3
    rows = {row["name"]: row for row in read_csv(tmp_path / "leads.csv")}
    assert rows["Ada"]["email"] == "ada@example.com"
    assert (rows["Ada"]["lead.city"], rows["Bob"]["lead.city"]) == ("Köln", "")


@pytest.mark.parametrize("what", ["interactions", "leads", "journeys"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_an_empty_workspace_exports_a_header_without_rows(
    workspace: Workspace, tmp_path: Path, what: str, suffix: str
) -> None:
    path = tmp_path / f"none{suffix}"
    assert export(workspace, what, path) == 0
    assert path.stat().st_size > 0


@pytest.mark.parametrize(
    ("what", "name", "error", "sentence"),
    [
        ("people", "a.csv", UnknownName, "There is no export “people” here"),
        ("leads", "a.json", BadInput, "end it with .csv, .xlsx, .parquet"),
        ("leads", "nowhere/a.csv", BadInput, "There is no folder"),
    ],
)
def test_what_can_not_be_written_is_refused_in_a_sentence(
    workspace: Workspace, tmp_path: Path, what: str, name: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        export(workspace, what, tmp_path / name)


def test_a_refused_worksheet_leaves_the_old_file_and_no_draft(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    path = tmp_path / "out" / "rows.xlsx"
    path.write_text("old")
    monkeypatch.setattr(files, "XLSX_ROWS", 4)
    with pytest.raises(Refused, match="room for 4 rows"):
        export(filled, "interactions", path)
    assert [each.name for each in path.parent.iterdir()] == ["rows.xlsx"]
    assert path.read_text() == "old"


def test_journeys_leave_with_what_became_of_them(filled: Workspace, tmp_path: Path) -> None:
    assert export(filled, "journeys", tmp_path / "journeys.csv", as_of=datetime(2024, 1, 5, tzinfo=UTC)) == 3
    rows = {row["name"]: row for row in read_csv(tmp_path / "journeys.csv")}
    assert [rows["Ada"][name] for name in ("stage", "outcome", "interactions", "channels")] == [
        "new",
        "open",
        "3",
        "email, web",
    ]
    recency = 1 - (2 + 14 / 24) / 30  # her newest interaction is 2 days and 14 hours old
    assert float(rows["Ada"]["score"]) == pytest.approx(0.4 * recency + 0.4 * 3 / 10 + 0.2 * 2 / 5)
    assert (rows["Ada"]["first_at"], rows["Ada"]["last_at"]) == (
        "2024-01-01T09:00:00.250000+00:00",
        "2024-01-02T10:00:00+00:00",
    )
    assert [rows["Bob"][name] for name in ("lead", "stage", "outcome")] == ["'\u2060+493023125002", "proposal", "open"]
    assert [rows["Cid"][name] for name in ("stage", "outcome", "conversions", "value")] == ["won", "won", "1", "1234.5"]
