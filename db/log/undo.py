"""Taking back: an import withdraws its claims, and what nobody claims any more is removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    Select,
    Table,
    delete,
    exists,
    insert,
    select,
    union,
    update,
)

from db.log.changes import MOST_NOTED, OF_LEAD, note
from db.log.derived import rebuild_journeys, refresh_attributes
from db.log.next_steps import has_steps, open_again
from db.log.record import DIRECT
from db.log.words import withdraw_unused
from db.store.dialects import changed_rows
from db.store.tables import CLAIM, IDENTITY, IMPORT, INTERACTION, JOURNEY, LEAD, LEAD_ATTRIBUTE, OLDER_LEAD, TASK
from db.store.workspaces import Workspace
from journey_core.errors import Refused, UnknownName
from journey_core.log.vocabulary import WORD_LISTS, WordList

WITHDRAWN = Table(
    "withdrawn", MetaData(), Column("interaction_id", BigInteger, primary_key=True), prefixes=["TEMPORARY"]
)
TOUCHED = Table("touched", MetaData(), Column("lead_id", BigInteger, primary_key=True), prefixes=["TEMPORARY"])


@dataclass(frozen=True)
class UndoResult:
    """What an undo removed."""

    interactions: int
    leads: int
    words: tuple[str, ...]


def undo(workspace: Workspace, import_id: int) -> UndoResult:
    """Withdraws the claims of an import. Interactions, leads and words that nothing else claims are removed, and
    attributes that it filled go back to what others said. A lead that a person described, or set a next step for,
    stays. Raises UnknownName or Refused.
    """
    with workspace.write("import") as connection:
        _check_standing(connection, workspace, import_id)
        result = _withdraw(connection, workspace, import_id, _claims(workspace, import_id))
        row = (workspace.owns(IMPORT), IMPORT.c.import_id == import_id)
        connection.execute(update(IMPORT).where(*row).values(undone_at=datetime.now(UTC)))
        return result


def retract(workspace: Workspace, interaction_id: int) -> UndoResult:
    """Takes back one interaction that was logged directly; an import's claim on it stands. Raises Refused."""
    with workspace.write("edit") as connection:
        claim = _claims(workspace, DIRECT).where(CLAIM.c.interaction_id == interaction_id)
        if connection.execute(claim).first() is None:
            raise Refused("This interaction was not logged by hand, so there is nothing to take back.")
        return _withdraw(connection, workspace, DIRECT, claim)


def _check_standing(connection: Connection, workspace: Workspace, import_id: int) -> None:
    known = select(IMPORT.c.import_id, IMPORT.c.undone_at).where(workspace.owns(IMPORT))
    undone_at = {row.import_id: row.undone_at for row in connection.execute(known)}
    if import_id not in undone_at:
        raise UnknownName("import", str(import_id), map(str, undone_at))
    if undone_at[import_id] is not None:
        raise Refused(f"Import {import_id} has already been undone.")


def _claims(workspace: Workspace, import_id: int) -> Select[tuple[int]]:
    return select(CLAIM.c.interaction_id).where(workspace.owns(CLAIM), CLAIM.c.import_id == import_id)


def _withdraw(connection: Connection, workspace: Workspace, import_id: int, claims: Select[tuple[int]]) -> UndoResult:
    """Withdraws these claims of one claimant, and removes what is left without a claim."""
    for table in (WITHDRAWN, TOUCHED):
        table.drop(connection, checkfirst=True)
        table.create(connection)
    connection.execute(insert(WITHDRAWN).from_select(["interaction_id"], claims))
    withdrawn = select(WITHDRAWN.c.interaction_id)
    mine = (workspace.owns(CLAIM), CLAIM.c.import_id == import_id, CLAIM.c.interaction_id.in_(withdrawn))
    connection.execute(delete(CLAIM).where(*mine))
    # What another import or a person still claims stays.
    claimed = exists().where(workspace.owns(CLAIM), CLAIM.c.interaction_id == WITHDRAWN.c.interaction_id)
    connection.execute(delete(WITHDRAWN).where(claimed))
    connection.execute(insert(TOUCHED).from_select(["lead_id"], _touched(workspace, import_id)))
    candidates = _used_words(connection, workspace)
    removed = (workspace.owns(INTERACTION), INTERACTION.c.interaction_id.in_(withdrawn))
    going = select(INTERACTION.c.lead_id, INTERACTION.c.interaction_id).where(*removed).limit(MOST_NOTED + 1)
    changed = [(row.lead_id, row.interaction_id) for row in connection.execute(going)]
    told = _told(connection, workspace, import_id)
    open_again(connection, workspace, withdrawn)
    interactions = changed_rows(connection, delete(INTERACTION).where(*removed))
    leads = _settle_leads(connection, workspace, import_id)
    words = withdraw_unused(connection, workspace, candidates)
    note(connection, workspace, [*changed, *((lead_id, OF_LEAD) for lead_id in leads)], told=told)
    return UndoResult(interactions, len(leads), tuple(words))


