"""Who the leads are: columns of text in memory, brought up to date with what was written since."""

import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from db.columns.snapshot import folder_of
from db.leads.frames import lead_frame_in
from db.log.changes import OF_LEAD, changes_since
from db.store.tables import CHANGE, LEAD
from db.store.workspaces import Workspace
from journey_core.errors import UnknownName
from journey_core.log.arrays import Ints


@dataclass(frozen=True, eq=False)
class People:
    """Who the leads are, one entry per lead in the order of Journeys.lead_id.

    `title`: name, else key · `owner`: int64, place in `owners` (the first is "", nobody) · `haystack`: what the search
    looks in, in one case · `by_title`: int64, place of the lead when all are sorted by title.
    """

    frame: pd.DataFrame
    title: NDArray[np.object_]
    owner: Ints
    owners: tuple[str, ...]
    haystack: pd.Series
    by_title: Ints

    def is_owned_by(self, owner: str) -> NDArray[np.bool_]:
        """bool[n_leads]: the leads of one of `owners`, all leads for ""; raises UnknownName."""
        if owner not in self.owners:
            raise UnknownName("owner", owner, self.owners)
        owned: NDArray[np.bool_] = self.owner == self.owners.index(owner)
        return owned if owner else np.ones(len(self.owner), bool)


_held: dict[Path, tuple[int, People]] = {}
"""By folder of a workspace's columns: the data version, and everybody as of then."""

_following = threading.Lock()


def people(workspace: Workspace, lead_id: Ints) -> People:
    """Who the leads with these ids, ascending, are as of the newest write. Nothing is known of a lead that is gone.

    Reading a million leads takes seconds, so only those that were described anew since are read again.
    """
    newest = _newest(workspace)
    if np.array_equal(newest.frame["lead_id"].to_numpy(), lead_id):
        return newest
    return _described(newest.frame.set_index("lead_id").reindex(lead_id, fill_value="").reset_index())


def _newest(workspace: Workspace) -> People:
    folder = folder_of(workspace)
    with _following, workspace.read("see") as connection:
        version, since = workspace.version_in(connection), changes_since(connection, workspace)
        held = _held.get(folder)
        if held and since <= held[0] <= version:
            found = held[1] if held[0] == version else _followed(connection, workspace, *held)
        else:
            found = _described(lead_frame_in(connection, workspace))
        _held[folder] = version, found
    return found


def _followed(connection: Connection, workspace: Workspace, version: int, held: People) -> People:
    """The same, with the leads that were noted after this data version as they are now."""
    noted = (workspace.owns(CHANGE), CHANGE.c.version > version, CHANGE.c.interaction_id == OF_LEAD)
    changed = select(CHANGE.c.lead_id).where(*noted).distinct()
    ids = np.array(connection.scalars(changed).all(), np.int64)
    if not len(ids):
        return held
    others = held.frame[~np.isin(held.frame["lead_id"].to_numpy(), ids)]
    theirs = lead_frame_in(connection, workspace, LEAD.c.lead_id.in_(changed))
    return _described(pd.concat([others, theirs]).sort_values("lead_id", ignore_index=True))


def _described(frame: pd.DataFrame) -> People:
    """Everything else that is known of the leads of a frame."""
    title = frame["name"].where(frame["name"] != "", frame["key"])
    nobody_first = np.concatenate((np.array([""], object), frame["owner"].to_numpy(object)))
    owner, owners = pd.factorize(nobody_first, sort=True)
    words = (
        frame["key"] + "\n" + frame["name"] + "\n" + frame["email"] + "\n" + frame["phone"] + "\n" + frame["company"]
    )
    return People(
        frame=frame,
        title=title.to_numpy(object),
        owner=owner[1:].astype(np.int64),
        owners=tuple(map(str, owners)),
        haystack=words.str.lower(),
        by_title=_places(title.str.lower()),
    )


def _places(titles: pd.Series) -> Ints:
    """int64: the place of each when all are sorted, equal ones in their order; counted from 1."""
    order = pc.sort_indices(pa.array(titles, pa.large_string())).to_numpy()
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(1, len(order) + 1)
    return places
