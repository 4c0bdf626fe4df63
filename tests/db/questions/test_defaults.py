"""An address in full: what it names, then what the workspace has set."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.access.roles import as_operator
from db.questions.ask import question
from db.questions.defaults import asked_instant
from db.store.settings import Settings, save_settings
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import BadInput
from journey_core.parameters import Query

NOW = datetime(2024, 5, 15, 12, tzinfo=UTC)
USUAL = Settings(zone="Europe/Berlin", goal="stage=proposal", window_days=9, lookback_days=30, threshold=0.2)
STEPS = {"step": ["stage=new", "stage=won"]}


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An empty workspace that has set what USUAL says."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('store')}")
    store.add_workspace("Sales")
    workspace = open_workspace(as_operator(store, "Sales"))
    save_settings(workspace, USUAL)
    return workspace


@pytest.fixture(scope="module")
def asked(sales: Workspace) -> Callable[[str, Query], Any]:
    """asked("funnel", given): the options that an address asks for."""
    return lambda name, given: question(sales, name, given, as_of=NOW).options


def test_what_an_address_leaves_open_is_what_the_workspace_has_set(asked: Callable[[str, Query], Any]) -> None:
    assert asked("funnel", STEPS).window == timedelta(days=9)
    assert asked("funnel", STEPS | {"window": ["3d"]}).window == timedelta(days=3)
    options = asked("attribution", {"model": ["last"]})
    assert (str(options.goal), options.lookback) == ("stage=proposal", timedelta(days=30))
    assert asked("attribution", {"lookback": [""]}).lookback == timedelta(days=30), "empty is open"


def test_paths_bottlenecks_and_sums_start_from_the_same_settings(asked: Callable[[str, Query], Any]) -> None:
    assert str(asked("paths", {}).goal) == "stage=proposal"
    stages = asked("bottlenecks", {"counting": ["business"]})
    assert (stages.threshold, stages.hours, str(stages.goal)) == (0.2, USUAL.business_hours, "stage=proposal")
    assert asked("bottlenecks", {"threshold": ["0.5"]}).threshold == 0.5
    sums = asked("reconcile", STEPS | {"model": ["last"]})
    assert (sums.funnel.window, sums.attribution.lookback) == (timedelta(days=9), timedelta(days=30))
    assert sums.attribution.model == "last"


def test_a_named_period_is_read_from_the_day_that_is_looked_from(asked: Callable[[str, Query], Any]) -> None:
    options = asked("funnel", STEPS | {"period": ["last_quarter"]})
    assert options.since == datetime.fromisoformat("2024-01-01T00:00+01:00")
    assert options.until == datetime.fromisoformat("2024-04-01T00:00+02:00")


def test_days_of_an_address_stay_without_a_named_period(asked: Callable[[str, Query], Any]) -> None:
    options = asked("funnel", STEPS | {"period": ["custom"], "since": ["2024-02-01"]})
    assert (options.since, options.until) == (datetime.fromisoformat("2024-02-01T00:00+01:00"), None)


def test_a_kept_day_counts_to_its_end_where_the_workspace_is() -> None:
    assert asked_instant({}, USUAL, as_of=NOW) == NOW
    kept = asked_instant({"as_of": ["2024-01-31"]}, USUAL, as_of=NOW)
    assert kept == datetime.fromisoformat("2024-02-01T00:00+01:00") - timedelta(microseconds=1)
    with pytest.raises(BadInput):
        asked_instant({"as_of": ["soon"]}, USUAL, as_of=NOW)
