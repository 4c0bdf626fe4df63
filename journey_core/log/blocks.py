"""Work in blocks of leads or of rows, on as many threads as there are cores, with the results in order.

Where blocks end depends on the log and on a size alone, so they are the same on any number of threads, and so are sums
of fractions. The size belongs to the work: it says what stays near the processor.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TypeVar, TypeVarTuple

import numpy as np

from journey_core.log.arrays import Ints

Part = TypeVar("Part")
Task = TypeVarTuple("Task")


def each_block(
    blocks: Sequence[tuple[*Task]], work: Callable[[*Task], Part], *, threads: int | None = None
) -> list[Part]:
    """`work(*block)` of every block, in order, on `threads` cores (default all); returns when all is done."""
    return list(as_they_come(blocks, work, threads=threads))


def as_they_come(
    blocks: Sequence[tuple[*Task]], work: Callable[[*Task], Part], *, threads: int | None = None
) -> Iterator[Part]:
    """The same one by one, while later blocks are still being worked on. No work begins before the first is taken."""
    workers = min(threads or cpu_count() or 1, len(blocks))
    if workers < 2:
        yield from (work(*block) for block in blocks)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(lambda block: work(*block), blocks)


def row_blocks(rows: int, size: int) -> list[tuple[int, int]]:
    """Ranges [first, past) of `size` rows, the last one shorter, that together cover 0..rows-1."""
    return [(first, min(first + size, rows)) for first in range(0, rows, size)]


def lead_blocks(offsets: Ints, first: int, past: int, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of leads [low, high) with about `size` rows each, at least one lead, that together cover first..past-1.

    offsets: those of `Journeys`.
    """
    low = first
    while low < past:
        high = int(np.searchsorted(offsets, offsets[low] + size, side="right")) - 1
        high = min(max(high, low + 1), past)
        yield low, high
        low = high
