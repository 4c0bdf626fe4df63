"""Dates and times: one format per column, asked for where two fit, exact in every zone."""

import csv
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journey_core.errors import AskDateFormat, BadInput
from journey_core.intake.cells.date_formats import DateEvidence
from journey_core.intake.cells.dates import Times, read_times

BERLIN = ZoneInfo("Europe/Berlin")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30))
CODES = [
    day + time
    for day in ("%d-%m-%Y", "%m/%d/%y", "%y.%m.%d", "%d %m %Y", "%Y/%m/%d", "%d-%b-%y", "%b %d, %Y", "%d. %b %Y")
    for time in ("", " %H:%M", " %H:%M:%S.%f", " %I:%M:%S %p", ", %I:%M %p", " %H:%M:%S%z", " %H:%M %z")
]


def times(*values: str, date_format: str = "iso", zone: ZoneInfo = BERLIN) -> Times:
    return read_times(values, date_format=date_format, zone=zone)


def detect(values: list[str], *, column: str = "occurred_at", is_workbook: bool = False) -> str:
    evidence = DateEvidence(column, is_workbook=is_workbook)
    evidence.add(values)
    return evidence.format()


def moments(read: Times) -> list[str]:
    return [(EPOCH + timedelta(microseconds=value)).isoformat() for value in read.microseconds.tolist()]


def test_a_time_with_a_zone_keeps_it_and_one_without_is_in_the_declared_zone() -> None:
    read = times("2024-05-01T10:00:00+05:30", "2024-05-01T10:00:00Z", "2024-05-01 10:00", "2024-01-01")
    assert moments(read) == [
        "2024-05-01T04:30:00+00:00", "2024-05-01T10:00:00+00:00", "2024-05-01T08:00:00+00:00",
        "2023-12-31T23:00:00+00:00",
    ]  # fmt: skip


def test_a_time_the_clock_skips_is_refused_and_one_it_shows_twice_is_the_first() -> None:
    read = times("2024-03-31 02:30", "2024-10-27 02:30")
    assert read.faults == {0: "“2024-03-31 02:30” does not exist in Europe/Berlin: the clock was set forward"}
    assert moments(read)[1] == "2024-10-27T00:30:00+00:00"
    assert read.twice == [1]


def test_a_date_whose_midnight_the_clock_skips_is_a_date_all_the_same() -> None:
    read = times("2018-11-04", zone=ZoneInfo("America/Sao_Paulo"))
    assert (moments(read), read.faults) == (["2018-11-04T03:00:00+00:00"], {})


@pytest.mark.parametrize("value", ["", "2024-02-30", "2024-13-01", "2024-01-01T24:00", "2024-01-01T10:00:60", "x"])
def test_what_is_no_time_has_a_fault(value: str) -> None:
    assert list(times("2024-01-01", value).faults) == [1]


@pytest.mark.parametrize("value", ["1899-12-31", "2201-01-01T12:00", "0001-01-01", "9999-12-31"])
def test_years_outside_1900_to_2200_have_a_fault(value: str) -> None:
    assert times(value).faults == {0: f"“{value}” lies outside the years 1900 to 2200"}


@given(st.lists(st.tuples(MOMENTS, st.integers(-12 * 60, 14 * 60)), min_size=1, max_size=20), st.sampled_from("T "))
def test_iso_times_agree_with_fromisoformat(pairs: list[tuple[datetime, int]], separator: str) -> None:
    aware = [moment.replace(tzinfo=timezone(timedelta(minutes=east))) for moment, east in pairs]
    read = times(*(moment.isoformat(separator) for moment in aware))
    inside = [1900 <= moment.astimezone(UTC).year <= 2200 for moment in aware]
    assert [place not in read.faults for place in range(len(aware))] == inside
    exact = [
        (moment - EPOCH) // timedelta(microseconds=1) if ok else 0 for moment, ok in zip(aware, inside, strict=True)
    ]
    assert read.microseconds.tolist() == exact


@given(MOMENTS, st.sampled_from(CODES))
def test_formats_agree_with_strptime(moment: datetime, code: str) -> None:
    text = moment.replace(tzinfo=UTC).strftime(code)
    expected = datetime.strptime(text, code).replace(tzinfo=UTC)
    read = times(text, date_format=code, zone=ZoneInfo("UTC"))
    assert moments(read) == [expected.isoformat()]


