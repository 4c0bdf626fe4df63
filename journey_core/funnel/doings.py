"""What leads did on the way through a funnel while they could still come through, and where they stood meanwhile.

Interactions that match a later step are no traits, for they make the funnel (in any order: those that match any step),
and neither are those that only record a state; but all that record none are touches. A lead stands at its stage and at
as many steps as it had done by then. Its time ends when it comes through, with its first loss, when the window from
its first entry is over, or at the instant that is looked from. A loss that a step asks for ends nothing.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.errors import UnknownName
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.watch_window import Watch
from journey_core.log.arrays import Bytes, Flags, Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches
from journey_core.log.stages_held import stages_held
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD, LOST_STAGE, WordList, Words
from journey_core.statistics.at_risk import NO_TRAIT, AtRisk, Changes, joined, room_for, written

DURING: Final[tuple[WordList, ...]] = ("kind", "channel", "campaign")
"""What a lead can have done on its way. The number of a trait is the code of its word, behind those of the lists before
it.
"""

_STRICT, _ANY, _STAGE = 1, 2, 3
_ORDER_NUMBERS: Final = {"strict": _STRICT, "any": _ANY, "stage": _STAGE}
_NO_STEP, _NO_LATER_STEP = np.uint32(0xFFFFFFFF), np.uint32(0xFFFFFFFE)
"""What a row must match nothing of, to be a trait: any step, or any but the first."""


def trait_starts(words: Words) -> dict[str, int]:
    """The first number of the traits of each field of DURING, and under “” how many there are."""
    sizes = np.cumsum([0, *(len(words.lists[field]) for field in DURING)]).tolist()
    return dict(zip((*DURING, ""), sizes, strict=True))


def trait_number(words: Words, field: str, word: str) -> int:
    """The number of a trait; raises UnknownName."""
    if field not in DURING:
        raise UnknownName("trait", field, DURING)
    return trait_starts(words)[field] + words.code(next(name for name in DURING if name == field), word)


def doings(journeys: Journeys, options: FunnelOptions, watch: Watch, *, threads: int | None = None) -> AtRisk:
    """The leads that are watched while they could come through; the same on any number of threads."""
    return joined(
        journeys.each_shard(lambda first, past: _some(journeys, options, watch, first, past), threads=threads)
    )


class _Rows(NamedTuple):
    """Columns of some leads: offsets: int64[leads + 1], the first 0; the others have one entry a row. held: the stage
    after the row's instant · steps: the steps that the row matches, one bit each.
    """

    offsets: Ints
    occurred_at: Ints
    kind: NDArray[np.uint16]
    channel: Bytes
    campaign: NDArray[np.int32]
    stage: Bytes
    held: Bytes
    steps: Masks


def _some(journeys: Journeys, options: FunnelOptions, watch: Watch, first: int, past: int) -> AtRisk:
    """Those of the leads first..past-1."""
    low, high = int(journeys.offsets[first]), int(journeys.offsets[past])
    chosen = slice(*np.searchsorted(watch.lead, (first, past)).tolist())
    steps = matches(journeys, ORDERS[options.order].tables(options.steps, journeys.words), low, high)
    rows = _Rows(
        journeys.offsets[first : past + 1] - low,
        journeys.occurred_at[low:high],
        journeys.kind[low:high],
        journeys.channel[low:high],
        journeys.campaign[low:high],
        journeys.stage[low:high],
        stages_held(journeys, first, past),
        steps & np.uint32((1 << len(options.steps)) - 1),
    )
    required = [step for step in range(len(options.steps)) if step + 1 not in options.optional]
    starts = trait_starts(journeys.words)
    return AtRisk(
        journeys.lead_id[watch.lead[chosen]],
        *_watch(
            rows, watch.lead[chosen] - first, watch.row[chosen] - low, watch.came_at[chosen], watch.closes[chosen],
            watch.as_of, np.array(required), _ORDER_NUMBERS.get(options.order, 0),
            (starts["kind"], starts["channel"], starts["campaign"], starts[""]),
        ),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _watch(
    rows: _Rows, lead: Ints, entry: Ints, came_at: Ints, closes: Ints, as_of: int, required: Ints, order: int,
    starts: tuple[int, int, int, int],
) -> tuple[Ints, Flags, NDArray[np.uint16], Ints, Ints, NDArray[np.uint16], Flags, NDArray[np.int32]]:  # fmt: skip
    """The columns of AtRisk behind the first."""
    took, came, place = np.zeros(len(lead), np.int64), np.zeros(len(lead), np.bool_), np.zeros(len(lead), np.uint16)
    ends, seen = np.zeros(len(lead) + 1, np.int64), np.full(starts[3], -1)
    changes, found, at = room_for(3 * len(rows.kind)), 0, rows.occurred_at
    for i in range(len(lead)):
        since, until, row, past = at[entry[i]], min(came_at[i], closes[i], as_of), entry[i], rows.offsets[lead[i] + 1]
        done, was = np.uint32(0), np.uint16(0)
        while row > rows.offsets[lead[i]] and at[row - 1] == since:
            row -= 1
        while row < past and (at[row] == since or at[row] < until):
            moment, end, joint, is_lost = _instant(rows, row, past, entry[i])
            done = _done(order, done, joint, end - row, required)
            now = np.uint16(rows.held[row] + 256 * _steps(order, done))
            if moment == since:
                row, place[i], was = end, now, now
            if is_lost:
                until = min(until, moment)
                break
            while row < end:
                age = (moment - since) // 1000
                found = _add(rows, row, changes, found, age, now, now != was, order, starts, seen, i)
                was, row = now, row + 1
        took[i], came[i], ends[i + 1] = (until - since) // 1000, came_at[i] <= until, found
    return (
        took, came, place, ends, changes.age[:found], changes.stands[:found], changes.is_touch[:found],
        changes.trait[:found],
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _instant(rows: _Rows, row: int, past: int, entry: int) -> tuple[int, int, np.uint32, bool]:
    """The time of the row's instant, the row after it, the steps that it matches, and whether the lead was lost, other
    than by a step or by entering.
    """
    moment, joint, is_lost = rows.occurred_at[row], np.uint32(0), False
    while row < past and rows.occurred_at[row] == moment:
        joint |= rows.steps[row]
        is_lost |= rows.stage[row] == LOST_STAGE and rows.steps[row] == 0 and row != entry
        row += 1
    return moment, row, joint, is_lost


@njit(cache=True, nogil=True)
def _add(
    rows: _Rows, row: int, changes: Changes, found: int, age: int, now: np.uint16, is_move: bool, order: int,
    starts: tuple[int, int, int, int], seen: Ints, lead: int,
) -> int:  # fmt: skip
    """Write what a row changes for its lead behind the first `found` changes; how many there are then."""
    is_touch, before = not FIRST_RECORD <= rows.kind[row] <= LAST_RECORD, found
    if is_touch and rows.steps[row] & (_NO_STEP if order == _ANY else _NO_LATER_STEP) == 0:
        words = (np.int64(rows.kind[row]), np.int64(rows.channel[row]), np.int64(rows.campaign[row]))
        for field in range(len(words)):
            trait = starts[field] + words[field]
            if words[field] and seen[trait] != lead:
                seen[trait] = lead
                found = written(changes, found, age, now, found == before, trait)
    if found == before and (is_touch or is_move):
        found = written(changes, found, age, now, is_touch, NO_TRAIT)
    return found


@njit(cache=True, nogil=True)
def _done(order: int, done: np.uint32, joint: np.uint32, rows: int, required: Ints) -> np.uint32:
    """The steps done after an instant with so many rows: their number, in any order the set of them. Strict ones are
    those of the run that goes on.
    """
    if order == _ANY:
        return done | joint
    if order == _STAGE:
        for step in required:
            if joint >> np.uint32(step) & np.uint32(1):
                done = max(done, np.uint32(step + 1))
        return done
    left = rows
    while left > 0 and done < len(required) and joint >> np.uint32(required[done]) & np.uint32(1):
        done, left = done + np.uint32(1), left - 1
    if order == _STRICT and left == rows:
        return joint & np.uint32(1)
    return done


@njit(cache=True, nogil=True)
def _steps(order: int, done: np.uint32) -> np.int64:
    """How many steps were done; in any order which of the first eight, for what is left to do hangs on that."""
    return np.int64(done & np.uint32(255)) if order == _ANY else np.int64(done)
