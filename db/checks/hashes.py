"""Whether the ids in the log are the hashes of what their rows say."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, and_, select

from db.log.older_leads import has_older_hashes
from db.log.words import words_in
from db.store.tables import INTERACTION, LEAD
from db.store.workspaces import Workspace
from journey_core.intake.rows.keys import content_hash, external_interaction_id, interaction_id, lead_id, row_digest
from journey_core.intake.rows.older_hashes import older_external_id, older_lead_id, older_row_digest
from journey_core.log.vocabulary import DIRECTIONS, WordList, Words
from journey_core.wording import counted

STRETCH = 20_000


class Repeated(NamedTuple):
    """A row whose id is not that of the first of its kind: it may be a later one of several identical rows."""

    interaction_id: int
    digest: bytes


def hash_differences(connection: Connection, workspace: Workspace) -> Iterator[str]:
    """One sentence for leads and one for interactions whose id is not the hash of what they say."""
    is_older = has_older_hashes(connection, workspace)
    leads = connection.execute(select(LEAD.c.lead_id, LEAD.c.key).where(workspace.owns(LEAD)))
    wrong = sum(stored != lead_id(key) and not (is_older and stored == older_lead_id(key)) for stored, key in leads)
    if wrong:
        yield f"{counted(wrong, 'lead')} with an id that is not the hash of the key"
    wrong = _wrong_interactions(connection, workspace, is_older=is_older)
    if wrong:
        yield f"{counted(wrong, 'interaction')} with an id or a hash that is not that of what is said"


def _wrong_interactions(connection: Connection, workspace: Workspace, *, is_older: bool) -> int:
    words = words_in(connection, workspace)
    of_lead = and_(LEAD.c.workspace_id == INTERACTION.c.workspace_id, LEAD.c.lead_id == INTERACTION.c.lead_id)
    rows = (
        select(INTERACTION, LEAD.c.key).select_from(INTERACTION.join(LEAD, of_lead)).where(workspace.owns(INTERACTION))
    )
    wrong = 0
    repeated: list[Repeated] = []
    for some in connection.execution_options(stream_results=True).execute(rows).partitions(STRETCH):
        for row in some:
            digest = _digest(row, words)
            if is_older and row.content_hash != content_hash(digest):
                digest = _older_digest(row, words)
            has_id = row.interaction_id in _first_ids(row, words, digest)
            has_content = row.content_hash == content_hash(digest)
            if has_content and not has_id and not row.external_id:
                repeated.append(Repeated(row.interaction_id, digest))
            elif not (has_id and has_content):
                wrong += 1
    return wrong + _wrong_ordinals(repeated)


def _digest(row: Row[Any], words: Words) -> bytes:
    return row_digest(
        row.key,
        channel=words.word("channel", row.channel),
        kind=words.word("kind", row.kind),
        direction=DIRECTIONS[row.direction],
        occurred_at=row.occurred_at,
        stage=words.word("stage", row.stage),
        value=row.value,
        owner=words.word("owner", row.owner),
        campaign=words.word("campaign", row.campaign),
        content=row.content,
        details=orjson.loads(row.details or "{}"),
    )


def _older_digest(row: Row[Any], words: Words) -> bytes:
    names: tuple[WordList, ...] = ("channel", "kind", "stage", "owner", "campaign")
    return older_row_digest(
        row.key,
        direction=DIRECTIONS[row.direction],
        occurred_at=row.occurred_at,
        value=row.value,
        content=row.content,
        details=row.details,
        words=[words.word(name, getattr(row, name)) for name in names],
    )


def _first_ids(row: Row[Any], words: Words, digest: bytes) -> tuple[int, ...]:
    """The id that the source gave, now or before, else that of the first row that says this."""
    if row.external_id:
        source = words.word("source", row.source)
        return external_interaction_id(source, row.external_id), older_external_id(source, row.external_id)
    return (interaction_id(digest, 0),)


def _wrong_ordinals(repeated: list[Repeated]) -> int:
    """How many ids are not among those of the second and later identical rows. Imports add and remove identical rows
    together, so their ordinals have no gaps.
    """
    counts = Counter(row.digest for row in repeated)
    known = {
        digest: {interaction_id(digest, ordinal) for ordinal in range(1, count + 1)} for digest, count in counts.items()
    }
    return sum(row.interaction_id not in known[row.digest] for row in repeated)
