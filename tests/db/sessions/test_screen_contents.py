"""What is on the screen is exported as it is, for the session that sees it, and memory is limited."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from db.access.roles import as_operator
from db.sessions.screen_contents import file_name, keep_figure, keep_table, shown_figure, write_shown
from db.sessions.shelf import Shelf
from db.store.permissions import Role
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import BadInput, Refused

FRAME = pd.DataFrame(
    {
        "step": ["=1+1", "plain"],
        "count": [3, 2],
        "rate": [0.5, float("nan")],
        "at": pd.to_datetime(["2024-01-01T10:00Z", None]),
        "took": pd.to_timedelta([90, None], unit="s"),
        "channels": [["web", "email"], []],
        "is_open": [True, False],
    },
    index=["a", "b"],
)


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    store = Store.open(f"sqlite:///{tmp_path / 'store'}")
    store.add_workspace("Test")
    return open_workspace(as_operator(store, "Test"))


def test_a_table_leaves_as_csv_with_formulas_guarded(here: Workspace, tmp_path: Path) -> None:
    name = keep_table(here, "session", "Steps", FRAME)
    assert write_shown(here, "session", name, tmp_path / "t.csv") == "Steps"
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["step", "count", "rate", "at", "took", "channels", "is_open"]
    assert rows[1] == ["'\u2060=1+1", "3", "0.5", "2024-01-01T10:00:00+00:00", "90", "web, email", "True"]
    assert rows[2] == ["plain", "2", "", "", "", "", "False"]


def test_parquet_holds_times_and_numbers_and_a_worksheet_no_formula(here: Workspace, tmp_path: Path) -> None:
    name = keep_table(here, "session", "Steps", FRAME)
    for suffix in ("parquet", "xlsx"):
        write_shown(here, "session", name, tmp_path / f"t.{suffix}")
    first = pq.read_table(tmp_path / "t.parquet").to_pylist()[0]
    assert (first["count"], first["rate"], first["at"]) == (3, 0.5, datetime(2024, 1, 1, 10, tzinfo=UTC))
    sheet = CalamineWorkbook.from_path(tmp_path / "t.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[1][:3] == ["=1+1", 3.0, 0.5]


def test_an_empty_table_leaves_with_its_header(here: Workspace, tmp_path: Path) -> None:
    for suffix in ("csv", "xlsx", "parquet"):
        write_shown(here, "s", keep_table(here, "s", "None", FRAME.head(0)), tmp_path / f"none.{suffix}")
    assert (tmp_path / "none.csv").read_text() == "step,count,rate,at,took,channels,is_open\n"


def test_nobody_else_can_ask_for_it(here: Workspace, tmp_path: Path) -> None:
    table, figure = keep_table(here, "session", "t", FRAME), keep_figure(here, "session", "t", "vega", "{}")
    here.store.add_workspace("Other")
    elsewhere = open_workspace(as_operator(here.store, "Other"))
    for workspace, session in ((here, "another"), (here, None), (elsewhere, "session")):
        with pytest.raises(Refused, match="not kept any more"):
            write_shown(workspace, session, table, tmp_path / "t.csv")
        with pytest.raises(Refused, match="not kept any more"):
            shown_figure(workspace, session, figure)
    assert (
        shown_figure(replace(here, role=Role("analyst", frozenset({"see", "save views"}))), "session", figure).content
        == b"{}"
    )


def test_a_table_and_a_figure_are_no_names_for_each_other(here: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        write_shown(here, "s", keep_figure(here, "s", "t", "vega", "{}"), tmp_path / "t.csv")


def test_the_same_table_has_the_same_name_and_a_changed_one_another(here: Workspace) -> None:
    name = keep_table(here, "s", "t", FRAME)
    assert keep_table(here, "s", "t", FRAME.copy()) == name
    assert keep_table(here, "s", "t", FRAME.assign(count=[3, 1])) != name


def test_an_unknown_format_is_refused(here: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="names no file format"):
        write_shown(here, "s", keep_table(here, "s", "t", FRAME), tmp_path / "t.exe")


def test_a_shelf_holds_no_more_than_its_room_and_the_oldest_go(here: Workspace) -> None:
    shelf = Shelf[bytes](10, size=len, missing="gone")
    for name in ("a", "b", "c", "b"):
        shelf.keep(here, "s", name, name.encode() * 4)

    def is_kept(name: str) -> bool:
        try:
            return bool(shelf.kept(here, "s", name))
        except Refused:
            return False

    assert [name for name in "abc" if is_kept(name)] == ["b", "c"]
    shelf.keep(here, "s", "big", b"x" * 100)
    assert [name for name in ("b", "c", "big") if is_kept(name)] == ["big"], "what is shown can be taken once"


def test_what_was_asked_for_stays_longer_than_what_was_not(here: Workspace) -> None:
    shelf = Shelf[bytes](8, size=len, missing="gone")
    for name in ("a", "b"):
        shelf.keep(here, "s", name, b"1234")
    shelf.kept(here, "s", "a")
    shelf.keep(here, "s", "c", b"1234")
    assert shelf.kept(here, "s", "a") == shelf.kept(here, "s", "c") == b"1234"
    with pytest.raises(Refused, match="gone"):
        shelf.kept(here, "s", "b")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Steps of the funnel", "steps-of-the-funnel.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ('a"\r\nSet-Cookie: x', "a-set-cookie-x.csv"),
        ("\N{SNOWMAN}", "export.csv"),
        ("x" * 500, "x" * 60 + ".csv"),
    ],
)
def test_a_title_becomes_a_plain_file_name(title: str, name: str) -> None:
    assert file_name(title, "csv") == name


def test_columns_named_by_numbers_get_names(here: Workspace, tmp_path: Path) -> None:
    rows: Any = pd.DataFrame([[1, 2]])
    write_shown(here, "s", keep_table(here, "s", "t", rows), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == "0,1\n1,2\n"
