"""Pages under test: the real navigation script over a store of its own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import Context, Store, Workspace, open_workspace
from db.running import running_store

ROOT = Path(__file__).parent.parent.parent
START = datetime(2024, 1, 1, 9, tzinfo=UTC)

Open = Callable[..., AppTest]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store with the workspace “Test”, the one that pages then open."""
    monkeypatch.setenv("JOURNEY_STORE", f"sqlite:///{tmp_path / 'store'}")
    here = running_store()
    here.add_workspace("Test")
    return here


@pytest.fixture
def workspace(store: Store) -> Workspace:
    return open_workspace(Context(store, "Test"))


@pytest.fixture
def open_page(store: Store) -> Open:
    """open_page("explore/funnel", step=["stage=new"]): the page after its first run, at that address."""

    def opened(file: str, **parameters: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=20).run()
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.switch_page(str(ROOT / "pages" / f"{file}.py")).run()

    return opened


def moment(minute: float) -> datetime:
    """The instant of a minute on the tests' clock."""
    return START + timedelta(minutes=minute)
