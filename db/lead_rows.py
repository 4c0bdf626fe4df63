"""Leads as lists show them: who they are, where they stand, how warm they are. Row k is lead k."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from db.engine import Workspace
from db.read import lead_frame
from db.settings import settings
from db.snapshot import journeys
from journey_core.journeys import Ints, Journeys, instant
from journey_core.predicate import Predicate
from journey_core.scoring import Scores, scores
from journey_core.standing import Standing, standing

Value = TypeVar("Value")


class Memo(Protocol):
    """What remembers answers until the workspace's data change, such as the cache of the pages."""

    def __call__(
        self, workspace: Workspace, name: str, options: Hashable, compute: Callable[[], Value], /
    ) -> Value: ...


def at_once(_workspace: Workspace, _name: str, _options: Hashable, compute: Callable[[], Value], /) -> Value:
    """Remembers nothing: for the terminal, which asks once."""
    return compute()


@dataclass(frozen=True, eq=False)
class People:
    """Who the leads are, one entry a lead in the order of Journeys.lead_id.

    `title`: name, else key · `owner`: int64, place in `owners` (the first is "", nobody) · `haystack`: what the search
    looks in, without case · `by_title`: int64, place of the lead when all are sorted by title.
    """

    frame: pd.DataFrame
    title: NDArray[np.object_]
    owner: Ints
    owners: tuple[str, ...]
    haystack: pd.Series
    by_title: Ints

    def is_owned_by(self, owner: str) -> NDArray[np.bool_]:
        """bool[n_leads]: the leads of one of `owners`; all of them for ""."""
        owned: NDArray[np.bool_] = self.owner == self.owners.index(owner)
        return owned if owner else np.ones(len(self.owner), bool)


@dataclass(frozen=True, eq=False)
class LeadRows:
    """Everything that the leads of a workspace are asked for, as of one instant."""

    as_of: datetime
    columns: Journeys
    people: People
    stands: Standing
    scored: Scores


def lead_rows(workspace: Workspace, as_of: datetime, *, memo: Memo = at_once) -> LeadRows:
    """All leads as of an instant. What depends on the clock only is computed anew; the rest is left to `memo`."""
    columns, chosen = journeys(workspace), settings(workspace)
    newest = columns.newest_at
    # Nothing comes after the newest interaction, so every later instant has the same standing.
    seen = min(as_of, newest) if newest else as_of
    goal = Predicate.parse(chosen.goal)
    return LeadRows(
        as_of,
        columns,
        memo(workspace, "people", None, lambda: _people(workspace, columns)),
        memo(workspace, "standing", (seen, goal), lambda: standing(columns, as_of=seen, goal=goal)),
        memo(workspace, "scores", (as_of, chosen.score), lambda: scores(columns, as_of=as_of, constants=chosen.score)),
    )


def _people(workspace: Workspace, columns: Journeys) -> People:
    frame = lead_frame(workspace)
    if not np.array_equal(frame["lead_id"], columns.lead_id):  # a write came between the two reads
        frame = frame.set_index("lead_id").reindex(columns.lead_id, fill_value="").reset_index()
    title = frame["name"].where(frame["name"] != "", frame["key"])
    names, owner = np.unique(np.append(frame["owner"].to_numpy(object), ""), return_inverse=True)
    words = (
        frame["key"] + "\n" + frame["name"] + "\n" + frame["email"] + "\n" + frame["phone"] + "\n" + frame["company"]
    )
    return People(
        frame=frame,
        title=title.to_numpy(object),
        owner=owner[:-1],
        owners=tuple(map(str, names)),
        haystack=words.str.lower(),
        by_title=title.str.lower().rank(method="first").to_numpy().astype(np.int64),
    )


def last_touch(rows: LeadRows, lead: int) -> datetime | None:
    """When the lead of this number was last heard of."""
    return instant(int(rows.stands.last_at[lead])) if rows.stands.interactions[lead] else None
