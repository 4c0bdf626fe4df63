"""How rows were hashed before texts were compared in NFC and without invisible marks.

Rows and leads of stores from before keep their ids, so a row that comes again is looked for under its id of then, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from journey_core.intake.cells.identities import EXTENSION
from journey_core.intake.cells.placeholders import PLACEHOLDERS
from journey_core.intake.rows.columns import Columns, Older
from journey_core.intake.rows.keys import (
    details_texts,
    external_interaction_id,
    lead_ids,
    lead_key,
    named_id,
    row_digests,
    value_text,
    value_texts,
)

PRESENT_VERSION: Final = 2
"""The version of hashes: 1 from words and keys as they were trimmed, 2 from their compared forms."""


def older(columns: Columns, raw: Mapping[str, Sequence[str]]) -> dict[int, Older]:
    """Row -> its hashes of version 1, for the rows that had other hashes then; raw: field -> its trimmed texts."""
    keys = _keys(columns, raw)
    digests = row_digests(_parts(columns, raw, keys))
    ids = lead_ids(keys)
    found = {row: Older(digest, ids[row], _external_id(columns, row)) for row, digest in enumerate(digests)}
    return {row: each for row, each in found.items() if _is_changed(columns, row, each)}


def older_row_digest(
    key: str, *, direction: str, occurred_at: int, value: float | None, content: str, details: str, words: Sequence[str]
) -> bytes:
    """The digest of version 1 of a row as it is stored; words: channel, kind, stage, owner, campaign."""
    channel, kind, stage, owner, campaign = (word.strip().casefold() for word in words)
    told = (direction, str(occurred_at), stage, value_text(value), owner, campaign, content, details)
    return row_digests([(key, channel, kind, *told)])[0]


def older_lead_id(key: str) -> int:
    """The id that the lead of a key had."""
    return lead_ids([key])[0]


def older_external_id(source: str, external_id: str) -> int:
    """The id of a row that its source has named."""
    return named_id(source.strip().casefold(), external_id)


def _keys(columns: Columns, raw: Mapping[str, Sequence[str]]) -> list[str]:
    """The keys as they were: as written, and telephone numbers without an extension."""
    phones = [phone.partition(EXTENSION)[0] for phone in columns.phone]
    leads = raw.get("lead", [""] * len(phones))
    return [lead_key(*names) for names in zip(leads, columns.email, phones, strict=True)]


def _parts(columns: Columns, raw: Mapping[str, Sequence[str]], keys: list[str]) -> Iterator[tuple[str, ...]]:
    details = {name.removeprefix("detail."): raw[name] for name in sorted(raw) if name.startswith("detail.")}
    return zip(
        keys, _words("channel", columns, raw), _words("kind", columns, raw), columns.direction,
        map(str, columns.occurred_at), _words("stage", columns, raw), value_texts(columns.value),
        _words("owner", columns, raw), _words("campaign", columns, raw), raw.get("content", columns.content),
        details_texts(details, len(keys)), strict=True,
    )  # fmt: skip


def _words(name: str, columns: Columns, raw: Mapping[str, Sequence[str]]) -> list[str]:
    """The words as they were folded; a placeholder was a word like any other."""
    now: list[str] = getattr(columns, name)
    if name not in raw:
        return [word.strip().casefold() for word in now]
    pairs = zip(now, raw[name], strict=True)
    return [(text if text in PLACEHOLDERS else word).strip().casefold() for word, text in pairs]


def _is_changed(columns: Columns, row: int, then: Older) -> bool:
    if not then.external_id:
        return then.digest != columns.digest[row]
    now = external_interaction_id(columns.source[row], columns.external_id[row])
    return (then.digest, then.external_id) != (columns.digest[row], now)


def _external_id(columns: Columns, row: int) -> int:
    external_id = columns.external_id[row]
    return older_external_id(columns.source[row], external_id) if external_id else 0
