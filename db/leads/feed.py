"""What a lead did, row by row, as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
from sqlalchemy import Connection, Row, Select, and_, func, select

from db.log.words import words_in
from db.store.tables import CLAIM, IMPORT, INTERACTION
from db.store.workspaces import Workspace
from journey_core.answers import table
from journey_core.log.journeys import COLUMN_TYPES
from journey_core.log.one_instant import Told, ordered, told
from journey_core.log.times import instant
from journey_core.log.vocabulary import DIRECTIONS, Words

if TYPE_CHECKING:
    import pandas as pd

FEED_COLUMNS: Final = (
    "occurred_at", "channel", "kind", "direction", "stage", "value", "owner", "campaign", "source", "content",
)  # fmt: skip


@dataclass(frozen=True)
class FeedItem:
    """One interaction as the log has it. `claimed_by`: names of the files that brought it, "form" for direct ones."""

    interaction_id: int
    occurred_at: datetime
    channel: str
    kind: str
    direction: str
    stage: str
    value: float | None
    campaign: str
    owner: str
    source: str
    content: str
    details: dict[str, str]
    claimed_by: tuple[str, ...]


def feed(
    workspace: Workspace,
    lead_id: int,
    *,
    limit: int = 500,
    since: int | None = None,
    until: int | None = None,
) -> list[FeedItem]:
    """The interactions of a lead, newest first: the reverse of the order that analyses and the timeline have, in one
    instant too. Times in microseconds UTC, `until` inclusive.
    """
    rows = select(INTERACTION).where(workspace.owns(INTERACTION), INTERACTION.c.lead_id == lead_id)
    if since is not None:
        rows = rows.where(INTERACTION.c.occurred_at >= since)
    if until is not None:
        rows = rows.where(INTERACTION.c.occurred_at <= until)
    with workspace.read("see") as connection:
        words = words_in(connection, workspace)
        found = _newest(connection, rows, words, limit)
        claims = _claims(connection, workspace, [row.interaction_id for row in found])
    return [_item(row, words, claims.get(row.interaction_id, [])) for row in found]


def feed_frame(items: Sequence[FeedItem]) -> "pd.DataFrame":
    """One row per interaction, under the names of the fields that an import knows."""
    return table([{name: getattr(item, name) for name in FEED_COLUMNS} for item in items], names=FEED_COLUMNS)


def _newest(connection: Connection, rows: Select[Any], words: Words, limit: int) -> list[Row[Any]]:
    """The last `limit` of one lead's rows, in the order that columns have, backwards. Where that order parts rows of
    one instant, the database doesn't know it, so all of that instant are read.
    """
    times = rows.with_only_columns(INTERACTION.c.occurred_at).order_by(INTERACTION.c.occurred_at.desc())
    oldest = connection.scalar(times.offset(limit - 1).limit(1))
    found = connection.execute(rows if oldest is None else rows.where(INTERACTION.c.occurred_at >= oldest)).all()
    return _in_order(found, words)[::-1][:limit]


def _in_order(rows: Sequence[Row[Any]], words: Words) -> list[Row[Any]]:
    """One lead's interactions in the order that columns have."""
    names = {name: name for name in Told._fields} | {"given_stage": "stage"}
    columns = {
        name: np.array([getattr(row, field) or 0 for row in rows], COLUMN_TYPES[name]) for name, field in names.items()
    }
    times = np.array([row.occurred_at for row in rows], np.int64)
    return [rows[place] for place in ordered(np.zeros_like(times), times, told(columns), words).tolist()]


def _item(row: Row[Any], words: Words, claims: list[tuple[int, str]]) -> FeedItem:
    return FeedItem(
        interaction_id=row.interaction_id,
        occurred_at=instant(row.occurred_at),
        channel=words.word("channel", row.channel),
        kind=words.word("kind", row.kind),
        direction=DIRECTIONS[row.direction],
        stage=words.word("stage", row.stage),
        value=row.value,
        campaign=words.word("campaign", row.campaign),
        owner=words.word("owner", row.owner),
        source=words.word("source", row.source),
        content=row.content,
        details=orjson.loads(row.details or "{}"),
        claimed_by=tuple(name for _, name in claims),
    )


def _claims(
    connection: Connection, workspace: Workspace, interaction_ids: list[int]
) -> dict[int, list[tuple[int, str]]]:
    """(import id, its file's name) of everything that claims these interactions."""
    of_import = and_(IMPORT.c.workspace_id == CLAIM.c.workspace_id, IMPORT.c.import_id == CLAIM.c.import_id)
    rows = (
        select(CLAIM.c.interaction_id, CLAIM.c.import_id, func.coalesce(IMPORT.c.filename, "form"))
        .select_from(CLAIM.outerjoin(IMPORT, of_import))
        .where(workspace.owns(CLAIM), CLAIM.c.interaction_id.in_(interaction_ids))
        .order_by(CLAIM.c.import_id)
    )
    claims: dict[int, list[tuple[int, str]]] = {}
    for interaction_id, import_id, name in connection.execute(rows):
        claims.setdefault(interaction_id, []).append((import_id, name))
    return claims
