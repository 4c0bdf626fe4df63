"""A first funnel for a workspace, from its own words: its stages, else the kinds that its leads go through."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD

LONGEST: Final = 5
LEAST_SHARE: Final = 0.05
"""A step that fewer of the funnel's leads reach is not proposed."""

SERVED: Final = 0.9
"""The share of the leads that come through, for whom a proposed window is long enough."""

WINDOWS: Final = tuple(timedelta(days=days) for days in (1, 7, 14, 30, 90, 365))
"""Windows that are offered."""

MICROSECOND: Final = timedelta(microseconds=1)


def proposed_steps(journeys: Journeys) -> tuple[Predicate, ...]:
    """Two to five steps: the stages that leads moved to, in their order; with fewer than two, the kinds that most
    leads go through; in a workspace without either, the last of its stages.
    """
    moved = np.bincount(journeys.stage, minlength=256)
    steps = [_stage(journeys, code) for code in journeys.words.stage_order if moved[code]]
    if len(steps) < 2:
        steps = [*_commonest_way(journeys), *steps]
    if len(steps) < 2:
        steps = [_stage(journeys, code) for code in journeys.words.stage_order]
    return tuple(steps[-LONGEST:])


def proposed_window(
    journeys: Journeys, steps: Sequence[Predicate], *, as_of: datetime, choices: Sequence[timedelta]
) -> timedelta:
    """The shortest of the rising choices in which nine of ten leads that come through the steps at all do so; the
    first one where no lead does.
    """
    options = FunnelOptions(steps=tuple(steps), as_of=as_of, window=choices[-1], replicates=0)
    answer = funnel(journeys, options)
    through = answer.depth == len(steps)
    if not through.any():
        return choices[0]
    took = np.quantile(answer.step_at[through, -1] - answer.entry_at[through], SERVED)
    return next((choice for choice in choices if choice / MICROSECOND >= took), choices[-1])


def window_choices(usual: timedelta) -> list[timedelta]:
    """The usual window and those of WINDOWS that are longer, rising."""
    return [usual, *(longer for longer in WINDOWS if longer > usual)]


def _stage(journeys: Journeys, code: int) -> Predicate:
    return Predicate(stage=journeys.words.word("stage", code))


def _commonest_way(journeys: Journeys) -> list[Predicate]:
    """From the kind that most leads have, on to the kind that most leads go on to and from, each kind once."""
    names = journeys.words.lists["kind"]
    follows, leads = follow_counts(journeys.offsets, journeys.kind, len(names))
    offered = leads > 0
    offered[[0, *range(FIRST_RECORD, LAST_RECORD + 1)]] = False
    way: list[int] = []
    reach = np.where(offered, leads, 0)
    least = max(LEAST_SHARE * float(reach.max(initial=0)), 1)
    while len(way) < LONGEST - 1 and reach.max() >= least:
        onward = np.minimum(reach, np.where(offered, follows, 0).max(axis=1))
        way.append(int((onward if onward.max() >= least else reach).argmax()))
        offered[way[-1]] = False
        reach = np.where(offered, np.minimum(follows[way[-1]], reach), 0)
    return [Predicate(kind=names[code]) for code in way]


@njit(cache=True, nogil=True)
def follow_counts(offsets: Ints, kind: NDArray[np.uint16], kinds: int) -> tuple[Ints, Ints]:
    """Leads whose first b lies after their first a, int64[kinds a, kinds b]; and leads with each kind, int64[kinds]."""
    follows = np.zeros((kinds, kinds), np.int64)
    leads = np.zeros(kinds, np.int64)
    met_by, met = np.full(kinds, -1, np.int64), np.empty(kinds, np.int64)
    for lead in range(len(offsets) - 1):
        count = 0
        for row in range(offsets[lead], offsets[lead + 1]):
            code = kind[row]
            if met_by[code] != lead:
                met_by[code] = lead
                leads[code] += 1
                for before in range(count):
                    follows[met[before], code] += 1
                met[count] = code
                count += 1
    return follows, leads
