"""The log read into columns: all of it, or what changed since a data version."""

import operator
from functools import reduce
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, func, select

from db.log.changes import OF_LEAD
from db.log.words import words_in
from db.store.dialects import fetch
from db.store.tables import CHANGE, INTERACTION, LEAD
from db.store.workspaces import Workspace
from journey_core.log.journeys import COLUMN_TYPES, Journeys, build
from journey_core.log.merging import Changes, no_changes

IDS: Final = ("lead_id", "interaction_id", "occurred_at")
PACKED: Final = {
    "codes": {"channel": 8, "kind": 16, "direction": 8, "stage": 8, "source": 16},
    "names": {"campaign": 32, "owner": 31},
}
"""Codes share two integers on their way out of the database, each in as many bits as it may need: most of the time for
reading goes into creating and freeing Python's numbers.
"""
ROW: Final = np.dtype([*((name, "<i8") for name in (*IDS, *PACKED)), ("value", "<f8")])
PAIR: Final = np.dtype([("lead_id", "<i8"), ("interaction_id", "<i8")])


def read_journeys(connection: Connection, workspace: Workspace) -> Journeys:
    """Journeys straight from the log, as this transaction sees it."""
    # Adding nothing keeps SQLite from looking each row up by an index in which the workspace tells no rows apart.
    all_rows = _rows().where(INTERACTION.c.workspace_id + 0 == workspace.id)
    rows = fetch(connection, all_rows, ROW)
    return build(
        leads=_lead_ids(connection, workspace),
        **{name: rows[name] for name in IDS},
        codes=_unpacked(rows),
        words=words_in(connection, workspace),
    )


def read_changes(connection: Connection, workspace: Workspace, *, since: int) -> Changes:
    """What the log says now of every interaction and lead that was changed after a data version."""
    of_version = (workspace.owns(CHANGE), CHANGE.c.version > since)
    pairs = fetch(connection, select(CHANGE.c.lead_id, CHANGE.c.interaction_id).where(*of_version).distinct(), PAIR)
    changes = no_changes(len(pairs))
    pairs = pairs[np.lexsort((pairs["interaction_id"], pairs["lead_id"]))]
    changes["lead_id"], changes["interaction_id"] = pairs["lead_id"], pairs["interaction_id"]
    of_leads = select(CHANGE.c.lead_id).where(*of_version, CHANGE.c.interaction_id == OF_LEAD)
    _mark_leads(changes, _lead_ids(connection, workspace, LEAD.c.lead_id.in_(of_leads)))
    changed = INTERACTION.c.interaction_id.in_(select(CHANGE.c.interaction_id).where(*of_version))
    _fill_in(changes, fetch(connection, _rows().where(workspace.owns(INTERACTION), changed), ROW))
    return changes


def _rows() -> Select[Any]:
    """The columns of ROW."""
    packed = (_packed(widths) for widths in PACKED.values())
    return select(*(INTERACTION.c[name] for name in IDS), *packed, func.coalesce(INTERACTION.c.value, 0.0))


def _packed(widths: dict[str, int]) -> ColumnElement[int]:
    """Several codes as one integer, the first in the lowest bits."""
    names = list(widths)
    shifts = np.cumsum([0, *widths.values()]).tolist()
    codes = [INTERACTION.c[name] * 2**shift for name, shift in zip(names, shifts, strict=False)]
    return reduce(operator.add, codes)


def _unpacked(rows: NDArray[np.void]) -> dict[str, NDArray[Any]]:
    """The codes and values of rows, by the name of their column."""
    columns: dict[str, NDArray[Any]] = {"value": rows["value"]}
    for pack, widths in PACKED.items():
        shift = 0
        for name, width in widths.items():
            columns[name] = ((rows[pack] >> shift) & (2**width - 1)).astype(COLUMN_TYPES[name])
            shift += width
    return columns


def _lead_ids(connection: Connection, workspace: Workspace, *which: ColumnElement[bool]) -> NDArray[np.int64]:
    rows = select(LEAD.c.lead_id).where(workspace.owns(LEAD), *which)
    return fetch(connection, rows, np.dtype([("lead_id", "<i8")]))["lead_id"]


def _mark_leads(changes: Changes, known: NDArray[np.int64]) -> None:
    """Fills in whether the log knows the leads among the changes."""
    is_lead = changes["interaction_id"] == OF_LEAD
    changes["is_present"] = is_lead & np.isin(changes["lead_id"], known)


def _fill_in(changes: Changes, rows: NDArray[np.void]) -> None:
    """Fills in what the log has of the interactions among the changes; a row of another lead is not theirs."""
    if not len(rows):
        return
    rows = rows[np.argsort(rows["interaction_id"])]
    place = np.searchsorted(rows["interaction_id"], changes["interaction_id"]) % len(rows)
    is_present = np.all([rows[name][place] == changes[name] for name in PAIR.names or ()], axis=0)
    found = rows[place[is_present]]
    changes["is_present"] |= is_present
    changes["occurred_at"][is_present] = found["occurred_at"]
    for name, codes in _unpacked(found).items():
        changes["given_stage" if name == "stage" else name][is_present] = codes
