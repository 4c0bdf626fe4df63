"""Working time counted by hand, minute by minute, and through changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from journey_core.calendar.business_hours import BusinessHours, business_durations
from journey_core.errors import BadInput
from journey_core.log.times import instant, microseconds

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3_600_000_000
USUAL = BusinessHours()
ALL_DAY = BusinessHours(days=(0, 1, 2, 3, 4, 5, 6), opens=0, closes=1440)


def worked(since: datetime, until: datetime, hours: BusinessHours = USUAL, zone: ZoneInfo = BERLIN) -> float:
    """Hours of work between two clock times of the zone."""
    moments = (np.array([microseconds(each.replace(tzinfo=zone).astimezone(UTC))]) for each in (since, until))
    return business_durations(*moments, hours, zone)[0] / HOUR


def test_a_night_and_a_weekend_are_not_worked() -> None:
    friday, monday = datetime(2024, 3, 8, 16), datetime(2024, 3, 11, 10)
    assert worked(friday, monday) == 2
    assert worked(friday.replace(hour=18), monday.replace(hour=8)) == 0
    assert worked(datetime(2024, 3, 4), datetime(2024, 3, 11)) == 40


def test_a_day_on_which_the_clock_changes_is_as_long_as_it_is() -> None:
    assert worked(datetime(2024, 3, 31), datetime(2024, 4, 1), ALL_DAY) == 23
    assert worked(datetime(2024, 10, 27), datetime(2024, 10, 28), ALL_DAY) == 25
    night = BusinessHours(days=(6,), opens=60, closes=300)
    assert worked(datetime(2024, 3, 31), datetime(2024, 4, 1), night) == 3


def test_hours_that_the_clock_jumps_over_are_not_worked() -> None:
    """If it opened then, work would begin after its end, and the day would subtract time."""
    jumped = BusinessHours(days=(6,), opens=150, closes=195)
    assert worked(datetime(2024, 3, 31), datetime(2024, 4, 1), jumped) == 0.25
    assert worked(datetime(2024, 3, 31), datetime(2024, 4, 1), BusinessHours(days=(6,), opens=130, closes=170)) == 0


def test_a_day_that_a_zone_left_out_is_not_worked() -> None:
    every_day, apia = BusinessHours(days=(0, 1, 2, 3, 4, 5, 6)), ZoneInfo("Pacific/Apia")
    assert worked(datetime(2011, 12, 29), datetime(2012, 1, 1), every_day, apia) == 16


MOMENTS = st.integers(microseconds(datetime(2023, 1, 1, tzinfo=UTC)), microseconds(datetime(2025, 1, 1, tzinfo=UTC)))


@given(st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=20))
def test_without_an_hour_off_working_time_is_all_time(pairs: list[tuple[int, int]]) -> None:
    since, until = np.sort(np.array(pairs), axis=1).T
    assert (business_durations(since, until, ALL_DAY, BERLIN) == until - since).all()


@given(MOMENTS, st.integers(0, 10 * 24 * 60), st.integers(0, 1439), st.integers(1, 1440))
def test_working_time_is_the_minutes_that_are_worked(start: int, length: int, opens: int, closes: int) -> None:
    start = start // 60_000_000 * 60_000_000
    hours = BusinessHours(days=(0, 2, 6), opens=min(opens, closes - 1), closes=closes)
    minutes = [instant(start + minute * 60_000_000).astimezone(BERLIN) for minute in range(length)]
    expected = sum(
        each.weekday() in hours.days and hours.opens <= each.hour * 60 + each.minute < hours.closes for each in minutes
    )
    assume(not {timedelta(hours=1), timedelta(hours=2)} <= {each.utcoffset() for each in minutes})
    found = business_durations(np.array([start]), np.array([start + length * 60_000_000]), hours, BERLIN)
    assert found[0] == expected * 60_000_000


def test_durations_of_stretches_add_up() -> None:
    moments = np.sort(np.random.default_rng(1).integers(1_700_000_000_000_000, 1_720_000_000_000_000, 1000))
    parts = business_durations(moments[:-1], moments[1:], BusinessHours(), BERLIN)
    whole = business_durations(moments[:1], moments[-1:], BusinessHours(), BERLIN)
    assert parts.sum() == whole[0] > 0


def test_hours_are_said_in_words() -> None:
    assert BusinessHours().spoken() == "Monday to Friday, 09:00 to 17:00"
    assert BusinessHours(days=(0, 2), opens=450, closes=1440).spoken() == "Monday, Wednesday, 07:30 to 24:00"


@pytest.mark.parametrize("wrong", [{"days": ()}, {"days": (7,)}, {"days": (1, 0)}, {"opens": 1000, "closes": 1000}])
def test_impossible_hours_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        BusinessHours(**wrong)  # type: ignore[arg-type]


def test_nothing_lasts_no_time() -> None:
    none = np.zeros(0, np.int64)
    assert len(business_durations(none, none, BusinessHours(), BERLIN)) == 0