def _touched(workspace: Workspace, import_id: int) -> Select[tuple[int]]:
    """The leads whose interactions are removed, and those that the import said something about."""
    ids = INTERACTION.c.interaction_id.in_(select(WITHDRAWN.c.interaction_id))
    of_rows = select(INTERACTION.c.lead_id).where(workspace.owns(INTERACTION), ids)
    if import_id == DIRECT:
        return of_rows.distinct()
    said = [
        select(table.c.lead_id).where(workspace.owns(table), table.c.import_id == import_id)
        for table in (LEAD_ATTRIBUTE, IDENTITY)
    ]
    return select(union(of_rows, *said).subquery().c.lead_id)


def _told(connection: Connection, workspace: Workspace, import_id: int) -> list[int]:
    """The leads that the import said something about; at most one more than can be noted."""
    if import_id == DIRECT:
        return []
    said = (workspace.owns(LEAD_ATTRIBUTE), LEAD_ATTRIBUTE.c.import_id == import_id)
    ids = select(LEAD_ATTRIBUTE.c.lead_id).where(*said).distinct().limit(MOST_NOTED + 1)
    return list(connection.scalars(ids))


def _used_words(connection: Connection, workspace: Workspace) -> dict[WordList, set[int]]:
    """The words of the rows that are removed."""
    going = INTERACTION.c.interaction_id.in_(select(WITHDRAWN.c.interaction_id))
    return {
        name: set(connection.scalars(select(INTERACTION.c[name]).where(workspace.owns(INTERACTION), going).distinct()))
        for name in WORD_LISTS
    }


def _settle_leads(connection: Connection, workspace: Workspace, import_id: int) -> Sequence[int]:
    """Brings the touched leads in line with what is left; returns those that were removed, as nothing is left."""
    touched = select(TOUCHED.c.lead_id)
    if import_id != DIRECT:  # what a person said about a lead, or planned with it, stays as long as the lead
        for table in (LEAD_ATTRIBUTE, IDENTITY):
            connection.execute(delete(table).where(workspace.owns(table), table.c.import_id == import_id))
    rebuild_journeys(connection, workspace, touched)
    refresh_attributes(connection, workspace, touched)
    has_rows = exists().where(workspace.owns(INTERACTION), INTERACTION.c.lead_id == LEAD.c.lead_id)
    edited = exists().where(
        workspace.owns(LEAD_ATTRIBUTE), LEAD_ATTRIBUTE.c.lead_id == LEAD.c.lead_id, LEAD_ATTRIBUTE.c.import_id == DIRECT
    )
    keeps = has_rows if import_id == DIRECT else has_rows | edited | has_steps(workspace)
    going = select(LEAD.c.lead_id).where(workspace.owns(LEAD), LEAD.c.lead_id.in_(touched), ~keeps)
    ids = connection.scalars(going).all()
    connection.execute(delete(TOUCHED))
    if ids:
        connection.execute(insert(TOUCHED), [{"lead_id": lead_id} for lead_id in ids])
    for table in (LEAD_ATTRIBUTE, IDENTITY, OLDER_LEAD, JOURNEY, TASK, LEAD):
        connection.execute(delete(table).where(workspace.owns(table), table.c.lead_id.in_(touched)))
    return ids
