"""Fair stopwatches: the contenders take turns, after one turn that does not count."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

Work = Callable[[], object]


def seconds(work: Work) -> float:
    """How long one call takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def medians(contenders: Sequence[Work], *, rounds: int) -> list[float]:
    """The median seconds of every contender over `rounds` rounds in which each has one turn."""
    for work in contenders:
        work()
    turns = [[seconds(work) for work in contenders] for _ in range(rounds)]
    return [median(times) for times in zip(*turns, strict=True)]
