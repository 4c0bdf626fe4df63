"""Durations and moments as people write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.calendar.parsing import day, duration, duration_text, end_of, start_of
from journey_core.errors import BadInput

BERLIN = ZoneInfo("Europe/Berlin")


def test_durations_are_a_number_and_a_unit() -> None:
    assert [duration(text) for text in ("30m", "12h", "14d", "2w")] == [
        timedelta(minutes=30),
        timedelta(hours=12),
        timedelta(days=14),
        timedelta(days=14),
    ]


@given(st.integers(0, 10**9 - 1))
def test_a_written_duration_reads_back(seconds: int) -> None:
    assert duration(duration_text(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "14", "d", "-3d", "1.5d", "14 days", "١d", "999999999w"])
def test_other_durations_are_refused_by_name(text: str) -> None:
    with pytest.raises(BadInput, match=f"“{text}”"):
        duration(text)


def test_a_day_begins_and_ends_in_the_zone() -> None:
    assert start_of("2024-07-01", BERLIN) == datetime(2024, 6, 30, 22, tzinfo=UTC)
    assert end_of("2024-07-01", BERLIN) == datetime(2024, 7, 1, 21, 59, 59, 999_999, tzinfo=UTC)


def test_an_instant_is_itself_at_both_ends() -> None:
    for text in ("2024-07-01T12:00", "2024-07-01T12:00+02:00", "2024-07-01T10:00Z"):
        assert start_of(text, BERLIN) == end_of(text, BERLIN) == datetime(2024, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2024-02-30", "01.02.2024", "0001-01-01", "1899-12-31", "9999-12-31T23:59Z"]
)
def test_other_moments_are_refused_by_name(text: str) -> None:
    with pytest.raises(BadInput, match=f"“{text}”"):
        start_of(text, BERLIN)


@pytest.mark.parametrize("text", ["2026-W01-1", "20260131", "2026-02-30", "0001-01-01", "9999-12-31", "٢٠٢٦-٠١-٠١", ""])
def test_a_day_is_written_one_way_and_lies_in_our_time(text: str) -> None:
    assert day(" 2026-01-31 ") == date(2026, 1, 31)
    with pytest.raises(BadInput, match=f"“{text}”"):
        day(text)


@pytest.mark.parametrize(
    ("day_", "zone", "end"),
    [
        ("2023-10-26", "Africa/Cairo", "2023-10-26T21:59:59.999999+00:00"),
        ("2024-04-06", "America/Santiago", "2024-04-07T03:59:59.999999+00:00"),
        ("2024-10-26", "Asia/Beirut", "2024-10-26T21:59:59.999999+00:00"),
        ("2024-10-27", "Europe/Berlin", "2024-10-27T22:59:59.999999+00:00"),
    ],
)
def test_a_day_ends_where_the_next_begins_whatever_the_clock_does(day_: str, zone: str, end: str) -> None:
    assert end_of(day_, ZoneInfo(zone)).isoformat() == end
