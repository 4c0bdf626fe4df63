"""The journeys of a workspace as a table: one row per lead, what became of it and where it stands."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from db.columns.snapshot import journeys
from db.exports.files import Column, Table
from db.store.settings import settings
from db.store.tables import LEAD
from db.store.workspaces import Workspace
from journey_core.leads.scoring import scores
from journey_core.leads.standing import Standing, standing
from journey_core.log.predicates import Predicate
from journey_core.log.vocabulary import CHANNEL_LIMIT, Words

COLUMNS: Final = (
    Column("lead"), Column("name"), Column("owner"), Column("stage"), Column("outcome"),
    Column("interactions", "count"), Column("first_at", "time"), Column("last_at", "time"),
    Column("stage_since", "time"), Column("channels"), Column("conversions", "count"), Column("value", "number"),
    Column("score", "number"),
)  # fmt: skip
STRETCH: Final = 10_000


def journey_table(workspace: Workspace, *, as_of: datetime) -> Table:
    """One row per lead, in order of lead ids; leads without an interaction by then have empty times and stage."""
    chosen = settings(workspace)
    columns = journeys(workspace)
    stands = standing(columns, as_of=as_of, goal=Predicate.parse(chosen.goal))
    score = scores(columns, as_of=as_of, constants=chosen.score).score
    with workspace.read("export") as connection:
        rows = select(LEAD.c.lead_id, LEAD.c.key, LEAD.c.name, LEAD.c.owner).where(workspace.owns(LEAD))
        known = {lead_id: tuple(told) for lead_id, *told in connection.execute(rows)}
    cells = [
        (*known[lead_id], *_journey(stands, number, columns.words), float(score[number]))
        for number, lead_id in enumerate(columns.lead_id.tolist())
        if lead_id in known
    ]
    return Table(COLUMNS, (cells[start : start + STRETCH] for start in range(0, len(cells), STRETCH)))


def _journey(stands: Standing, lead: int, words: Words) -> tuple[Any, ...]:
    count = int(stands.interactions[lead])
    if not count:
        return "", "open", 0, None, None, None, "", 0, None
    return (
        words.word("stage", int(stands.stage[lead])),
        stands.outcome(lead),
        count,
        int(stands.first_at[lead]),
        int(stands.last_at[lead]),
        int(stands.stage_since[lead]),
        _channels(int(stands.channels[lead]), words),
        int(stands.conversions[lead]),
        float(stands.value[lead]),
    )


def _channels(bits: int, words: Words) -> str:
    """The channels of a set, by name, in order of their codes."""
    return ", ".join(words.word("channel", bit + 1) for bit in range(CHANNEL_LIMIT) if bits >> bit & 1)
