"""From the batches of a file to the log: whether each row is new, known, or names an id that is taken.

Everything happens inside the import's write transaction, a batch at a time; nobody sees any of it before the commit.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress, islice, repeat
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import select

from db.log.arrival import Arrival
from db.log.changes import MOST_NOTED, OF_LEAD
from db.log.derived import stored_ranks
from db.log.journey_rows import Tallies, tally
from db.store.dialects import among, bulk_insert, count_anew, create_indexes, drop_indexes
from db.store.tables import CLAIM, INTERACTION, JOURNEY, LEAD
from journey_core.intake.rows.columns import Older
from journey_core.intake.rows.keys import content_hashes, external_interaction_id
from journey_core.intake.rows.row_ids import RowIds
from journey_core.intake.rows.rows import Batch
from journey_core.log.arrays import Flags, Ints
from journey_core.log.vocabulary import DIRECTIONS

T = TypeVar("T")

INTERACTION_COLUMNS = [column.name for column in INTERACTION.columns]
LEAD_CELLS = [column.name for column in LEAD.columns]
CLAIMS_AT_ONCE = 50_000
ID_TAKEN = "id already used: a row with this external id and other content is in the log"
MANY = 10_000
DIRECTION_CODES = {word: code for code, word in enumerate(DIRECTIONS)}


@dataclass(frozen=True)
class Sifted:
    """The rows of a batch, told apart: int64[n] ids and content hashes, and which rows are new or known by content.

    A row that is neither names an id that belongs to something else.
    """

    ids: Ints
    contents: Ints
    is_new: Flags
    is_known: Flags


@dataclass
class Loading(Arrival):
    """Interactions. Of every row it remembers 8 bytes for its identity and 16 for its claim, and of every lead its
    journey row.
    """

    refused: tuple[str, str] = ("external_id", ID_TAKEN)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.has_log = self._has_rows()
        if not self.has_log:
            drop_indexes(self.connection, INTERACTION)
        self.row_ids, self.older_row_ids = RowIds(), RowIds()
        self.leads: set[int] = set()
        self.tallies = Tallies()
        self.claimed, self.claim_rows = array("q"), array("q")

    def add(self, batch: Batch) -> list[int]:
        """Writes the new rows of a batch, and notes what its accepted rows claim and say; refuses those whose id is
        taken.
        """
        sifted = self._sift(batch)
        new, accepted = sifted.is_new, sifted.is_new | sifted.is_known
        owners = list(self.older_leads.owners(batch))
        self._add_leads(_chosen(owners, new), _chosen(batch.lead_key, new))
        self._add_interactions(batch, owners, sifted)
        self.said.add(owners, batch.occurred_at, batch.attributes, accepted)
        row_number = np.array(batch.row_number, np.int64)
        self.claimed.frombytes(sifted.ids[accepted].tobytes())
        self.claim_rows.frombytes(row_number[accepted].tobytes())
        self.created += int(new.sum())
        self.duplicate += int(sifted.is_known.sum())
        taken: list[int] = row_number[~accepted].tolist()
        self.taken += taken
        return taken

    def finish(self) -> None:
        """Writes what waits for the last batch: journey rows, claims, and attributes of leads."""
        create_indexes(self.connection, INTERACTION)
        self.tallies.write(self.connection, self.workspace, has_log=self.has_log)
        self._claim()
        self.told = self.said.write()
        if self.created > MANY:
            count_anew(self.connection, LEAD, INTERACTION, JOURNEY, CLAIM)

    def _sift(self, batch: Batch) -> Sifted:
        digests = b"".join(batch.digest)
        named = zip(batch.source, batch.external_id, strict=True)
        external = np.array([external_interaction_id(*name) if name[1] else 0 for name in named], np.int64)
        ids, contents = self.row_ids.assign(digests, external), content_hashes(digests)
        if batch.older:
            self._as_before(batch.older, ids, contents)
        # In an empty log only external ids can be known already, from earlier rows of this file.
        candidates = ids if self.has_log else ids[external != 0]
        known = self._contents(candidates) if len(candidates) else {}
        is_new = np.ones(len(ids), bool)
        is_known = np.zeros(len(ids), bool)
        suspects = np.flatnonzero(np.isin(ids, np.fromiter(known, np.int64)) | (external != 0))
        for row in suspects.tolist():
            content = int(contents[row])
            if (standing := known.get(int(ids[row]))) is None:
                known[int(ids[row])] = content
            else:
                is_new[row], is_known[row] = False, standing == content
        return Sifted(ids, contents, is_new, is_known)

    def _as_before(self, older: Mapping[int, Older], ids: Ints, contents: Ints) -> None:
        """Gives rows that the log has under their hashes of before the ids and contents of then."""
        rows = np.fromiter(older, np.int64, len(older))
        digests = b"".join(each.digest for each in older.values())
        external = np.array([each.external_id for each in older.values()], np.int64)
        ids_then, contents_then = self.older_row_ids.assign(digests, external), content_hashes(digests)
        known = self._contents(ids_then)
        for row, then, content in zip(rows.tolist(), ids_then.tolist(), contents_then.tolist(), strict=True):
            if then in known:
                ids[row] = then
                contents[row] = content if known[then] == content else contents[row]

    def _contents(self, ids: Ints) -> dict[int, int]:
        """id -> content hash, for those that the log has."""
        found = select(INTERACTION.c.interaction_id, INTERACTION.c.content_hash).where(
            self.workspace.owns(INTERACTION), among(self.connection, INTERACTION.c.interaction_id, ids.tolist())
        )
        return {row.interaction_id: row.content_hash for row in self.connection.execute(found)}

    def _add_leads(self, lead_ids: list[int], keys: list[str]) -> None:
        # From the end, so that the first spelling of a key stays.
        named = dict(zip(reversed(lead_ids), reversed(keys), strict=True))
        fresh = {lead_id: key for lead_id, key in named.items() if lead_id not in self.leads}
        if self.has_log and fresh:
            known = select(LEAD.c.lead_id).where(
                self.workspace.owns(LEAD), among(self.connection, LEAD.c.lead_id, list(fresh))
            )
            standing = set(self.connection.scalars(known))
        else:
            standing = set()
        rows = [
            (self.workspace.id, lead_id, key, "", "", "", "", "", "{}")
            for lead_id, key in fresh.items()
            if lead_id not in standing
        ]
        bulk_insert(self.connection, LEAD, LEAD_CELLS, rows)
        self._note((row[1], OF_LEAD) for row in rows)
        self.leads_created += len(rows)
        self.leads.update(fresh)

    def _add_interactions(self, batch: Batch, owners: list[int], sifted: Sifted) -> None:
        new = sifted.is_new
        code = self.coding.column
        columns: dict[str, Any] = {
            "interaction_id": sifted.ids[new].tolist(),
            "lead_id": _chosen(owners, new),
            "occurred_at": _chosen(batch.occurred_at, new),
            "channel": code("channel", _chosen(batch.channel, new)),
            "kind": code("kind", _chosen(batch.kind, new)),
            "direction": [DIRECTION_CODES[word] for word in _chosen(batch.direction, new)],
            "stage": code("stage", _chosen(batch.stage, new)),
            "campaign": code("campaign", _chosen(batch.campaign, new)),
            "source": code("source", _chosen(batch.source, new)),
            "owner": code("owner", _chosen(batch.owner, new)),
            "value": _chosen(batch.value, new),
            "content": _chosen(batch.content, new),
            "details": _chosen(batch.details, new),
            "external_id": _chosen(batch.external_id, new),
            "content_hash": sifted.contents[new].tolist(),
        }
        self._note(zip(columns["lead_id"], columns["interaction_id"], strict=True))
        columns["workspace_id"] = repeat(self.workspace.id, len(columns["lead_id"]))
        rows = zip(*(columns[name] for name in INTERACTION_COLUMNS), strict=True)
        bulk_insert(self.connection, INTERACTION, INTERACTION_COLUMNS, rows)
        names = ("lead_id", "occurred_at", "channel", "kind", "stage")
        rows_added = {name: np.array(columns[name], np.int64) for name in names}
        self.tallies.add(tally(**rows_added, ranks=stored_ranks(self.connection, self.workspace)))

    def _note(self, changed: Iterable[tuple[int, int]]) -> None:
        """Takes at most one too many, which says that there is too much to note."""
        self.changed.extend(islice(changed, MOST_NOTED + 1 - len(self.changed)))

    def _claim(self) -> None:
        """One claim per interaction, by its first row; in order of ids, which saves the database half the work."""
        ids, first = np.unique(np.frombuffer(self.claimed, np.int64), return_index=True)
        row_number = np.frombuffer(self.claim_rows, np.int64)[first]
        columns = [column.name for column in CLAIM.columns]
        for start in range(0, len(ids), CLAIMS_AT_ONCE):
            some = slice(start, start + CLAIMS_AT_ONCE)
            ours = repeat(self.workspace.id), ids[some].tolist(), repeat(self.import_id), row_number[some].tolist()
            bulk_insert(self.connection, CLAIM, columns, zip(*ours, strict=False))

    def _has_rows(self) -> bool:
        return self.connection.scalar(select(LEAD.c.lead_id).where(self.workspace.owns(LEAD)).limit(1)) is not None


def _chosen(values: list[T], chosen: Flags) -> list[T]:
    return values if chosen.all() else list(compress(values, chosen))
