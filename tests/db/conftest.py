"""Stores under test: SQLite in a folder of its own, and PostgreSQL in a database of its own."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from db.access.roles import as_operator
from db.log.imports import ImportResult, import_file
from db.store.store import Store
from db.store.table_bases import DirectoryTable, WorkspaceTable
from db.store.workspaces import Workspace, open_workspace
from journey_core.intake.rows.mapping import Mapping

Load = Callable[..., ImportResult]


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The PostgreSQL server that tests may make databases on."""
    url = os.environ.get("JOURNEY_TEST_POSTGRES")
    if not url:
        pytest.skip("no PostgreSQL: name a server in JOURNEY_TEST_POSTGRES, as .ci/run does")
    return url


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path / 'store'}")


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The URL of a database of this run's own, which is dropped when the run ends."""
    name = f"journey_{uuid4().hex[:12]}"
    server = create_engine(make_url(postgres_url), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    migrated = Store.open(url)
    migrated.add_workspace("Test")
    open_workspace(as_operator(migrated, "Test"))
    migrated.close()
    yield url
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name}")
    server.dispose()


@pytest.fixture
def postgres_store(postgres_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty store: the tables of the run's database, emptied."""
    monkeypatch.setenv("JOURNEY_COLUMNS", str(tmp_path / "columns"))
    tables = [*DirectoryTable.metadata.sorted_tables, *WorkspaceTable.metadata.sorted_tables]
    store = Store.open(postgres_database)
    with store.directory.write() as connection:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(table.name for table in tables)} RESTART IDENTITY")
    yield store
    store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store, of either database."""
    made: Store = request.getfixturevalue(f"{request.param}_store")
    return made


@pytest.fixture
def workspace(store: Store) -> Workspace:
    store.add_workspace("Test")
    return open_workspace(as_operator(store, "Test"))


@pytest.fixture
def load(workspace: Workspace, tmp_path: Path) -> Load:
    """load("lead,occurred_at,kind\\na,2024-01-01,note"): imports this text as a file."""

    def loaded(
        text: str, mapping: Mapping | None = None, filename: str = "rows.csv", **options: object
    ) -> ImportResult:
        path = tmp_path / "rows.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return import_file(workspace, path, mapping=mapping or Mapping(), filename=filename, **options)  # type: ignore[arg-type]

    return loaded
