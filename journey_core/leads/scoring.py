"""The engagement score: recency, frequency and diversity of a lead's interactions, a function of the log and `as_of`.

score = recency_weight * max(0, 1 - days since the last / recency_days)
      + frequency_weight * min(interactions / frequency_cap, 1)
      + diversity_weight * min(channels / diversity_cap, 1)

Interactions that record a state (notes, stage changes, outcomes) don't count; an empty channel is not counted as one;
days are fractional; a lead without interactions scores 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.leads.score_constants import DEFAULTS, ScoreConstants
from journey_core.log.arrays import Flags, Floats, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import instant, microseconds
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD, Direction

INBOUND = int(Direction.INBOUND)


POINTS: Final = 120
POINTS_AHEAD: Final = 31
AHEAD: Final = timedelta(days=30)


@dataclass(frozen=True, eq=False)
class Scores:
    """One entry per lead in every array: the weighted parts, 0..1, that add up to the score, and what they are based
    on.

    recency, frequency, diversity: float64 · interactions, channels: int64, counted by the score · last_at: int64
    microseconds, the newest counted interaction, 0 if there is none.
    """

    as_of: datetime
    constants: ScoreConstants
    lead_id: Ints
    recency: Floats
    frequency: Floats
    diversity: Floats
    interactions: Ints
    channels: Ints
    last_at: Ints

    @property
    def score(self) -> Floats:
        """float64[n_leads], 0..1."""
        return self.recency + self.frequency + self.diversity


@dataclass(frozen=True, eq=False)
class ScoreCourse:
    """One lead's score over time: moments, ascending; score float64[moments]; is_ahead bool[moments], for those that
    say what comes if nothing more happens, the first of which is `as_of` again.
    """

    moments: tuple[datetime, ...]
    score: Floats
    is_ahead: Flags


def scores(
    journeys: Journeys, *, as_of: datetime, constants: ScoreConstants = DEFAULTS, threads: int | None = None
) -> Scores:
    """The scores of all leads from the interactions up to `as_of`, inclusive; equal on any number of threads."""
    until = microseconds(as_of)
    parts = journeys.each_shard(
        lambda first, past: _activity(
            journeys.offsets,
            journeys.occurred_at,
            journeys.kind,
            journeys.channel,
            journeys.direction,
            first,
            past,
            until,
            constants.inbound_only,
        ),
        threads=threads,
    )
    interactions, channels, last_at = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    recency, frequency, diversity = _parts(interactions, channels, until - last_at, constants)
    return Scores(as_of, constants, journeys.lead_id, recency, frequency, diversity, interactions, channels, last_at)


def score_history(
    journeys: Journeys,
    lead: int,
    moments: Sequence[datetime],
    *,
    as_of: datetime,
    constants: ScoreConstants = DEFAULTS,
) -> Floats:
    """float64[moments]: the score of the lead of this number at each moment; those after `as_of` say what it will be if
    nothing more happens.
    """
    rows = slice(int(journeys.offsets[lead]), int(journeys.offsets[lead + 1]))
    kind, channel = journeys.kind[rows], journeys.channel[rows]
    is_counted = (kind < FIRST_RECORD) | (kind > LAST_RECORD)
    is_counted &= journeys.occurred_at[rows] <= microseconds(as_of)
    if constants.inbound_only:
        is_counted &= journeys.direction[rows] == INBOUND
    times, channel = journeys.occurred_at[rows][is_counted], channel[is_counted]
    first_uses = np.sort(times[[int(np.argmax(channel == code)) for code in np.unique(channel[channel > 0])]])
    asked = np.array([microseconds(moment) for moment in moments], np.int64)
    seen = np.searchsorted(times, asked, side="right")
    last_at = np.concatenate(([0], times))[seen]
    used = np.searchsorted(first_uses, asked, side="right")
    total: Floats = sum(_parts(seen, used, asked - last_at, constants), np.zeros(len(asked)))
    return total


def score_course(
    journeys: Journeys, lead: int, *, as_of: datetime, constants: ScoreConstants = DEFAULTS
) -> ScoreCourse:
    """How the lead with this number came to its score, from its first interaction or at least a week before `as_of`,
    and how the score would develop for AHEAD.
    """
    first = instant(int(journeys.occurred_at[journeys.offsets[lead]]))
    begin = min(first, as_of - timedelta(days=7))
    past = [begin + (as_of - begin) * share for share in np.linspace(0, 1, POINTS)]
    ahead = [as_of + AHEAD * share for share in np.linspace(0, 1, POINTS_AHEAD)]
    moments = (*past, *ahead)
    score = score_history(journeys, lead, moments, as_of=as_of, constants=constants)
    return ScoreCourse(moments, score, np.arange(len(moments)) >= POINTS)


def rounded_parts(result: Scores, lead: int) -> tuple[dict[str, int], int]:
    """The parts of a score in hundredths, rounded so that they add up to the rounded score, which comes second."""
    parts = {name: float(getattr(result, name)[lead]) * 100 for name in ("recency", "frequency", "diversity")}
    total, rounded = round(sum(parts.values())), {name: int(value) for name, value in parts.items()}
    most_cut = sorted(parts, key=lambda name: rounded[name] - parts[name])
    for name in most_cut[: total - sum(rounded.values())]:
        rounded[name] += 1
    return rounded, total


def falls_below(result: Scores, lead: int, threshold: float) -> datetime | None:
    """The instant from which the lead with this number scores below the threshold if nothing more happens: `as_of` if
    it already does, None if frequency and diversity alone keep it at the threshold for ever.
    """
    lasting = float(result.frequency[lead] + result.diversity[lead])
    if result.score[lead] < threshold:
        return result.as_of
    if lasting >= threshold:
        return None
    share_left = (threshold - lasting) / result.constants.recency_weight
    return instant(int(result.last_at[lead])) + timedelta(days=result.constants.recency_days * (1 - share_left))


def _parts(
    interactions: NDArray[np.integer], channels: NDArray[np.integer], elapsed: Ints, constants: ScoreConstants
) -> tuple[Floats, Floats, Floats]:
    """The weighted parts, from counts and the microseconds since the last interaction."""
    days = elapsed / 86_400e6
    recency = np.where(interactions > 0, np.maximum(0.0, 1 - days / constants.recency_days), 0.0)
    return (
        constants.recency_weight * recency,
        constants.frequency_weight * np.minimum(interactions / constants.frequency_cap, 1.0),
        constants.diversity_weight * np.minimum(channels / constants.diversity_cap, 1.0),
    )


@njit(cache=True, nogil=True)
def _activity(
    offsets: Ints,
    occurred_at: Ints,
    kind: NDArray[np.uint16],
    channel: NDArray[np.uint8],
    direction: NDArray[np.uint8],
    first: int,
    past: int,
    until: int,
    inbound_only: bool,
) -> tuple[Ints, Ints, Ints]:
    """Interactions, channels and newest time of the leads first..past-1, of what the score counts: int64 each."""
    interactions, channels = np.zeros(past - first, np.int64), np.zeros(past - first, np.int64)
    last_at = np.zeros(past - first, np.int64)
    for lead in range(past - first):
        counted, met, newest = 0, np.uint64(0), 0
        for row in range(offsets[first + lead], offsets[first + lead + 1]):
            if occurred_at[row] > until:
                break
            if (kind[row] < FIRST_RECORD or kind[row] > LAST_RECORD) and (
                not inbound_only or direction[row] == INBOUND
            ):
                counted += 1
                met |= np.uint64(1) << np.uint64(channel[row])
                newest = occurred_at[row]
        interactions[lead], channels[lead], last_at[lead] = counted, _bits(met >> np.uint64(1)), newest
    return interactions, channels, last_at


@njit(cache=True, nogil=True)
def _bits(mask: np.uint64) -> int:
    """How many bits are set; bit 0 of a set of channels stands for no channel and is shifted out first."""
    count = 0
    while mask:
        mask &= mask - np.uint64(1)
        count += 1
    return count
