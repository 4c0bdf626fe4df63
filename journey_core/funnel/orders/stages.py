"""The order “stage”: what a pipeline report means, leads that came to a stage or to a later one."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.errors import BadInput, brief
from journey_core.funnel.compiled import NEVER, NO_ROW, Compiled, Rows, instant_end, union_of
from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import StepTables
from journey_core.log.predicates import FIELDS, Predicate
from journey_core.log.vocabulary import LOST_STAGE, WON, Words

BELOW: Final = 1 << 30
"""The bit of a move to a stage before the first step's."""
CLOSES: Final = 1 << 31
"""The bit of a move to lost."""


def stage_tables(steps: Sequence[Predicate], words: Words) -> StepTables:
    """Look-up tables in which a move has the bits of all steps that it reaches; raises BadInput unless the steps are
    stages in their order, UnknownName for stages that the workspace does not have.
    """
    order = list(words.stage_order)
    ranks = [_rank(step, words, order) for step in steps]
    for earlier, later in pairwise(ranks):
        if earlier >= later:
            first, second = (words.word("stage", order[rank]) for rank in (earlier, later))
            raise BadInput(
                f"In the order “stage” steps rise from stage to stage; “{second}” does not follow “{first}”."
            )
    moves = np.zeros(len(words.lists["stage"]), np.uint32)
    for place, code in enumerate(order):
        moves[code] = sum(1 << step for step, rank in enumerate(ranks) if rank <= place) or BELOW
    moves[LOST_STAGE] = CLOSES
    none = np.zeros(0, np.uint32)
    return StepTables(kind=none, channel=none, stage=moves, campaign=none, direction=none)


def starts_there(steps: Sequence[Predicate], words: Words) -> bool:
    """Whether leads stand at the first step from their first interaction on: no row moves them there."""
    return _rank(steps[0], words, list(words.stage_order)) == 0


def _rank(step: Predicate, words: Words, order: list[int]) -> int:
    """The place of a step's stage in the order."""
    asked = {name for name in FIELDS if getattr(step, name)}
    is_won = asked == {"kind"} and words.code("kind", step.kind or "") == words.code("kind", "converted")
    if asked != {"stage"} and not is_won:
        raise BadInput(f"In the order “stage” every step is a stage, such as “stage=proposal”, not “{brief(step)}”.")
    code = WON if is_won else words.code("stage", step.stage or "")
    if code not in order:
        raise BadInput(f"“{brief(step)}” stands outside the order of stages: {', '.join(words.stages())}.")
    return order.index(code)


def stage_runs(
    masks: Masks, journeys: Journeys, asked: Compiled, first: int, past: int, depth: NDArray[np.int8], rows: Rows
) -> int:
    """Fills depth and rows of the leads first..past-1, as in `Runs`; how many entered.

    A lead enters whenever it comes to the first step's stage or a later one from an earlier stage or from lost; if
    that is the first stage of all, with its first interaction, too. It reached step k if, at most the window after an
    entry, it moved to the step's stage or to a later one; one move can reach several steps. Moves of one instant count
    in the order of the stages, lost last.
    """
    return _stages(
        masks, journeys.offsets, journeys.occurred_at, first, past, asked.steps, asked.starts_there,
        asked.window, asked.since, asked.until, asked.as_of, depth, rows,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _stages(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, steps: int, starts_there: bool,
    window: int, since: int, until: int, as_of: int, depth: NDArray[np.int8], rows: Rows,
) -> int:  # fmt: skip
    """The newest entry of the period reaches whatever an earlier one reaches from then on, so it alone is kept."""
    skipped, entered = offsets[first], 0
    run = np.full(steps, NO_ROW, np.int32)
    for lead in range(first, past):
        row, end, best, deep, start, is_in = offsets[lead], offsets[lead + 1], 0, 0, NEVER, False
        while row < end and best < steps:
            is_first = starts_there and row == offsets[lead]
            if masks[row - skipped] == 0 and not is_first:
                row += 1
                continue
            now, past_instant = occurred_at[row], instant_end(occurred_at, row, end)
            if now > as_of:
                break
            moves = union_of(masks, row - skipped, past_instant - skipped)
            enters = moves & 1 == 1 or is_first
            if enters and not is_in and since <= now < until:
                start, deep = now, 0
                if moves & 1 == 0:
                    run[0], deep = row, 1
            if now - start <= window:
                while deep < steps and (moves >> deep) & 1:
                    run[deep] = _lowest(masks, row, past_instant, skipped, deep)
                    deep += 1
            if moves & CLOSES or enters or moves & BELOW:
                is_in = enters and moves & CLOSES == 0
            if deep > best:
                best = deep
                rows[entered, :best] = run[:best]
            row = past_instant
        if best:
            depth[lead - first] = best
            rows[entered, best:] = NO_ROW
            entered += 1
    return entered


@njit(cache=True, nogil=True)
def _lowest(masks: Masks, row: int, past: int, skipped: int, step: int) -> int:
    """Of the rows of an instant that reach a step, the first with the lowest stage."""
    lowest = -1
    for i in range(row, past):
        mask = masks[i - skipped]
        if (mask >> np.uint32(step)) & np.uint32(1) and (lowest < 0 or mask < masks[lowest - skipped]):
            lowest = i
    return lowest
