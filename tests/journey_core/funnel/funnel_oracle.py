"""Funnels by trying everything: slow, short, and written from the definitions alone. An interaction is (minute, marks);
a step is the mark that it asks for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

LOST = 99

Happened = Sequence[tuple[int, frozenset[int]]]


@dataclass(frozen=True)
class Asked:
    """A funnel in minutes; exclusions are (mark, after, before), steps counted from 1."""

    steps: tuple[int, ...]
    window: int
    since: int = 0
    until: int = 99
    as_of: int = 99
    optional: frozenset[int] = frozenset()
    exclusions: tuple[tuple[int, int, int], ...] = ()
    step_windows: tuple[int | None, ...] = ()

    @property
    def required(self) -> list[int]:
        return [number for number in range(1, len(self.steps) + 1) if number not in self.optional]

    def limit(self, number: int) -> int:
        limit = self.step_windows[number - 1] if self.step_windows else None
        return 99 if limit is None else limit


def ordered(happened: Happened, asked: Asked) -> dict[int, int]:
    """Step number -> minute: the deepest run, then the earliest completed, the latest start, the earliest steps."""
    runs = [times for depth in range(1, len(asked.required) + 1) for times in _runs(happened, asked, depth)]
    if not runs:
        return {}
    best = min(runs, key=lambda times: (-len(times), times[-1], -times[0], times))
    times = dict(zip(asked.required, best, strict=False))
    return _with_optional(happened, asked, times) if asked.optional else times


def strict(happened: Happened, asked: Asked) -> dict[int, int]:
    """The same for runs that are neighbours in some order of the log, which differs only within instants."""
    runs = [
        times
        for depth in range(1, len(asked.required) + 1)
        for rows, times in _choices(happened, asked, depth)
        if _fits(happened, asked, times)
        and all(row in rows for row, (minute, _) in enumerate(happened) if times[0] < minute < times[-1])
    ]
    best = min(runs, key=lambda times: (-len(times), times[-1], -times[0], times), default=())
    return dict(enumerate(best, start=1))


def any_order(happened: Happened, asked: Asked) -> dict[int, int]:
    """The same for runs whose steps come in any order; the k-th time is that of the k-th interaction."""
    seen = [each for each in happened if asked.since <= each[0] <= asked.as_of]
    asking = [[None, *(row for row, (_, marks) in enumerate(seen) if mark in marks)] for mark in asked.steps]
    best: tuple[int, ...] = ()
    for given in product(*asking):
        rows = [row for row in given if row is not None]
        times = tuple(sorted(seen[row][0] for row in rows))
        if not rows or len(set(rows)) < len(rows) or times[-1] - times[0] > asked.window or times[0] >= asked.until:
            continue
        best = min(best, times, key=_preference)
    return dict(enumerate(best, start=1))


def stage(moves: Sequence[tuple[int, int]], asked: Asked, ranks: Sequence[int], first: int | None) -> dict[int, int]:
    """The same for a pipeline: moves are (minute, rank of the stage, LOST for lost); first: the minute of the lead's
    first interaction if it stands at the first step from there on.
    """
    entries, is_in = [], False
    for now in sorted({minute for minute, _ in moves} | {minute for minute in (first,) if minute is not None}):
        here = [rank for minute, rank in moves if minute == now]
        enters = now == first or any(ranks[0] <= rank < LOST for rank in here)
        if enters and not is_in and asked.since <= now < asked.until and now <= asked.as_of:
            entries.append(now)
        is_in = LOST not in here and (enters or (is_in and not here))
    best: tuple[int, ...] = ()
    for entry in entries:
        last = min(entry + asked.window, asked.as_of)
        times: tuple[int, ...] = ()
        for rank in ranks:
            came = [minute for minute, to in moves if entry <= minute <= last and rank <= to < LOST]
            came += [entry] if first == entry and rank == ranks[0] else []
            times += (min(came),) if came and len(times) == ranks.index(rank) else ()
        best = min(best, times, key=_preference)
    return dict(enumerate(best, start=1))


def _preference(times: tuple[int, ...]) -> tuple[object, ...]:
    return (-len(times), times[-1], -times[0], times) if times else (0,)


def _runs(happened: Happened, asked: Asked, depth: int) -> Iterator[tuple[int, ...]]:
    yield from (times for _, times in _choices(happened, asked, depth) if _fits(happened, asked, times))


def _choices(happened: Happened, asked: Asked, depth: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """(interactions, their minutes): every choice of different ones for the first required steps in order of time."""
    if depth == 0:
        yield (), ()
        return
    mark = asked.steps[asked.required[depth - 1] - 1]
    for rows, times in _choices(happened, asked, depth - 1):
        for row, (minute, marks) in enumerate(happened):
            if mark in marks and row not in rows and minute >= max(times, default=0) and minute <= asked.as_of:
                yield (*rows, row), (*times, minute)


def _fits(happened: Happened, asked: Asked, times: tuple[int, ...]) -> bool:
    """Whether a run lies in its period and windows, without anything between that must not be."""
    at = dict(zip(asked.required, times, strict=False))
    numbers = list(at)
    return (
        asked.since <= times[0] < asked.until
        and times[-1] - times[0] <= asked.window
        and all(at[n] - at[m] <= asked.limit(n) for m, n in pairwise(numbers))
        and not any(
            at[after] < minute < at[before] and mark in marks
            for mark, after, before in asked.exclusions
            if before in at
            for minute, marks in happened
        )
    )


def _with_optional(happened: Happened, asked: Asked, times: dict[int, int]) -> dict[int, int]:
    """Steps that may be skipped, in turn, each as early as it can be."""
    done = dict(times)
    unreached = [number for number in asked.required if number not in times]
    for number in sorted(asked.optional):
        if unreached and number > unreached[0]:
            break
        before = max(step for step in done if step < number)
        after = min((done[step] for step in done if step > number), default=99)
        latest = min(after, done[before] + asked.limit(number), done[1] + asked.window, asked.as_of)
        free = [
            minute
            for minute in range(done[before], latest + 1)
            if _can_be_given(happened, asked, done | {number: minute})
        ]
        done |= {number: min(free)} if free else {}
    return done


def _can_be_given(happened: Happened, asked: Asked, times: dict[int, int]) -> bool:
    """Whether every step has an interaction of its own at its minute."""

    def give(numbers: list[int], used: frozenset[int]) -> bool:
        return not numbers or any(
            give(numbers[1:], used | {row})
            for row, (minute, marks) in enumerate(happened)
            if row not in used and minute == times[numbers[0]] and asked.steps[numbers[0] - 1] in marks
        )

    return give(list(times), frozenset())
