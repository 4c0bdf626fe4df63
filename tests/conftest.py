"""What every test shares: the folder of real data, and a skip that CI turns into a failure."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import settings

from db.store import database, store
from db.store.locks import locked
from tests.proofs import cases

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("JOURNEY_SHARED", ROOT.parent / "shared"))

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=cases(1000))
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data sets and expected values beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("real data sets are absent: put them at ../shared or name their folder in JOURNEY_SHARED")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """SQLite files of stores begin as copies of a migrated one: nine tenths of making one is Alembic."""
    made = tmp_path_factory.mktemp("migrated")

    def copied(path: Path, part: str, *, make: bool) -> database.Database:
        migrated = made / f"{part}.sqlite"
        with locked(made / "being-made"):
            if not migrated.exists():
                database.sqlite_database(migrated, part, make=True).close()
        if make:
            with locked(database.lock_of(path)):
                if not path.exists():
                    copyfile(migrated, path)
                    path.chmod(0o600)
        return database.sqlite_database(path, part, make=make)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "sqlite_database", copied)
        yield


@pytest.fixture
def real_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores are made as the program makes them, for tests of just that."""
    monkeypatch.setattr(store, "sqlite_database", database.sqlite_database)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that show what they are: laws, and those that ask for real data, PostgreSQL or a browser."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("proof")
        asked = set(getattr(item, "fixturenames", ()))
        if "shared" in asked:
            item.add_marker("real_data")
        if asked & {"postgres_url", "postgres_database", "postgres_store"}:
            item.add_marker("postgres")
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under JOURNEY_NO_SKIP=1 (CI) a skipped test is a failed test."""
    report = yield
    if report.skipped and os.environ.get("JOURNEY_NO_SKIP") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report
