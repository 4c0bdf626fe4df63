"""What leads did on the way through a funnel while they could still come through, and where they stood meanwhile.

Interactions that match a later step are no traits, for they make the funnel (in any order: those that match any step),
and neither are those that only record a state; but all that record none are touches. A lead stands at its stage and at
as many steps as it had done by then. Its time ends when it comes through, with its first loss, when the window from
its first entry is over, or at the instant that is looked from. A loss that a step asks for ends nothing.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.errors import UnknownName
from journey_core.funnel.options import STEP_LIMIT, FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.watch_window import Watch
from journey_core.log.arrays import Bytes, Flags, Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches
from journey_core.log.stages_held import stages_held
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD, LOST_STAGE, WordList, Words
from journey_core.statistics.at_risk import MOST_TOUCHES, NO_TRAIT, AtRisk, joined

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
    return joined(journeys.each_shard(lambda first, past: _some(journeys, options, watch, first, past), threads=threads))


def _some(journeys: Journeys, options: FunnelOptions, watch: Watch, first: int, past: int) -> AtRisk:
    """Those of the leads first..past-1."""
    low, high = int(journeys.offsets[first]), int(journeys.offsets[past])
    chosen = slice(*np.searchsorted(watch.lead, (first, past)).tolist())
    required = [step for step in range(len(options.steps)) if step + 1 not in options.optional]
    masks = matches(journeys, ORDERS[options.order].tables(options.steps, journeys.words), low, high)
    starts = trait_starts(journeys.words)
    return AtRisk(
        journeys.lead_id[watch.lead[chosen]],
        *_watch(
            journeys.offsets, journeys.occurred_at, journeys.kind, journeys.channel, journeys.campaign, journeys.stage,
            stages_held(journeys, first, past), masks & np.uint32((1 << len(options.steps)) - 1),
            watch.lead[chosen], watch.row[chosen], watch.came_at[chosen], watch.closes[chosen], watch.as_of, low,
            np.array(required), _ORDER_NUMBERS.get(options.order, 0), starts["channel"], starts["campaign"], starts[""],
        ),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _watch(
    offsets: Ints, occurred_at: Ints, kind: NDArray[np.uint16], channel: Bytes, campaign: NDArray[np.int32],
    stage: Bytes, held: Bytes, masks: Masks, lead: Ints, entry: Ints, came_at: Ints, closes: Ints, as_of: int,
    skipped: int, required: Ints, order: int, channels_at: int, campaigns_at: int, traits: int,
) -> tuple[Ints, Flags, NDArray[np.uint16], Ints, Ints, NDArray[np.uint16], Flags, NDArray[np.int32]]:  # fmt: skip
    """The columns of AtRisk behind the first. held and masks begin at the row `skipped`."""
    took, came, place = np.zeros(len(lead), np.int64), np.zeros(len(lead), np.bool_), np.zeros(len(lead), np.uint16)
    ends, seen, found = np.zeros(len(lead) + 1, np.int64), np.full(traits, -1, np.int64), 0
    (age, stands, is_touch, trait), was = _room(3 * len(masks)), np.uint16(0)
    for i in range(len(lead)):
        since, until = occurred_at[entry[i]], min(came_at[i], closes[i], as_of)
        row, past, touches, done = entry[i], offsets[lead[i] + 1], 0, np.uint32(0)
        while row > offsets[lead[i]] and occurred_at[row - 1] == since:
            row -= 1
        while row < past and (occurred_at[row] == since or occurred_at[row] < until):
            moment, end, joint, is_lost = _instant(occurred_at, stage, masks, row, past, entry[i], skipped)
            done = _done(order, done, joint, end - row, required)
            now = np.uint16(held[row - skipped] + 256 * _steps(order, done))
            if moment == since:
                place[i] = was = now
            if is_lost:
                until = min(until, moment)
                break
            for each in range(row, end if moment > since else row):
                is_own = not FIRST_RECORD <= kind[each] <= LAST_RECORD
                before = found
                if is_own and masks[each - skipped] & (_NO_STEP if order == _ANY else _NO_LATER_STEP) == 0:
                    words = (np.int64(kind[each]), np.int64(channel[each]), np.int64(campaign[each]))
                    found = _gained(words, (0, channels_at, campaigns_at), i, seen, trait, found)
                if found == before and (now != was or (is_own and touches < MOST_TOUCHES)):
                    trait[found] = NO_TRAIT
                    found += 1
                age[before:found], stands[before:found] = (moment - since) // 1000, now
                is_touch[before:found] = False
                if found > before:
                    is_touch[before], was = is_own, now
                touches += is_own
            row = end
        took[i], came[i], ends[i + 1] = (until - since) // 1000, came_at[i] <= until, found
    return took, came, place, ends, age[:found], stands[:found], is_touch[:found], trait[:found]


@njit(cache=True, nogil=True)
def _room(changes: int) -> tuple[Ints, NDArray[np.uint16], Flags, NDArray[np.int32]]:
    """The columns of so many changes, unfilled."""
    return (
        np.empty(changes, np.int64), np.empty(changes, np.uint16), np.empty(changes, np.bool_),
        np.empty(changes, np.int32),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _instant(
    occurred_at: Ints, stage: Bytes, masks: Masks, row: int, past: int, entry: int, skipped: int
) -> tuple[int, int, np.uint32, bool]:
    """The time of the row's instant, the row after it, the steps that it matches, and whether the lead was lost, other
    than by a step or by entering.
    """
    moment, joint, is_lost = occurred_at[row], np.uint32(0), False
    while row < past and occurred_at[row] == moment:
        mask = masks[row - skipped]
        joint |= mask
        is_lost |= stage[row] == LOST_STAGE and mask == 0 and row != entry
        row += 1
    return moment, row, joint, is_lost


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
def _steps(order: int, done: np.uint32) -> int:
    """How many steps were done."""
    if order != _ANY:
        return np.int64(done)
    steps = 0
    for bit in range(STEP_LIMIT):
        steps += np.int64(done >> np.uint32(bit) & np.uint32(1))
    return steps


@njit(cache=True, nogil=True)
def _gained(
    words: tuple[int, int, int], starts: tuple[int, int, int], lead: int, seen: Ints, trait: NDArray[np.int32],
    found: int,
) -> int:  # fmt: skip
    """Write the traits that are new to the lead behind the first `found`; how many there are then."""
    for place in range(3):
        number = starts[place] + words[place]
        if words[place] and seen[number] != lead:
            seen[number] = lead
            trait[found] = number
            found += 1
    return found
