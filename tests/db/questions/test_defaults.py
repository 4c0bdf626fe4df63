"""An address in full: what it names, then what the workspace has set."""

from datetime import UTC, datetime, timedelta

import pytest

from db.questions.defaults import (
    asked_attribution,
    asked_bottlenecks,
    asked_funnel,
    asked_instant,
    asked_paths,
    asked_reconcile,
)
from db.store.settings import Settings
from journey_core.errors import BadInput

NOW = datetime(2024, 5, 15, 12, tzinfo=UTC)
USUAL = Settings(zone="Europe/Berlin", goal="stage=proposal", window_days=9, lookback_days=30, threshold=0.2)
STEPS = {"step": ["stage=new", "stage=won"]}


def test_what_an_address_leaves_open_is_what_the_workspace_has_set() -> None:
    assert asked_funnel(STEPS, USUAL, as_of=NOW).window == timedelta(days=9)
    assert asked_funnel(STEPS | {"window": ["3d"]}, USUAL, as_of=NOW).window == timedelta(days=3)
    options = asked_attribution({"model": ["last"]}, USUAL, as_of=NOW)
    assert (str(options.goal), options.lookback) == ("stage=proposal", timedelta(days=30))
    assert asked_attribution({"lookback": [""]}, USUAL, as_of=NOW).lookback == timedelta(days=30), "empty is open"


def test_paths_bottlenecks_and_sums_start_from_the_same_settings() -> None:
    assert str(asked_paths({}, USUAL, as_of=NOW).goal) == "stage=proposal"
    stages = asked_bottlenecks({"counting": ["business"]}, USUAL, as_of=NOW)
    assert (stages.threshold, stages.hours, str(stages.goal)) == (0.2, USUAL.business_hours, "stage=proposal")
    assert asked_bottlenecks({"threshold": ["0.5"]}, USUAL, as_of=NOW).threshold == 0.5
    sums = asked_reconcile(STEPS | {"model": ["last"]}, USUAL, as_of=NOW)
    assert (sums.funnel.window, sums.attribution.lookback) == (timedelta(days=9), timedelta(days=30))
    assert sums.attribution.model == "last"


def test_a_named_period_is_read_from_the_day_that_is_looked_from() -> None:
    options = asked_funnel(STEPS | {"period": ["last_quarter"]}, USUAL, as_of=NOW)
    assert options.since == datetime.fromisoformat("2024-01-01T00:00+01:00")
    assert options.until == datetime.fromisoformat("2024-04-01T00:00+02:00")


def test_days_of_an_address_stay_without_a_named_period() -> None:
    options = asked_funnel(STEPS | {"period": ["custom"], "since": ["2024-02-01"]}, USUAL, as_of=NOW)
    assert (options.since, options.until) == (datetime.fromisoformat("2024-02-01T00:00+01:00"), None)


def test_a_kept_day_counts_to_its_end_where_the_workspace_is() -> None:
    assert asked_instant({}, USUAL, as_of=NOW) == NOW
    kept = asked_instant({"as_of": ["2024-01-31"]}, USUAL, as_of=NOW)
    assert kept == datetime.fromisoformat("2024-02-01T00:00+01:00") - timedelta(microseconds=1)
    with pytest.raises(BadInput):
        asked_instant({"as_of": ["soon"]}, USUAL, as_of=NOW)
