"""A period against the one before: new leads, converted leads, the value they brought, and the leads behind each."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.calendar.weeks import DAY, WEEK
from journey_core.leads.standing import standing
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matching_rows
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.log.times import LATEST, bounds, instant, microseconds
from journey_core.statistics.intervals import Interval, change_interval, dispersion, effective_count

WEEKS: Final = 26
"""How many weeks a trend has."""

LEAST_PERIODS: Final = 3
"""So many periods must lie between the log's beginning and now: a log that fills up has more of everything this month
than the last, and one that begins mid-way has too many new leads at first.
"""

MOST: Final = 4.0
"""The change that must not fit beside a fall: five times as much."""

Leads = NDArray[np.bool_]


@dataclass(frozen=True)
class Momentum:
    """One measure: its total in the period and in the one before, and the change from one to the other.

    change: now/before - 1, None where before is not over 0 · interval: the changes that fit, at 95 %, infinite at
    the top where nothing before fits, too; None where there is nothing in both, or an amount below 0 · weeks: totals of
    the last WEEKS weeks, the oldest first · began: when the log did, where that is too lately to compare; no interval
    then.
    """

    measure: str
    now: float
    before: float
    change: float | None
    interval: Interval | None
    weeks: tuple[float, ...]
    began: datetime | None = None

    @property
    def is_too_few(self) -> bool:
        """Whether a fall fits as well as a rise to more than five times as much: nothing can be said."""
        return self.interval is not None and self.interval[0] <= 0 and self.interval[1] > MOST

    @property
    def is_told(self) -> bool:
        """Whether the change is more than chance: a rise alone fits, or a fall alone."""
        return self.interval is not None and not self.interval[0] <= 0 <= self.interval[1]


def momentum(
    journeys: Journeys,
    goal: Predicate,
    *,
    as_of: datetime,
    days: int = 30,
    leads: Leads | None = None,
) -> tuple[Momentum, Momentum, Momentum]:
    """New leads, converted leads and value of the `days` up to `as_of` against the `days` before; of all leads, or of
    those that `leads` (one entry per lead) is true for.
    """
    until = microseconds(as_of) + 1
    first_at, (lead, at, value) = _first(journeys), _conversions(journeys, goal)
    chosen = np.ones(journeys.lead_count, bool) if leads is None else leads
    new = np.flatnonzero(chosen & (first_at < until))
    kept = chosen[lead]
    lead, at, value = lead[kept], at[kept], value[kept]
    columns = {
        "new leads": (new, first_at[new], np.ones(len(new)), False),
        "converted leads": (lead, at, np.ones(len(lead)), True),
        "value": (lead, at, value, False),
    }
    found = (
        _momentum(name, who, when, amount, until, days, is_once=is_once)
        for name, (who, when, amount, is_once) in columns.items()
    )
    began = _began(first_at[first_at < until])
    if began is not None and began > until - LEAST_PERIODS * days * DAY:
        found = (replace(each, interval=None, began=instant(began)) for each in found)
    return tuple(found)  # type: ignore[return-value]


def _began(first_at: Ints) -> int | None:
    """Microseconds: when one in a hundred leads had come, since one from long ago is no beginning; None without any."""
    return int(np.quantile(first_at, 0.01, method="lower")) if len(first_at) else None


def period(as_of: datetime, *, days: int = 30, back: int = 0) -> tuple[datetime, datetime]:
    """since <= t < until of the days that end with `as_of`, or of the period that lies `back` such periods earlier."""
    until = as_of + timedelta(microseconds=1) - back * timedelta(days=days)
    return until - timedelta(days=days), until


def new_leads(journeys: Journeys, *, since: datetime, until: datetime) -> Ints:
    """Ids of the leads whose first interaction lies in since <= t < until."""
    (low, high), first_at = bounds(since, until), _first(journeys)
    ids: Ints = journeys.lead_id[(first_at >= low) & (first_at < high)]
    return ids


def converted_leads(journeys: Journeys, goal: Predicate, *, since: datetime, until: datetime) -> Ints:
    """Ids of the leads with an interaction that matches the goal in since <= t < until."""
    low, high = bounds(since, until)
    lead, at, _ = _conversions(journeys, goal)
    ids: Ints = journeys.lead_id[np.unique(lead[(at >= low) & (at < high)])]
    return ids


def leads_at(journeys: Journeys, stage: str, *, as_of: datetime) -> Ints:
    """Ids of the leads that stand at a stage; raises UnknownName."""
    code = journeys.words.code("stage", stage)
    stands = standing(journeys, as_of=as_of, goal=USUAL_GOAL)
    ids: Ints = journeys.lead_id[stands.is_known & (stands.stage == code)]
    return ids


def _first(journeys: Journeys) -> Ints:
    """int64[n_leads]: the first interaction's time; LATEST for a lead without one."""
    first_at = np.full(journeys.lead_count, LATEST)
    has_rows = journeys.offsets[1:] > journeys.offsets[:-1]
    first_at[has_rows] = journeys.occurred_at[journeys.offsets[:-1][has_rows]]
    return first_at


def _conversions(journeys: Journeys, goal: Predicate) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Number of the lead, time and value of every interaction that matches the goal."""
    rows = matching_rows(journeys, goal)
    lead = np.searchsorted(journeys.offsets, rows, side="right") - 1
    return lead, journeys.occurred_at[rows], journeys.value[rows]


def _momentum(
    name: str,
    lead: Ints,
    at: Ints,
    amount: NDArray[np.float64],
    until: int,
    days: int,
    *,
    is_once: bool,
) -> Momentum:
    """`is_once`: a lead counts once per period, however many entries it has there.

    Amounts count as so many equal ones as scatter alike, and as so many fewer as leads come in lumps.
    """
    _, cell, added = _cells(lead, (until - 1 - at) // (days * DAY), amount, 2, is_once=is_once)
    now, before = (float(added[cell == which].sum()) for which in (0, 1))
    _, week, weekly = _cells(lead, (until - 1 - at) // WEEK, amount, WEEKS, is_once=is_once)
    weeks = np.bincount(week, weekly, minlength=WEEKS)[::-1]
    lumps = dispersion(np.bincount(week[weekly != 0], minlength=WEEKS)[::-1])
    fits = change_interval(now, before, effective_count(added) / lumps) if (added >= 0).all() else None
    return Momentum(name, now, before, now / before - 1 if before > 0 else None, fits, tuple(map(float, weeks)))


def _cells(
    lead: Ints, cell: Ints, amount: NDArray[np.float64], cells: int, *, is_once: bool
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """(lead, cell, amount) of the cells 0..cells-1, one entry per lead and cell, sorted by lead."""
    inside = (cell >= 0) & (cell < cells)
    pair, place = np.unique(lead[inside] * cells + cell[inside], return_inverse=True)
    total = np.bincount(place, amount[inside], minlength=len(pair)).astype(np.float64)
    return pair // cells, pair % cells, np.ones(len(pair)) if is_once else total
