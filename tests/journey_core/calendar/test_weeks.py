"""Weeks begin on Monday in the workspace's zone, also when the clock changes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from journey_core.calendar.weeks import week_starts, weekdays, weeks_of
from journey_core.log.times import instant, microseconds

BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")


def local(*parts: int) -> int:
    return microseconds(datetime(*parts, tzinfo=BERLIN))  # type: ignore[misc, arg-type]


def test_weeks_start_at_midnight_on_mondays() -> None:
    starts = week_starts(local(2024, 3, 27), local(2024, 4, 1, 0, 30), BERLIN)
    assert [f"{instant(int(each)).astimezone(BERLIN):%a %d %H:%M}" for each in starts] == [
        "Mon 25 00:00", "Mon 01 00:00", "Mon 08 00:00",
    ]  # fmt: skip


def test_a_moment_lies_in_the_week_that_has_begun() -> None:
    starts = week_starts(local(2024, 3, 25), local(2024, 4, 1), BERLIN)
    moments = np.array([local(2024, 3, 25), local(2024, 4, 1) - 1, local(2024, 4, 1)])
    assert weeks_of(moments, starts).tolist() == [0, 0, 1]


@given(st.lists(st.integers(-30, 400), min_size=1), st.integers(0, 3_599))
def test_every_moment_lies_between_two_starts(days: list[int], second: int) -> None:
    first = local(2024, 1, 3)
    moments = np.array([first + day * 86_400_000_000 + second * 1_000_000 for day in days])
    starts = week_starts(first, first + 350 * 86_400_000_000, BERLIN)
    assert weeks_of(moments, starts).tolist() == (np.searchsorted(starts, moments, side="right") - 1).tolist()


@given(st.lists(st.integers(local(1900, 1, 2), local(2200, 1, 1)), min_size=1), st.sampled_from([BERLIN, LORD_HOWE]))
def test_the_day_of_the_week_is_that_of_the_zone(moments: list[int], zone: ZoneInfo) -> None:
    moments += [local(2024, 3, 31, 23, 30), local(2024, 10, 27, 23, 30)]
    said = [instant(each).astimezone(zone).weekday() for each in moments]
    assert weekdays(np.array(moments), zone).tolist() == said
