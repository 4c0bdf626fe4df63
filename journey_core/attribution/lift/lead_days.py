"""When leads could have converted: their stretches at risk, every conversion, and a sample of the other lead-days.

A spell of a lead begins with its first interaction, or with the first after its previous conversion, and ends with the
next conversion. Within it the lead is at risk from that first interaction on, but not between `lost` and the next
interaction. Days are counted in 24 hours from the beginning of the spell. The day of the conversion is a day with a
conversion and looked at in the conversion's instant; every other lead-day is looked at in an instant drawn by a hash of
the lead, so that neither kind of day sees more of its touchpoints than the other.
"""

from dataclasses import dataclass
from functools import cached_property
from math import floor, log1p
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.attribution.touchpoints import CONVERSION, Scope, row_roles
from journey_core.calendar.weeks import DAY
from journey_core.log.arrays import Bytes, Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import LOST
from journey_core.statistics.intervals import lead_hash

SAMPLE: Final = 400_000
"""As many lead-days without a conversion are looked at, or five for every conversion if that is more: all of them while
there are no more, and else at least LEAST_RATE of them, if those are not more than memory has room for.
"""
LEAST_RATE: Final = 0.01

NEVER: Final = -(2**62)
"""Since when a lead is at risk that is not."""

_LOW, _S32 = np.uint64(0xFFFFFFFF), np.uint64(32)


@dataclass(frozen=True, eq=False)
class Risk:
    """One entry a row: roles uint8, what touchpoints.py says of it. One entry a stretch at risk, in order of leads:

    lead int64, number of the lead · begin, end int64: the rows of its spell are begin <= row < end · start int64: time
    of the spell's first row · since, until int64: at risk at since <= t < until, whole days if a conversion ends it ·
    conversion int64: row of the conversion that ends it, or -1 · repeat int64: 1 if the lead has converted before.
    """

    roles: Bytes
    lead: Ints
    begin: Ints
    end: Ints
    start: Ints
    since: Ints
    until: Ints
    conversion: Ints
    repeat: Ints

    @cached_property
    def conversion_count(self) -> int:
        return int(np.count_nonzero(self.conversion >= 0))

    @cached_property
    def days(self) -> float:
        """Lead-days at risk without a conversion."""
        return float(np.maximum(self.until - self.since, 0).sum(dtype=np.float64)) / DAY


@dataclass(frozen=True, eq=False)
class Moments:
    """One entry a lead-day looked at, in order of leads: stretch int64, number of its stretch; at int64, the instant;
    is_conversion bool; weight float64, how many lead-days it stands for.
    """

    stretch: Ints
    at: Ints
    is_conversion: Flags
    weight: NDArray[np.float64]


def stretches(journeys: Journeys, scope: Scope, *, threads: int | None = None) -> Risk:
    """Every stretch at risk up to `scope.as_of`; the scope's period narrows nothing, since effects are of all time."""

    def of_shard(first: int, past: int) -> tuple[Ints, Bytes]:
        roles = row_roles(journeys, scope, first, past)
        rows = journeys.offsets, journeys.occurred_at, journeys.kind
        return _stretches(roles, *rows, first, past, scope.as_of), roles

    parts = journeys.each_shard(of_shard, threads=threads)
    columns, roles = (np.concatenate(pieces, axis=-1) for pieces in zip(*parts, strict=True))
    return Risk(roles, *columns)


