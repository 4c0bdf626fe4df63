"""Durations and moments as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.errors import BadInput
from journey_core.moments import duration_text, parse_as_of, parse_duration, parse_moment

BERLIN = ZoneInfo("Europe/Berlin")


def test_durations_are_a_number_and_a_unit() -> None:
    assert [parse_duration(text) for text in ("30m", "12h", " 14d", "2w", "1.5h")] == [
        timedelta(minutes=30),
        timedelta(hours=12),
        timedelta(days=14),
        timedelta(days=14),
        timedelta(minutes=90),
    ]


@given(st.integers(1, 10**9 - 1))
def test_a_written_duration_reads_back(seconds: int) -> None:
    assert parse_duration(duration_text(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "14", "d", "-3d", "0d", "14 days", "١d", "99999d", "999999999w"])
def test_other_durations_are_refused_by_name(text: str) -> None:
    with pytest.raises(BadInput, match=f"“{text}”"):
        parse_duration(text)


def test_a_day_begins_in_the_zone_and_as_of_it_means_all_of_it() -> None:
    assert parse_moment("2024-07-01", BERLIN) == datetime(2024, 6, 30, 22, tzinfo=UTC)
    assert parse_as_of("2024-07-01", BERLIN) == datetime(2024, 7, 1, 21, 59, 59, 999_999, tzinfo=UTC)


def test_an_instant_is_itself_in_both_readings() -> None:
    for text in ("2024-07-01T12:00", "2024-07-01T12:00+02:00", "2024-07-01T10:00Z"):
        assert parse_moment(text, BERLIN) == parse_as_of(text, BERLIN) == datetime(2024, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "yesterday", "2024-02-30", "01.02.2024", "0001-01-01"])
def test_other_moments_are_refused_by_name(text: str) -> None:
    with pytest.raises(BadInput, match=f"“{text}”"):
        parse_moment(text, BERLIN)
