"""What looks odd in the data: each claim on a handful of rows."""

from journey_core.log.anomalies import converted_before_first_touch, in_the_future
from journey_core.log.journeys import empty
from tests.builders import at, journeys


def test_a_conversion_before_the_first_touch_is_odd_and_one_after_it_is_not() -> None:
    made = journeys(
        [(1, 0, "converted"), (1, 5, "page_viewed", "web"), (2, 0, "page_viewed", "web"), (2, 5, "converted")]
    )
    assert converted_before_first_touch(made).tolist() == [1]


def test_record_kinds_are_no_first_touch() -> None:
    made = journeys([(1, 0, "note"), (1, 1, "converted"), (1, 2, "call_connected", "call")])
    assert converted_before_first_touch(made).tolist() == [1]


def test_a_conversion_at_the_instant_of_the_touch_or_without_any_touch_is_not_odd() -> None:
    made = journeys([(1, 0, "converted"), (1, 0, "page_viewed", "web"), (2, 0, "converted"), (3, 0, "note")])
    assert converted_before_first_touch(made).tolist() == []


def test_only_the_first_conversion_counts() -> None:
    made = journeys([(1, 0, "page_viewed", "web"), (1, 1, "converted"), (1, 2, "converted")])
    assert converted_before_first_touch(made).tolist() == []


def test_leads_with_rows_after_now_lie_in_the_future() -> None:
    made = journeys([(7, 0, "note"), (7, 10, "note"), (8, 9, "note"), (9, 11, "note")], leads=[5])
    assert in_the_future(made, at(9)).tolist() == [7, 9]


def test_no_leads_are_never_odd() -> None:
    assert len(converted_before_first_touch(empty())) == 0
    assert len(in_the_future(empty(), at(0))) == 0
