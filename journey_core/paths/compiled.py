"""A journey map's options in the units of columns, under the nodes of its words."""

from dataclasses import dataclass

import numpy as np

from journey_core.log.arrays import Ints
from journey_core.log.matching import StepTables, tables
from journey_core.log.times import bounds, microseconds
from journey_core.log.vocabulary import Words
from journey_core.paths.nodes import Nodes
from journey_core.paths.options import OUTCOMES, PathOptions

# Places of the numbers that kernels take in one array.
SINCE, UNTIL, AS_OF, SIDE, COLLAPSE, STOPS, OUTCOME, IMPLIED, WON_NODE, LOST_NODE, LONGEST, NODE_COUNT = range(12)
WHOLE, BEFORE, AFTER = range(3)


@dataclass(frozen=True, kw_only=True, eq=False)
class Compiled:
    """What kernels look for. accepts: look-up tables of the goal (the first bit) and, if there is one, of the anchor.
    numbers: int64[12], by the places above, times in microseconds.
    """

    over: str
    nodes: Nodes
    accepts: StepTables
    numbers: Ints


def compiled(options: PathOptions, words: Words, known: Nodes) -> Compiled:
    """The options under these nodes; raises UnknownName for words that the workspace does not have."""
    predicates = [options.goal] if options.anchor is None else [options.goal, options.anchor]
    return Compiled(
        over=options.over, nodes=known, accepts=tables(predicates, words), numbers=map_numbers(options, known)
    )


def map_numbers(options: PathOptions, known: Nodes) -> Ints:
    """The options as numbers, by their places; those that are words excepted."""
    since, until = bounds(options.since, options.until)
    is_stage = options.over == "stage"
    by_place = {
        SINCE: since,
        UNTIL: until,
        AS_OF: microseconds(options.as_of),
        SIDE: BEFORE if options.is_before else AFTER if options.is_after else WHOLE,
        COLLAPSE: options.collapse or is_stage,
        STOPS: not is_stage and not options.is_before,
        OUTCOME: list(OUTCOMES).index(options.outcome),
        IMPLIED: 0 if options.is_after else known.first_stage,
        WON_NODE: known.won,
        LOST_NODE: known.lost,
        LONGEST: options.longest,
        NODE_COUNT: known.count,
    }
    numbers = np.array([int(by_place[place]) for place in range(len(by_place))], np.int64)
    numbers.flags.writeable = False
    return numbers
