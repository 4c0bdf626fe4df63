"""Journey rows of many new interactions, added up in columns before they go to the database."""

from dataclasses import dataclass
from itertools import repeat

import numpy as np
from sqlalchemy import Connection

from db.log.derived import NO_STAGE_KEY, add_to_journeys
from db.store.dialects import bulk_insert
from db.store.tables import JOURNEY
from db.store.workspaces import Workspace
from journey_core.log.arrays import Ints
from journey_core.log.vocabulary import CONVERTED, LOST, LOST_STAGE, WON

BATCH = 20_000


@dataclass(frozen=True)
class Tally:
    """One entry per lead, leads ascending; the columns of a journey row, all int64. Tallies add up in any order."""

    lead_id: Ints
    interaction_count: Ints
    first_at: Ints
    last_at: Ints
    channel_bits: Ints
    stage_key: Ints

    def __add__(self, other: "Tally") -> "Tally":
        columns = {name: np.concatenate((mine, getattr(other, name))) for name, mine in vars(self).items()}
        return _by_lead(**columns)


def tally(*, lead_id: Ints, occurred_at: Ints, channel: Ints, kind: Ints, stage: Ints, ranks: dict[int, int]) -> Tally:
    """The journey rows of some interactions; arrays have one entry per interaction, `ranks` is rank by stage code."""
    moved_to = np.where(kind == CONVERTED, WON, np.where(kind == LOST, LOST_STAGE, stage))
    rank = np.zeros(256, np.int64)
    rank[list(ranks)] = list(ranks.values())
    return _by_lead(
        lead_id=lead_id,
        interaction_count=np.ones(len(lead_id), np.int64),
        first_at=occurred_at,
        last_at=occurred_at,
        channel_bits=np.where(channel > 0, np.int64(1) << np.maximum(channel - 1, 0), 0),
        stage_key=np.where(moved_to > 0, occurred_at * 256 + rank[moved_to], NO_STAGE_KEY),
    )


class Tallies:
    """Adds tallies up; keeps few of them, each at least twice as long as the next; it all costs about one sort."""

    def __init__(self) -> None:
        self._parts: list[Tally] = []

    def add(self, part: Tally) -> None:
        while self._parts and len(self._parts[-1].lead_id) <= 2 * len(part.lead_id):
            part = self._parts.pop() + part
        self._parts.append(part)

    def write(self, connection: Connection, workspace: Workspace, *, has_log: bool = True) -> None:
        """Adds the sum of all to the journey rows; where there is no log yet, the sum becomes the journey rows."""
        while len(self._parts) > 1:
            last = self._parts.pop()
            self._parts.append(self._parts.pop() + last)
        for part in self._parts:
            columns = [values.tolist() for values in vars(part).values()]
            if not has_log:
                names = ("workspace_id", *vars(part))
                bulk_insert(connection, JOURNEY, names, zip(repeat(workspace.id), *columns, strict=False))
                continue
            for start in range(0, len(part.lead_id), BATCH):
                rows = zip(*(values[start : start + BATCH] for values in columns), strict=True)
                add_to_journeys(connection, workspace, [dict(zip(vars(part), row, strict=True)) for row in rows])


def _by_lead(
    *,
    lead_id: Ints,
    interaction_count: Ints,
    first_at: Ints,
    last_at: Ints,
    channel_bits: Ints,
    stage_key: Ints,
) -> Tally:
    """Adds entries up to one per lead."""
    order = np.argsort(lead_id, kind="stable")
    ordered = lead_id[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(order) else order

    def reduced(how: np.ufunc, values: Ints) -> Ints:
        found: Ints = how.reduceat(values[order], starts) if len(starts) else values[order]
        return found

    return Tally(
        ordered[starts],
        reduced(np.add, interaction_count),
        reduced(np.minimum, first_at),
        reduced(np.maximum, last_at),
        reduced(np.bitwise_or, channel_bits),
        reduced(np.maximum, stage_key),
    )
