"""The peer's side of the funnel: good ways to ask it in DuckDB's SQL, the fastest of which is compared with ours.

They read a table `log` with the same columns as ours, sorted by lead and time: lead and occurred_at (microseconds)
BIGINT, kind a small integer. They agree with our definition where no two interactions of a lead share an instant and
no interaction matches two steps. Each gives one row: how many leads reached every step.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

FunnelQuery = Callable[[Sequence[int], int], str]


def _windows(kinds: Sequence[int], window: int) -> str:
    """Each step looks back for the latest start of a run that came to the step before: one window per step."""
    levels = [
        f"s1 AS (SELECT *, CASE WHEN kind = {kinds[0]} THEN occurred_at END AS start1 FROM log "
        f"WHERE kind IN ({_listed(kinds)}))"
    ]
    for step, kind in _later(kinds):
        base = f"max(start{step - 1}) OVER (PARTITION BY lead ORDER BY occurred_at ROWS UNBOUNDED PRECEDING)"
        levels.append(
            f"b{step} AS (SELECT *, {base} AS base FROM s{step - 1}), s{step} AS (SELECT * EXCLUDE (base), "
            f"CASE WHEN kind = {kind} AND occurred_at - base <= {window} THEN base END AS start{step} FROM b{step})"
        )
    return _counted(kinds, levels, f"s{len(kinds)}", lambda step: f"count(DISTINCT lead) FILTER (start{step} > 0)")


def _asof_joins(kinds: Sequence[int], window: int) -> str:
    """Each step joins the newest row of the step before; starts never get earlier, so that row has the latest start."""
    levels = [f"s1 AS (SELECT lead, occurred_at, occurred_at AS start FROM log WHERE kind = {kinds[0]})"]
    levels += [
        f"s{step} AS (SELECT log.lead, log.occurred_at, s.start FROM log ASOF JOIN s{step - 1} AS s "
        f"ON log.lead = s.lead AND log.occurred_at > s.occurred_at WHERE log.kind = {kind} "
        f"AND log.occurred_at - s.start <= {window})"
        for step, kind in _later(kinds)
    ]
    return _counted(kinds, levels, "", lambda step: f"(SELECT count(DISTINCT lead) FROM s{step})")


def _lists(kinds: Sequence[int], window: int) -> str:
    """A list of times per lead and step; from every start the earliest next step, and so on."""
    lists = ", ".join(
        f"coalesce(list(occurred_at ORDER BY occurred_at) FILTER (kind = {kind}), []) AS at{step}"
        for step, kind in enumerate(kinds, start=1)
    )
    levels = [
        f"s1 AS (SELECT lead, {lists} FROM log WHERE kind IN ({_listed(kinds)}) GROUP BY lead HAVING len(at1) > 0)",
        "r1 AS (SELECT *, list_transform(at1, lambda t: [t, t]) AS runs1 FROM s1)",
    ]
    for step, _ in _later(kinds):
        following = f"list_filter(at{step}, lambda t: t > run[2] AND t - run[1] <= {window})[1]"
        levels.append(
            f"r{step} AS (SELECT *, list_filter(list_transform(runs{step - 1}, lambda run: [run[1], {following}]), "
            f"lambda run: run[2] IS NOT NULL) AS runs{step} FROM r{step - 1})"
        )
    return _counted(kinds, levels, f"r{len(kinds)}", lambda step: f"count(*) FILTER (len(runs{step}) > 0)")


def _folds(kinds: Sequence[int], window: int) -> str:
    """A list of rows per lead, folded once: the state is the latest start of a run of every depth, 0 for none."""
    kept = ", ".join(
        f"CASE WHEN row[2] = {kind} AND row[1] - state[{step - 1}] <= {window} "
        f"THEN state[{step - 1}] ELSE state[{step}] END"
        for step, kind in _later(kinds)
    )
    started = f"CASE WHEN row[2] = {kinds[0]} THEN row[1] ELSE state[1] END"
    none = ", ".join("0" for _ in kinds)
    levels = [
        "s AS (SELECT list([occurred_at, kind::BIGINT] ORDER BY occurred_at) AS rows FROM log "
        f"WHERE kind IN ({_listed(kinds)}) GROUP BY lead)",
        f"r AS (SELECT list_reduce(rows, lambda state, row: [{started}, {kept}], [{none}]::BIGINT[]) AS state FROM s)",
    ]
    return _counted(kinds, levels, "r", lambda step: f"count(*) FILTER (state[{step}] > 0)")


def _later(kinds: Sequence[int]) -> list[tuple[int, int]]:
    """(number, kind) of the steps from the second on."""
    return list(enumerate(kinds, start=1))[1:]


def _listed(kinds: Sequence[int]) -> str:
    return ", ".join(map(str, kinds))


def _counted(kinds: Sequence[int], levels: list[str], source: str, count: Callable[[int], str]) -> str:
    counts = ", ".join(count(step) for step in range(1, len(kinds) + 1))
    return f"WITH {', '.join(levels)} SELECT {counts}" + (f" FROM {source}" if source else "")


FUNNEL_QUERIES: Final[Mapping[str, FunnelQuery]] = {
    "a window a step": _windows,
    "an ASOF join a step": _asof_joins,
    "lists of times a step": _lists,
    "one fold a lead": _folds,
}
"""How it is asked, and the SQL for the kinds of the steps and the window in microseconds."""
