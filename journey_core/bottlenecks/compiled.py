"""The options of bottlenecks in the units of columns."""

from dataclasses import dataclass

import numpy as np

from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.log.arrays import Flags
from journey_core.log.matching import StepTables, tables
from journey_core.log.times import bounds, microseconds
from journey_core.log.vocabulary import WON, Words


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """What the pass looks for; times in microseconds. is_before_won: bool[256], by the code of a stage · goal: a
    look-up table for conversions.
    """

    is_before_won: Flags
    goal: StepTables
    since: int
    until: int
    as_of: int


def stages_before_won(words: Words) -> tuple[int, ...]:
    """The codes of the stages that leads can stay at, in their order."""
    return tuple(code for code in words.stage_order if code != WON)


def compiled(options: BottleneckOptions, words: Words) -> Compiled:
    """The options in the codes of a workspace; raises UnknownName."""
    since, until = bounds(options.since, options.until)
    is_before_won = np.zeros(256, bool)
    is_before_won[list(stages_before_won(words))] = True
    return Compiled(
        is_before_won=is_before_won,
        goal=tables([options.goal], words),
        since=since,
        until=until,
        as_of=microseconds(options.as_of),
    )
