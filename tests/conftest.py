"""What every test shares: the folder of real data, and a skip that CI turns into a failure."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("JOURNEY_SHARED", ROOT.parent / "shared"))

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data sets and expected values beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("real data sets are absent: put them at ../shared or name their folder in JOURNEY_SHARED")
    return SHARED


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
