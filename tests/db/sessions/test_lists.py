"""A list is exported as it was shown, to the session that it was shown to."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from db.access.roles import as_operator
from db.exports.tables import export
from db.log.record import Entry, record
from db.sessions.screen_contents import LISTS, keep_list, kept_list
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import Refused


@pytest.fixture
def lists_workspace(tmp_path: Path) -> Workspace:
    store = Store.open(f"sqlite:///{tmp_path / 'store'}")
    store.add_workspace("Test")
    return open_workspace(as_operator(store, "Test"))


def test_a_kept_list_is_exported_and_nothing_else(lists_workspace: Workspace, tmp_path: Path) -> None:
    when = datetime(2024, 1, 1, tzinfo=UTC)
    ids = [record(lists_workspace, Entry(lead=key, kind="note", occurred_at=when)).lead_id for key in ("ada", "bob")]
    name = keep_list(lists_workspace, "session", np.array(ids[1:]))
    only = kept_list(lists_workspace, "session", name)
    assert export(lists_workspace, "leads", tmp_path / "leads.csv", only=frozenset(only.tolist())) == 1
    with (tmp_path / "leads.csv").open(newline="", encoding="utf-8-sig") as file:
        assert [row["lead"] for row in csv.DictReader(file)] == ["bob"]


def test_another_session_can_t_ask_for_it(lists_workspace: Workspace) -> None:
    name = keep_list(lists_workspace, "session", np.array([1, 2]))
    with pytest.raises(Refused):
        kept_list(lists_workspace, "other", name)


def test_the_oldest_lists_go(lists_workspace: Workspace) -> None:
    names = [keep_list(lists_workspace, "session", np.array([number])) for number in range(LISTS + 1)]
    with pytest.raises(Refused):
        kept_list(lists_workspace, "session", names[0])
    assert kept_list(lists_workspace, "session", names[1]).tolist() == [1]
