"""Spend: what channels cost, what a conversion cost by the credit of a model, and what came back for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from journey_core.attribution.results import AttributionResult, ChannelCredit
from journey_core.errors import BadInput
from journey_core.statistics.intervals import Interval

NOTHING: Final = 1e-6
"""Credit up to this is rounding, and nothing can be divided by it."""


@dataclass(frozen=True)
class Spend:
    """What a channel cost from first_day to last_day, both included; `amount` in the workspace's currency."""

    channel: str
    first_day: date
    last_day: date
    amount: float

    def __post_init__(self) -> None:
        if self.first_day > self.last_day:
            raise BadInput(f"The period ends on {self.last_day}, before it begins on {self.first_day}.")
        if not 0 <= self.amount < 1e15:
            raise BadInput(f"{self.amount:g} can't be what a channel cost; write 0 or more, under 1e15.")
        object.__setattr__(self, "amount", self.amount + 0.0)  # of -0 no sign stays

    def within(self, since: date | None, until: date | None) -> float:
        """The part of the amount that falls on since <= day < until, every day costing the same."""
        first = max(self.first_day, since or self.first_day)
        last = min(self.last_day, until - timedelta(days=1) if until else date.max)
        days = (self.last_day - self.first_day).days + 1
        return self.amount * max((last - first).days + 1, 0) / days


@dataclass(frozen=True)
class ChannelCost:
    """One channel's row: what it cost; per credited conversion; and the value that came back for each unit of it.

    Both with the interval that the credit's, or the value's, gives. None where nothing was spent or nothing credited;
    an upper bound of None has no end, because the credit may be nothing.
    """

    channel: str
    spent: float
    cost: float | None
    cost_interval: tuple[float, float | None] | None
    returned: float | None
    returned_interval: Interval | None


def spent(spend: Iterable[Spend], *, since: date | None, until: date | None) -> dict[str, float]:
    """Channel -> what it cost on the days since <= day < until; channels that cost nothing then are left out."""
    totals: dict[str, float] = {}
    for each in spend:
        totals[each.channel] = totals.get(each.channel, 0.0) + each.within(since, until)
    return {channel: amount for channel, amount in totals.items() if amount > 0}


def overlapping(spend: Sequence[Spend]) -> tuple[Spend, ...]:
    """Those that share a day with another one of their channel, in the order given: on that day both count."""
    found: set[Spend] = set()
    latest: Spend | None = None
    for each in sorted(spend, key=lambda each: (each.channel, each.first_day)):
        if latest and latest.channel == each.channel and each.first_day <= latest.last_day:
            found |= {latest, each}
        if not latest or latest.channel != each.channel or each.last_day > latest.last_day:
            latest = each
    return tuple(each for each in spend if each in found)


def channel_costs(answer: AttributionResult, totals: Mapping[str, float]) -> tuple[ChannelCost, ...]:
    """One row a channel of the answer, in its order, then those that cost something and were credited nothing."""
    credited = {row.channel for row in answer.credit}
    rows = [_cost(row, totals.get(row.channel, 0.0)) for row in answer.credit]
    idle = sorted(totals.keys() - credited)
    return (*rows, *(ChannelCost(channel, totals[channel], None, None, 0.0, None) for channel in idle))


def _cost(row: ChannelCredit, amount: float) -> ChannelCost:
    if amount <= 0:
        return ChannelCost(row.channel, 0.0, None, None, None, None)
    low, high = row.interval or (row.credit, row.credit)
    value_low, value_high = row.value_interval or (row.value, row.value)
    return ChannelCost(
        channel=row.channel,
        spent=amount,
        cost=amount / row.credit if row.credit > NOTHING else None,
        cost_interval=(amount / high, amount / low if low > NOTHING else None) if row.interval and high > 0 else None,
        returned=row.value / amount,
        returned_interval=(value_low / amount, value_high / amount) if row.value_interval else None,
    )
