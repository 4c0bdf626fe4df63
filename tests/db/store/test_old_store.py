"""A store of the version before sessions were rows opens with its views, its addresses and whose they are."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from db.access.roles import as_operator
from db.access.sessions import context_of, hash_of, session_of
from db.kept.views import views
from db.store import upgrades
from db.store.store import Store
from db.store.workspaces import open_workspace

OLD = "Z" * 43
"""The cookie of a browser that saved a view with the old version."""

MADE = "'2026-01-01 00:00:00'"


@pytest.fixture
def old_store(tmp_path: Path) -> str:
    """Two workspaces, of which the second was never opened; the first has a private view and one of the terminal."""
    folder = tmp_path / "old"
    (folder / "workspaces").mkdir(parents=True)
    at(folder / "directory.sqlite", "directory", "0001_directory", [
        f"INSERT INTO workspace (workspace_id, name, created_at) VALUES (1, 'First', {MADE}), (7, 'Gone', {MADE})",
        "DELETE FROM workspace WHERE workspace_id = 7",
        f"INSERT INTO workspace (workspace_id, name, created_at) VALUES (2, 'Second', {MADE})",
    ])  # fmt: skip
    view = (
        "INSERT INTO saved_view (workspace_id, owner, name, view_id, created_at, description, page, query, is_shared, "
        f"is_pinned) VALUES (1, '{{}}', '{{}}', {{}}, {MADE}, '', 'funnel', '{{}}', 0, 0)"
    )
    at(folder / "workspaces" / "1.sqlite", "workspace", "0003_workspace", [
        "INSERT INTO workspace_state (workspace_id, data_version, last_import_id, last_spend_id, changes_since) "
        "VALUES (1, 0, 0, 0, 0)",
        view.format(hash_of(OLD), "Mine", 11, "{}"),
        view.format("terminal", "The terminal''s", 12, "{}"),
    ])  # fmt: skip
    return f"sqlite:///{folder}"


def at(file: Path, part: str, version: str, statements: list[str]) -> None:
    """A file of the store as an older version made it."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        command.upgrade(upgrades.configuration(part, connection), version)
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_an_old_store_keeps_views_and_the_sessions_that_own_them(old_store: str) -> None:
    store = Store.open(old_store)
    listed = store.listed()
    assert [(each.id, each.name, each.is_made) for each in listed] == [(1, "First", True), (2, "Second", False)]
    assert len({each.address for each in listed} - {""}) == 2
    found = session_of(store, OLD)
    assert found
    here = open_workspace(context_of(store, found, store.named("First")))
    assert [view.name for view in views(here)] == ["Mine"]
    assert [view.name for view in views(open_workspace(as_operator(store, "First")))] == ["The terminal's"]
    assert session_of(store, "Y" * 43) is None
    assert open_workspace(as_operator(store, "Second")).data_version() == 0
    store.close()


def test_addresses_stay_what_they_are_and_no_number_is_given_twice(old_store: str) -> None:
    store = Store.open(old_store)
    before = [each.address for each in store.listed()]
    store.add_workspace("Third")
    store.close()
    again = Store.open(old_store)
    assert [each.address for each in again.listed()][:2] == before
    assert again.named("Third").id == 8, "7 was given and removed before"
    again.close()


def test_an_old_store_is_closed_to_others(old_store: str) -> None:
    folder = Path(old_store.removeprefix("sqlite:///"))
    folder.chmod(0o755)
    with closing(sqlite3.connect(folder / "directory.sqlite")):
        Store.open(old_store).close()
    assert [each for each in folder.rglob("*") if each.stat().st_mode & 0o077] == []
