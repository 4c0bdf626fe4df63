"""A file's rows on their way into the log: a temporary table inside the write transaction, then set by set.

Row by row only what must be: everything else is one statement over all rows, so memory stays flat and a million rows
take seconds. Nothing is visible to anybody before the transaction commits.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, bindparam, update

from db.statements import bulk_insert
from db.tables import INTERACTION
from db.words import Coding
from journey_core.intake.keys import assign_ids, content_hashes, external_interaction_id
from journey_core.intake.rows import Batch
from journey_core.vocabulary import DIRECTIONS

Ints = NDArray[np.int64]

LOG_COLUMNS = [column.name for column in INTERACTION.columns if column.name != "workspace_id"]
STAGED = Table(
    "staged",
    MetaData(),
    Column("row_number", Integer, primary_key=True, autoincrement=False),
    *(Column(name, INTERACTION.c[name].type) for name in LOG_COLUMNS),
    Column("lead_key", Text),
    Column("attributes", Text),
    prefixes=["TEMPORARY"],
)
COLUMNS = [column.name for column in STAGED.columns]
DIRECTION_CODES = {word: code for code, word in enumerate(DIRECTIONS)}


@dataclass
class Staging:
    """The rows of one file. 40 bytes of each are kept here: what tells identical rows apart over the whole file."""

    connection: Connection
    coding: Coding
    row_number: "array[int]" = field(default_factory=lambda: array("q"))
    external: "array[int]" = field(default_factory=lambda: array("q"))
    staged_id: "array[int]" = field(default_factory=lambda: array("q"))
    digests: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        STAGED.drop(self.connection, checkfirst=True)
        STAGED.create(self.connection)

    def add(self, batch: Batch) -> None:
        """Stages the accepted rows of one batch."""
        digests = b"".join(batch.digest)
        named = zip(batch.source, batch.external_id, strict=True)
        external: Ints = np.array([external_interaction_id(*name) if name[1] else 0 for name in named], np.int64)
        ids = assign_ids(digests, external)
        code = self.coding.column
        columns = {
            "row_number": batch.row_number,
            "interaction_id": ids.tolist(),
            "lead_id": batch.lead_id,
            "occurred_at": batch.occurred_at,
            "channel": code("channel", batch.channel),
            "kind": code("kind", batch.kind),
            "direction": [DIRECTION_CODES[word] for word in batch.direction],
            "stage": code("stage", batch.stage),
            "campaign": code("campaign", batch.campaign),
            "source": code("source", batch.source),
            "owner": code("owner", batch.owner),
            "value": batch.value,
            "content": batch.content,
            "details": batch.details,
            "external_id": batch.external_id,
            "content_hash": content_hashes(digests).tolist(),
            "lead_key": batch.lead_key,
            "attributes": _as_json(batch.attributes, len(batch.row_number)),
        }
        bulk_insert(self.connection, STAGED, COLUMNS, zip(*(columns[name] for name in COLUMNS), strict=True))
        self.row_number.extend(batch.row_number)
        self.external.frombytes(external.tobytes())
        self.staged_id.frombytes(ids.tobytes())
        self.digests += digests

    def number_identical_rows(self) -> "Repeats":
        """Gives identical rows without an external id their ordinals over the whole file, and finds the rows whose
        external id came before in the file.
        """
        external = _ints(self.external)
        ids = assign_ids(bytes(self.digests), external)
        changed = np.flatnonzero(ids != _ints(self.staged_id))
        if len(changed):
            row = STAGED.c.row_number == bindparam("row")
            new_ids = [{"row": self.row_number[place], "id": int(ids[place])} for place in changed]
            self.connection.execute(update(STAGED).where(row).values(interaction_id=bindparam("id")), new_ids)
        return repeats(_ints(self.row_number), ids, content_hashes(bytes(self.digests)), only=external != 0)


@dataclass(frozen=True)
class Repeats:
    """Row numbers of rows whose id is taken already: with the same content, or with other content."""

    same: list[int]
    other: list[int]


def repeats(row_number: Ints, ids: Ints, contents: Ints, *, only: NDArray[np.bool_]) -> Repeats:
    """Of the rows chosen by `only`, those whose id stands in an earlier row. All arrays have one entry a row."""
    places = np.flatnonzero(only)
    order = places[np.lexsort((places, ids[places]))]
    is_repeat = np.zeros(len(order), bool)
    is_repeat[1:] = ids[order[1:]] == ids[order[:-1]]
    place = np.arange(len(order))
    first = order[np.maximum.accumulate(np.where(is_repeat, 0, place))] if len(order) else order
    same = contents[order] == contents[first]
    return Repeats(
        same=sorted(row_number[order[is_repeat & same]].tolist()),
        other=sorted(row_number[order[is_repeat & ~same]].tolist()),
    )


def _ints(values: "array[int]") -> Ints:
    return np.frombuffer(values, np.int64) if values else np.zeros(0, np.int64)


def _as_json(attributes: Mapping[str, list[str]], count: int) -> Iterable[str]:
    """The non-empty attributes of each row as one JSON object, "" where there are none."""
    if not attributes:
        return [""] * count
    names = list(attributes)
    known: dict[tuple[str, ...], str] = {}
    for values in (rows := list(zip(*attributes.values(), strict=True))):
        if values not in known:
            said = {name: value for name, value in zip(names, values, strict=True) if value}
            known[values] = orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode() if said else ""
    return [known[values] for values in rows]