@example(datetime(2024, 3, 31, 2, 59, 59), "Europe/Berlin")
@example(datetime(2024, 10, 27, 2), "Europe/Berlin")
@given(MOMENTS.filter(lambda moment: moment.year > 1970), st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu"]))
def test_wall_clocks_agree_with_zoneinfo(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    exact = moment.replace(tzinfo=zone).astimezone(UTC)
    read = times(moment.isoformat(), zone=zone)
    if exact.astimezone(zone).replace(tzinfo=None) == moment:
        assert (read.faults, moments(read)) == ({}, [exact.isoformat()])
    else:
        assert list(read.faults) == [0], "the clock never showed it"


@pytest.mark.parametrize(
    ("value", "date_format"),
    [
        ("2024-05-01T10:00:00Z", "iso"), ("25/04/2020", "dmy"), ("04/25/2020 5:06 PM", "mdy"),
        ("25.04.2020 17:06", "dmy"), ("Mar 4, 2020", "iso"), ("1700000000", "epoch"), ("20240304", "iso"),
        ("1700000000123", "epoch_ms"), ("1700000000123456", "epoch_us"), ("1700000000123456789", "epoch_ns"),
        ("2020/04/05", "iso"), ("20240304090500", "compact"), ("31032024", "dmy"), ("99-04-30", "ymd"),
    ],
)  # fmt: skip
def test_one_value_that_reads_one_way_tells_the_format(value: str, date_format: str) -> None:
    assert detect([value, ""]) == date_format
    assert times(value, date_format=date_format).faults == {}


def test_a_column_that_reads_two_ways_is_asked_with_both_readings() -> None:
    with pytest.raises(AskDateFormat, match="Say which date format is meant") as asked:
        detect(["01/02/2020", "03/04/2020", "n/a"], column="When")
    assert asked.value.column == "When"
    assert asked.value.value in ("01/02/2020", "03/04/2020")
    assert list(asked.value.readings) == ["dmy", "mdy"]


def test_one_day_over_twelve_anywhere_in_the_column_settles_the_order() -> None:
    assert detect(["01/02/2020", "03/04/2020", "05/31/2020"]) == "mdy"


def test_days_over_twelve_in_both_places_leave_the_question_open() -> None:
    with pytest.raises(AskDateFormat):
        detect(["01/02/2020", "25/12/2020", "12/25/2020"])


def test_a_value_that_reads_alike_hides_no_other_that_does_not() -> None:
    with pytest.raises(AskDateFormat) as asked:
        detect(["10-10-01", "01-02-03", "10-10-99"])
    assert asked.value.readings == {"dmy": "1 February 2003", "mdy": "2 January 2003"}


def test_a_column_without_values_is_iso_and_one_without_dates_is_refused() -> None:
    assert detect(["", " "]) == "iso"
    with pytest.raises(BadInput, match="yesterday"):
        detect(["yesterday"])


def test_excel_day_numbers_are_dates_in_a_workbook_only() -> None:
    assert detect(["45000.5"], is_workbook=True) == "excel"
    assert moments(times("45000.5", date_format="excel", zone=ZoneInfo("UTC"))) == ["2023-03-15T12:00:00+00:00"]
    with pytest.raises(BadInput):
        detect(["45000.5"])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2024-03-04 09:15:00 UTC", "%Y-%m-%d %H:%M:%S UTC"), ("2024-03-04T09:15:00Z", "%Y-%m-%dT%H:%M:%SZ"),
        ("04.03.2024 10:15 CET", "%d.%m.%Y %H:%M CET"), ("04.03.2024 14:45 IST", "%d.%m.%Y %H:%M IST"),
    ],
)  # fmt: skip
def test_a_zone_that_stands_in_the_format_as_itself_counts(value: str, code: str) -> None:
    assert moments(times(value, date_format=code, zone=ZoneInfo("Asia/Kolkata"))) == ["2024-03-04T09:15:00+00:00"]


@pytest.mark.parametrize("code", ["%d-%m", "%Q", "%d-%d-%Y-%m", "yesterday", "", "%H:%M"])
def test_a_format_that_gives_no_date_is_refused_with_the_codes(code: str) -> None:
    with pytest.raises(BadInput, match="%Y"):
        times("2024-01-01", date_format=code)


def maven(shared: Path, name: str, column: str) -> list[str]:
    with (shared / "data" / "maven_crm_pipeline" / f"{name}.csv").open(newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


@pytest.mark.parametrize("column", ["engage_date", "close_date"])
def test_both_maven_files_agree_once_the_format_is_said(shared: Path, column: str) -> None:
    short, long = maven(shared, "sales_pipeline", column), maven(shared, "sales_pipeline_kisaraF_MDY", column)
    with pytest.raises(AskDateFormat) as asked:
        detect(short)
    assert set(asked.value.readings) == {"dmy", "ymd"}
    assert detect(long) == "mdy"
    ours, theirs = times(*short, date_format="dmy"), times(*long, date_format="%m/%d/%Y")
    assert len(short) == 8_800
    assert ours.microseconds.tolist() == theirs.microseconds.tolist()
    assert set(ours.faults) == set(theirs.faults) == {place for place, value in enumerate(short) if not value}
