"""Named periods are spans of whole days as seen from a day."""

from datetime import date

import pytest

from journey_core.calendar.periods import PERIODS, period
from journey_core.errors import UnknownName


@pytest.mark.parametrize(
    ("name", "today", "span"),
    [
        ("any", date(2024, 5, 9), (None, None)),
        ("30d", date(2024, 3, 1), (date(2024, 2, 1), date(2024, 3, 2))),
        ("last_quarter", date(2024, 5, 9), (date(2024, 1, 1), date(2024, 4, 1))),
        ("last_quarter", date(2024, 2, 29), (date(2023, 10, 1), date(2024, 1, 1))),
        ("this_quarter", date(2024, 12, 31), (date(2024, 10, 1), None)),
        ("this_year", date(2024, 12, 31), (date(2024, 1, 1), None)),
    ],
)
def test_a_period_is_this_span(name: str, today: date, span: tuple[date | None, date | None]) -> None:
    assert period(name, today) == span


def test_every_period_but_the_last_quarter_holds_today() -> None:
    for name in PERIODS.keys() - {"last_quarter"}:
        since, until = period(name, date(2024, 5, 9))
        assert (since or date.min) <= date(2024, 5, 9) < (until or date.max)


def test_an_unknown_period_names_the_choices() -> None:
    with pytest.raises(UnknownName, match="last_quarter"):
        period("last_qarter", date(2024, 5, 9))
