"""The history of imports: newest first, each with its counts, rejects, leads and undo."""

from pathlib import Path
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from db.columns.snapshot import journeys
from db.log.import_history import imports
from db.log.imports import import_file
from db.questions.lists.resolving import list_in, resolve
from db.questions.segments import viewpoint
from db.store.workspaces import Workspace
from journey_core.intake.rows.mapping import Mapping
from tests.pages.conftest import Open, moment

UTC_ZONE = ZoneInfo("UTC")
HEADER = "lead,occurred_at,kind\n"


def bring_in(workspace: Workspace, folder: Path, name: str, *rows: str) -> None:
    (folder / name).write_text(HEADER + "\n".join(rows))
    import_file(workspace, folder / name, mapping=Mapping())


def test_an_empty_history_says_what_to_do(open_page: Open) -> None:
    page = open_page("data/imports")
    assert not page.exception
    assert "upload page" in page.info[0].value


def test_the_newest_import_stands_first(workspace: Workspace, tmp_path: Path, open_page: Open) -> None:
    bring_in(workspace, tmp_path, "first.csv", "ada,2024-01-01T10:00:00Z,note")
    bring_in(workspace, tmp_path, "second.csv", "bob,2024-01-01T10:00:00Z,note", "bob,soon,note")
    page = open_page("data/imports")
    assert [text.value for text in page.text if "created" in text.value] == [
        "2 rows = 1 created + 0 duplicate + 1 rejected; 1 new lead",
        "1 row = 1 created + 0 duplicate + 0 rejected; 1 new lead",
    ]


def test_the_leads_of_a_file_are_those_it_names(workspace: Workspace, tmp_path: Path, open_page: Open) -> None:
    bring_in(workspace, tmp_path, "a.csv", "ada,2024-01-01T10:00:00Z,note", "ada,2024-01-02T10:00:00Z,note")
    bring_in(workspace, tmp_path, "b.csv", "ada,2024-01-01T10:00:00Z,note", "bob,2024-01-03T10:00:00Z,note")
    links = [link for link in open_page("data/imports").get("page_link") if "Leads in" in link.proto.label]
    asked = [list_in(parse_qs(link.proto.query_string)) for link in links]
    columns = journeys(workspace)
    counts = [len(resolve(each, viewpoint(workspace, columns, UTC_ZONE, moment(0))).lead_ids) for each in asked if each]
    assert counts == [2, 1]


def test_an_undo_is_confirmed_and_then_told(workspace: Workspace, tmp_path: Path, open_page: Open) -> None:
    bring_in(workspace, tmp_path, "a.csv", "ada,2024-01-01T10:00:00Z,note")
    page = open_page("data/imports")
    page = next(button for button in page.button if button.label.startswith("Yes")).click().run()
    assert not page.exception
    assert "removed" in page.success[0].value
    assert imports(workspace)[0].is_undone
