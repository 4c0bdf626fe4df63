"""What rows of a file say, as columns of values."""

from dataclasses import dataclass
from typing import NamedTuple


class Older(NamedTuple):
    """One row as it was hashed before; external_id: the id of a row that its source has named, else 0."""

    digest: bytes
    lead_id: int
    external_id: int


@dataclass(frozen=True)
class Columns:
    """What some rows say: lists of equal length, one entry per row, "" where a row says nothing.

    lead_key: as written · occurred_at: microseconds UTC · channel, kind, stage, owner, campaign, source: trimmed, as
    written · direction: inbound or outbound · email lower-cased, phone E.164 with its extension · details: a JSON
    object with sorted names · digest: row_digest · attributes: of the lead, only those that the mapping names ·
    ambiguous_times: how many of the times the clock shows twice · older: row -> how it was hashed before, see
    `older_hashes`.
    """

    lead_key: list[str]
    lead_id: list[int]
    occurred_at: list[int]
    channel: list[str]
    kind: list[str]
    direction: list[str]
    stage: list[str]
    owner: list[str]
    campaign: list[str]
    source: list[str]
    value: list[float | None]
    external_id: list[str]
    content: list[str]
    details: list[str]
    digest: list[bytes]
    email: list[str]
    phone: list[str]
    attributes: dict[str, list[str]]
    ambiguous_times: int
    older: dict[int, Older]