def moments(
    journeys: Journeys, risk: Risk, *, most: int, sample: int = SAMPLE, least_rate: float = LEAST_RATE
) -> Moments:
    """All conversions, and the lead-days without one, at most about `most`, that stand for all of them."""
    wanted = max(sample, 5 * risk.conversion_count, least_rate * risk.days)
    rate = min(1.0, min(wanted, most) / max(risk.days, 1))
    seed, columns = journeys.lead_id[risk.lead], (risk.start, risk.since, risk.until)
    nothing = np.zeros(0, np.int64)
    drawn = _draw(seed, *columns, rate, nothing, nothing)
    stretch, at = np.zeros(drawn, np.int64), np.zeros(drawn, np.int64)
    _draw(seed, *columns, rate, stretch, at)
    ends = np.flatnonzero(risk.conversion >= 0)
    place = np.searchsorted(stretch, ends, side="right")
    return Moments(
        stretch=np.insert(stretch, place, ends),
        at=np.insert(at, place, journeys.occurred_at[risk.conversion[ends]]),
        is_conversion=np.insert(np.zeros(drawn, bool), place, True),
        weight=np.insert(np.full(drawn, 1 / rate), place, 1.0),
    )


@njit(cache=True, nogil=True)
def _stretches(
    roles: Bytes, offsets: Ints, occurred_at: Ints, kind: NDArray[np.uint16], first: int, past: int, as_of: int
) -> Ints:
    """int64[8, stretches]: the columns of `Risk` but for the roles."""
    skipped, found = offsets[first], 0
    room = past - first + np.count_nonzero(roles & CONVERSION)
    room += np.count_nonzero(kind[offsets[first] : offsets[past]] == LOST)
    columns = np.zeros((8, room), np.int64)
    for lead in range(first, past):
        row, since, begin, repeat = offsets[lead], NEVER, offsets[lead], 0
        while row < offsets[lead + 1] and occurred_at[row] <= as_of:
            now, after, won, lost = occurred_at[row], row, 0, 0
            while after < offsets[lead + 1] and occurred_at[after] == now:
                won += (roles[after - skipped] & CONVERSION) != 0
                lost += kind[after] == LOST
                after += 1
            start = occurred_at[begin]
            since = now if since == NEVER else since
            if won > 0:
                for same in range(row, after):
                    if roles[same - skipped] & CONVERSION:
                        whole = start + (now - start) // DAY * DAY
                        _put(columns[:, found], lead, begin, after, start, since, whole, same, repeat)
                        # A second conversion in one instant has nothing before it.
                        begin, start, since, repeat, found = after, now, now, 1, found + 1
                since = NEVER
            elif lost > 0:
                _put(columns[:, found], lead, begin, after, start, since, now, -1, repeat)
                since, found = NEVER, found + 1
            row = after
        if since != NEVER:
            _put(columns[:, found], lead, begin, row, occurred_at[begin], since, as_of + 1, -1, repeat)
            found += 1
    return columns[:, :found]


@njit(cache=True, nogil=True)
def _put(
    column: Ints, lead: int, begin: int, end: int, start: int, since: int, until: int, conversion: int, repeat: int
) -> None:
    """Write one stretch."""
    column[0], column[1], column[2], column[3] = lead, begin, end, start
    column[4], column[5], column[6], column[7] = since, until, conversion, repeat


@njit(cache=True, nogil=True)
def _draw(seed: Ints, start: Ints, since: Ints, until: Ints, rate: float, stretch: Ints, at: Ints) -> int:
    """Write the stretch and the instant of every lead-day drawn, where there is room; how many there are.

    Days are skipped as far as a geometric draw says, which is the same as drawing each day with the rate.
    """
    drawn = 0
    for i in range(len(start)):
        bits = lead_hash(seed[i]) ^ lead_hash(since[i])
        day = (since[i] - start[i]) // DAY - 1
        while True:
            bits = lead_hash(int(bits))
            day += 1
            if rate < 1:
                day += floor(log1p(-1.0 * (bits >> _S32) / 4294967296.0) / log1p(-rate))
            if start[i] + day * DAY >= until[i]:
                break
            moment = start[i] + day * DAY + int((bits & _LOW) / 4294967296.0 * DAY)
            if since[i] <= moment < until[i]:
                if drawn < len(stretch):
                    stretch[drawn], at[drawn] = i, moment
                drawn += 1
    return drawn
