"""Spend falls on days in equal parts; cost and return follow from a model's credit and its interval."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.attribution.answer import attribute
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.spend import Spend, channel_costs, overlapping, spent
from journey_core.errors import BadInput
from tests.builders import at, journeys

DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
APRIL = Spend("email", date(2024, 4, 1), date(2024, 4, 30), 300.0)


def test_a_part_of_a_period_costs_its_days() -> None:
    assert APRIL.within(date(2024, 4, 11), date(2024, 4, 21)) == pytest.approx(100.0)
    assert APRIL.within(None, None) == 300.0
    assert APRIL.within(date(2024, 5, 1), None) == 0.0


def test_a_period_to_the_end_of_the_calendar_costs_its_days() -> None:
    last_ten = Spend("email", date(9999, 12, 22), date.max, 100.0)
    assert last_ten.within(None, None) == 100.0
    assert last_ten.within(date.max, None) == pytest.approx(10.0)


@given(DAYS, st.integers(0, 400), DAYS, st.floats(0, 1e9))
def test_two_halves_of_time_cost_the_whole(first: date, length: int, cut: date, amount: float) -> None:
    spend = Spend("email", first, first + timedelta(days=length), amount)
    assert spend.within(None, cut) + spend.within(cut, None) == pytest.approx(amount)


@pytest.mark.parametrize("amount", [-1.0, float("nan"), float("inf")])
def test_an_amount_is_an_amount(amount: float) -> None:
    with pytest.raises(BadInput):
        Spend("email", date(2024, 1, 1), date(2024, 1, 1), amount)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(BadInput, match="2024-01-02"):
        Spend("email", date(2024, 1, 2), date(2024, 1, 1), 1.0)


def test_cost_and_return_are_those_of_the_credit() -> None:
    rows = [(lead, 0, "email_sent", "email") for lead in range(1, 5)]
    rows += [(lead, 1, "converted") for lead in (1, 2)]
    log = journeys(rows, value={4: 500, 5: 100})
    answer = attribute(log, AttributionOptions(as_of=at(99)))
    costs = {each.channel: each for each in channel_costs(answer, {"email": 300.0, "display": 5.0})}
    assert (costs["email"].cost, costs["email"].returned) == (150.0, 2.0)
    low, high = answer.credit[0].interval
    assert costs["email"].cost_interval == (300 / high, 300 / low if low else None)
    assert (costs["display"].spent, costs["display"].cost, costs["display"].returned) == (5.0, None, 0.0)


def test_what_cost_nothing_has_no_cost_a_conversion() -> None:
    log = journeys([(1, 0, "email_sent", "email"), (1, 1, "converted")])
    (row,) = channel_costs(attribute(log, AttributionOptions(as_of=at(99))), {})
    assert (row.spent, row.cost, row.cost_interval, row.returned) == (0.0, None, None, None)


def test_costs_of_several_periods_add_up() -> None:
    march = Spend("email", date(2024, 3, 1), date(2024, 3, 31), 31.0)
    assert spent([APRIL, march], since=date(2024, 3, 31), until=date(2024, 4, 2)) == {"email": pytest.approx(11.0)}
    assert spent([march], since=date(2024, 5, 1), until=None) == {}


def test_an_amount_of_nothing_has_no_sign() -> None:
    assert str(Spend("web", date(2024, 1, 1), date(2024, 1, 1), -0.0).amount) == "0.0"


def test_periods_of_one_channel_that_share_a_day_are_named() -> None:
    january, half = (Spend("web", date(2024, 1, 1), date(2024, 1, day), 10) for day in (31, 15))
    later, other = (
        Spend("web", date(2024, 2, 1), date(2024, 2, 1), 10),
        Spend("email", date(2024, 1, 5), date(2024, 2, 1), 10),
    )
    inside = Spend("email", date(2024, 1, 31), date(2024, 3, 1), 10)
    assert overlapping([january, later, half, other]) == (january, half)
    assert overlapping([other, january, inside]) == (other, inside)
    assert overlapping([]) == ()
