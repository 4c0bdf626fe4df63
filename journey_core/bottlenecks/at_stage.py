"""The stays at one stage, the shortest first: what curves, medians and groups are counted from."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.stays import BottleneckSummary
from journey_core.calendar.business_hours import business_durations
from journey_core.calendar.weeks import WEEK, week_starts, weeks_of
from journey_core.log.arrays import Bytes, Flags, Ints
from journey_core.log.times import microseconds

WEEKS: Final = 104
"""Weeks of a trend, at most: the last ones in which a stay began."""


@dataclass(frozen=True, eq=False)
class StageStays:
    """One entry a stay. duration: int64 microseconds, rising, of all time or of working time · the others as in the
    summary; what an answer keeps for its groups.
    """

    stage: str
    duration: Ints
    ending: Bytes
    is_latest: Flags
    owner: NDArray[np.int32]
    channel: Bytes


@dataclass(frozen=True, eq=False)
class DatedStays:
    """The same stays, and when they were. week: int64, number in `week_starts` (int64 microseconds, one more than there
    are weeks, alike at all stages), -1 for stays that began before the first of them · the others as in the summary.
    """

    stays: StageStays
    entered: Ints
    since: Ints
    until: Ints
    fate: NDArray[np.int8]
    week: Ints
    week_starts: Ints


def dated_stays(summary: BottleneckSummary, stage: str, *, duration: Ints, week_starts: Ints) -> DatedStays:
    """The stays of a summary at a stage; duration: int64 microseconds, one entry a stay of the summary."""
    here = np.flatnonzero(summary.at(stage))
    order = here[np.argsort(duration[here])]
    since = summary.since[order]
    stays = StageStays(
        stage,
        duration[order],
        summary.ending[order],
        summary.is_latest[order],
        summary.owner[order],
        summary.channel[order],
    )
    return DatedStays(
        stays,
        summary.entered[order],
        since,
        summary.until[order],
        summary.fate[order],
        weeks_of(since, week_starts),
        week_starts,
    )


def sides(dated: DatedStays, *, began: int, edge: int) -> Ints:
    """int64, one entry a stay: 0 if it began by an instant, 1 if after it, -1 where the two can't be compared.

    began, edge: microseconds, when the log began, and the instant. The first leads to reach a late stage of a young log
    are the fast ones, who are fast there, too. So compared are leads that had been under way for at most half the time
    from the beginning to the instant, in stays that began when leads could have been under way for as long.
    """
    longest = (edge - began) // 2
    is_fair = (dated.since - dated.entered <= longest) & (dated.since >= began + longest)
    return np.where(is_fair, dated.since > edge, -1).astype(np.int64)


def log_began(summary: BottleneckSummary) -> int:
    """Microseconds: when one in a hundred of the stays' leads had come; one lead from long ago is no beginning."""
    return int(np.quantile(summary.entered, 0.01, method="lower")) if len(summary.entered) else 0


def durations(summary: BottleneckSummary, options: BottleneckOptions) -> Ints:
    """int64 microseconds, one entry a stay: how long each has lasted, of all time or of working time."""
    if options.hours is None:
        return summary.until - summary.since
    return business_durations(summary.since, summary.until, options.hours, options.zone)


def trend_starts(summary: BottleneckSummary, options: BottleneckOptions) -> Ints:
    """int64 microseconds: the starts of the weeks of a trend, and of the one after them."""
    since = summary.since
    last = int(since.max()) if len(since) else microseconds(options.as_of)
    first = max(int(since.min(initial=last)), last - (WEEKS - 1) * WEEK)
    return week_starts(first, last, options.zone)
