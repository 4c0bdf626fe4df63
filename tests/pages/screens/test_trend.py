"""The picture of the funnel week by week: its band lies where the intervals are."""

from datetime import date, timedelta

from journey_core.funnel.trend import EntryWeek
from journey_core.statistics.intervals import wilson
from pages.screens.funnel.trend import trend_band


def week(number: int, entrants: int, converted: int) -> EntryWeek:
    monday, rate = date(2024, 1, 1) + timedelta(weeks=number), converted / entrants if entrants else 0.0
    return EntryWeek(monday, entrants, converted, rate, wilson(converted, entrants), is_complete=True)


def test_the_band_goes_around_each_run_of_weeks_and_over_no_gap() -> None:
    band = trend_band([week(0, 4, 2), week(1, 8, 2), week(2, 0, 0), week(3, 5, 5)])
    corners = list(zip(band.x, band.y, strict=True))
    gaps = [place for place, (day, _) in enumerate(corners) if day is None]
    first, last = corners[: gaps[0]], corners[gaps[-2] + 1 : gaps[-1]]
    assert [day for day, _ in first] == ["2024-01-01", "2024-01-08", "2024-01-08", "2024-01-01", "2024-01-01"]
    assert [share for _, share in first[:2]] == [100 * wilson(2, 4)[1], 100 * wilson(2, 8)[1]]
    assert [day for day, _ in last] == ["2024-01-22"] * 3


def test_no_weeks_have_no_band() -> None:
    assert list(trend_band([]).x or ()) == []
