"""What is derived from the log and stored: journey rows and the effective attributes of leads; and their check.

A journey row only holds what adds up in any order: count, first, last, the set of channels, and the newest move to a
stage as one integer, `occurred_at * 256 + rank of the stage`, of which the greatest wins: two moves at one instant
count in the order of stages.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    cast,
    delete,
    distinct,
    func,
    insert,
    literal,
    select,
    update,
)

from db.store.dialects import bit, greater, lesser, upsert
from db.store.tables import INTERACTION, JOURNEY, LEAD, LEAD_ATTRIBUTE, WORD
from db.store.workspaces import Workspace
from journey_core.log.vocabulary import LEAD_COLUMNS, KindCode, StageCode, stage_ranks
from journey_core.wording import counted

NO_STAGE_KEY = -(2**62)
"""The stage key of a lead that no interaction moved."""

EFFECTIVE = (*LEAD_COLUMNS, "attributes")
NOTHING_SAID = dict.fromkeys(LEAD_COLUMNS, "") | {"attributes": "{}"}
"""The effective attributes of a lead nobody has described."""

JOURNEY_COLUMNS = [column.name for column in JOURNEY.columns]


def stored_ranks(connection: Connection, workspace: Workspace) -> dict[int, int]:
    """Stage code -> rank as `stage_key` holds it. Positions have gaps where a stage was withdrawn, places in
    `Words.stage_order` do not: the numbers may differ from those of `Words.stage_rank`, their order never does.
    """
    stages = select(WORD.c.code, WORD.c.position).where(workspace.owns(WORD), WORD.c.list == "stage")
    return stage_ranks({row.code: row.position for row in connection.execute(stages)})


def journeys_of(workspace: Workspace, ranks: dict[int, int], rows: FromClause) -> Select[Any]:
    """One journey row per lead, from interactions: `rows` has their columns."""
    c = rows.c
    moved_to = case((c.kind == KindCode.CONVERTED, int(StageCode.WON)), (c.kind == KindCode.LOST, int(StageCode.LOST)),
                    else_=c.stage)  # fmt: skip
    key = cast(c.occurred_at, BigInteger) * 256 + case(ranks, value=moved_to, else_=0)
    return select(
        literal(workspace.id).label("workspace_id"),
        c.lead_id,
        func.count().label("interaction_count"),
        func.min(c.occurred_at).label("first_at"),
        func.max(c.occurred_at).label("last_at"),
        cast(func.sum(distinct(case((c.channel > 0, bit(c.channel)), else_=0))), BigInteger).label("channel_bits"),
        func.max(case((moved_to > 0, key), else_=NO_STAGE_KEY)).label("stage_key"),
    ).group_by(c.lead_id)


def add_to_journeys(connection: Connection, workspace: Workspace, rows: list[dict[str, int]]) -> None:
    """Adds what new interactions contribute to journey rows; the result is the same in any order of arrival.

    rows: the columns of a journey row, one per lead.
    """
    insertion = upsert(connection, JOURNEY)
    new = insertion.excluded
    addition = insertion.on_conflict_do_update(
        index_elements=list(JOURNEY.primary_key.columns),
        set_={
            "interaction_count": JOURNEY.c.interaction_count + new.interaction_count,
            "first_at": lesser(connection, JOURNEY.c.first_at, new.first_at),
            "last_at": greater(connection, JOURNEY.c.last_at, new.last_at),
            "channel_bits": JOURNEY.c.channel_bits.op("|")(new.channel_bits),
            "stage_key": greater(connection, JOURNEY.c.stage_key, new.stage_key),
        },
    )
    connection.execute(addition, [{"workspace_id": workspace.id, **row} for row in rows])


def rebuild_journeys(connection: Connection, workspace: Workspace, leads: Select[Any] | None = None) -> None:
    """Derives the journey rows of some leads, or of all, anew."""
    whose = [workspace.owns(JOURNEY)] + ([JOURNEY.c.lead_id.in_(leads)] if leads is not None else [])
    connection.execute(delete(JOURNEY).where(*whose))
    rows = select(INTERACTION).where(workspace.owns(INTERACTION))
    if leads is not None:
        rows = rows.where(INTERACTION.c.lead_id.in_(leads))
    derived = journeys_of(workspace, stored_ranks(connection, workspace), rows.subquery())
    connection.execute(insert(JOURNEY).from_select(JOURNEY_COLUMNS, derived))


def refresh_attributes(connection: Connection, workspace: Workspace, leads: Select[Any]) -> None:
    """Sets the attributes of some leads to the effective ones: what a person set, else what the oldest import said."""
    claims = (
        select(LEAD_ATTRIBUTE.c.lead_id, LEAD_ATTRIBUTE.c.name, LEAD_ATTRIBUTE.c.value)
        .where(workspace.owns(LEAD_ATTRIBUTE), LEAD_ATTRIBUTE.c.lead_id.in_(leads))
        .order_by(LEAD_ATTRIBUTE.c.lead_id, LEAD_ATTRIBUTE.c.import_id)
    )
    connection.execute(update(LEAD).where(workspace.owns(LEAD), LEAD.c.lead_id.in_(leads)).values(NOTHING_SAID))
    effective = list(effective_attributes(connection.execute(claims)))
    if effective:
        row = (workspace.owns(LEAD), LEAD.c.lead_id == bindparam("of_lead"))
        connection.execute(
            update(LEAD).where(*row).values({name: bindparam(name) for name in EFFECTIVE}),
            effective,
        )


def effective_attributes(claims: Iterable[tuple[int, str, str]]) -> Iterable[dict[str, Any]]:
    """One set of bind values per lead, from (lead, attribute, value) sorted by lead and then by which value wins."""
    for lead_id, said in groupby(claims, key=lambda claim: claim[0]):
        values: dict[str, str] = {}
        for _, name, value in said:
            values.setdefault(name, value)
        others = {name: value for name, value in sorted(values.items()) if name not in LEAD_COLUMNS and value}
        yield {
            "of_lead": lead_id,
            **{name: values.get(name, "") for name in LEAD_COLUMNS},
            "attributes": orjson.dumps(others).decode(),
        }


def journey_differences(connection: Connection, workspace: Workspace) -> list[str]:
    """One sentence for every kind of difference between the stored journey rows and the log; empty when all is well."""
    log = select(INTERACTION).where(workspace.owns(INTERACTION)).subquery()
    derived = journeys_of(workspace, stored_ranks(connection, workspace), log).subquery()
    stored = select(JOURNEY).where(workspace.owns(JOURNEY)).subquery()
    same = [stored.c[name] == derived.c[name] for name in JOURNEY_COLUMNS]
    missing = select(func.count()).select_from(derived.outerjoin(stored, and_(*same))).where(stored.c.lead_id.is_(None))
    extra = select(func.count()).select_from(stored.outerjoin(derived, and_(*same))).where(derived.c.lead_id.is_(None))
    counts = {"missing or different": connection.scalar(missing), "not in the log": connection.scalar(extra)}
    return [f"{counted(count, 'journey row')} {what}" for what, count in counts.items() if count]
