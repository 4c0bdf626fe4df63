"""Identities by hash: the same row has the same id whichever file, order or day brings it.

A BLAKE2b hash of 63 bits: among 10 million rows, the chance that two different ones share an id is 5 in a million.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
import orjson
from numpy.typing import NDArray

from journey_core.intake.cells.identities import compared_key
from journey_core.intake.cells.readings import Remembered
from journey_core.log.arrays import Ints
from journey_core.log.comparison import comparable, comparables, fold

_SEPARATOR: Final = "\x1f"  # a control character, and accepted cells hold none
DIGEST_BYTES: Final = 16


def lead_key(lead: str, email: str, phone: str) -> str:
    """Who the lead is: `lead` as given, else the lower-cased e-mail, else the E.164 phone; "" if all are empty."""
    return lead or email or phone


_compared: Final = Remembered(compared_key)


def compared_keys(keys: list[str]) -> Sequence[str]:
    """`compared_key` of every key; the keys themselves where nothing has to change."""
    if not any("@" in key for key in keys):
        return comparables(keys)
    return _compared.column(keys)


def lead_id(key: str) -> int:
    """The id of the lead whom a key names: 63 bits, at least 1; equal for keys that are compared as equal."""
    return lead_ids([compared_key(key)])[0]


def lead_ids(keys: Iterable[str]) -> list[int]:
    """The ids of leads by their keys as they are compared."""
    hashes = b"".join([blake2b(key, digest_size=8).digest() for key in map(str.encode, keys)])
    ids: list[int] = _positives(np.frombuffer(hashes, ">u8").astype(np.uint64)).tolist()
    return ids


def row_digest(
    key: str,
    *,
    channel: str,
    kind: str,
    direction: str,
    occurred_at: int,
    stage: str,
    value: float | None,
    owner: str,
    campaign: str,
    content: str,
    details: Mapping[str, str],
) -> bytes:
    """16 bytes that tell one interaction from another; occurred_at is in microseconds UTC."""
    said = {name: comparable(text) for name, text in details.items()}
    parts = (
        compared_key(key), fold(channel), fold(kind), direction, str(occurred_at), fold(stage), value_text(value),
        fold(owner), fold(campaign), comparable(content), details_text(said),
    )  # fmt: skip
    return row_digests([parts])[0]


def row_digests(parts: Iterable[Sequence[str]]) -> list[bytes]:
    """One digest for each row of parts: key, channel, kind, direction, time, stage, value, owner, campaign, content,
    details; the words folded (channel, kind, stage, owner, campaign), key and texts as they are compared, time and
    value as text.
    """
    rows = map(str.encode, map(_SEPARATOR.join, parts))
    return [blake2b(row, digest_size=DIGEST_BYTES).digest() for row in rows]


def details_texts(details: Mapping[str, Sequence[str]], count: int) -> list[str]:
    """`details_text` of every row; details: name -> what each of `count` rows says."""
    if not details:
        return [""] * count
    return [details_text(dict(zip(details, row, strict=True))) for row in zip(*details.values(), strict=True)]


def details_text(details: Mapping[str, str]) -> str:
    """Details as they are stored and hashed: one JSON object, names sorted, empty ones left out; "" if all are."""
    filled = {name: text for name, text in details.items() if text}
    return orjson.dumps(filled, option=orjson.OPT_SORT_KEYS).decode() if filled else ""


def value_texts(values: Iterable[float | None]) -> list[str]:
    """value_text of every value."""
    return ["" if value is None else repr(value) for value in values]


def value_text(value: float | None) -> str:
    """A value as it enters the digest: the shortest text that reads back as the same number, "" for no value."""
    return value_texts([value])[0]


def interaction_id(digest: bytes, ordinal: int) -> int:
    """The id of a row without an external id; ordinal counts identical rows of one file, 0 for the first."""
    if ordinal == 0:
        return _positive(digest[:8])
    return _positive(blake2b(digest + ordinal.to_bytes(8, "big"), digest_size=8).digest())


def external_interaction_id(source: str, external_id: str) -> int:
    """The id of a row that its source has named; 63 bits, at least 1. The case of a source does not matter."""
    return named_id(fold(source), comparable(external_id))


def named_id(source: str, external_id: str) -> int:
    """The id for these texts as they stand."""
    named = f"{source}{_SEPARATOR}{external_id}".encode()
    return _positive(blake2b(named, digest_size=8, person=b"external").digest())


def content_hash(digest: bytes) -> int:
    """63 bits of the digest that the id does not use: tells whether a row with a known external id has changed."""
    return _positive(digest[8:])


def content_hashes(digests: bytes) -> Ints:
    """content_hash of every digest; int64[n] from n digests of 16 bytes one after the other."""
    return _positives(_halves(digests)[:, 1])


def first_ids(digests: bytes) -> Ints:
    """interaction_id(digest, 0) of every digest; int64[n]."""
    return _positives(_halves(digests)[:, 0])


def assign_ids(digests: bytes, external_ids: Ints) -> Ints:
    """The interaction id of every row of a file; int64[n].

    digests: n digests of 16 bytes one after the other, in the file's order; external_ids: int64[n], 0 where a row has
    none. Equal to `interaction_id` with the ordinal among identical rows without an external id.
    """
    halves = _halves(digests)
    ids = np.where(external_ids != 0, external_ids, _positives(halves[:, 0]))
    unnamed = np.flatnonzero(external_ids == 0)
    for row, ordinal in _repeats(halves[unnamed]):
        place = int(unnamed[row])
        ids[place] = interaction_id(digests[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES], ordinal)
    return ids


def _repeats(halves: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """(row, ordinal) of every row that has an equal one before it."""
    order = np.lexsort((halves[:, 1], halves[:, 0]))
    ordered = halves[order]
    is_repeat = np.zeros(len(order), bool)
    is_repeat[1:] = (ordered[1:] == ordered[:-1]).all(axis=1)
    place = np.arange(len(order))
    first = np.maximum.accumulate(np.where(is_repeat, 0, place))
    found = np.flatnonzero(is_repeat)
    return list(zip(order[found].tolist(), (found - first[found]).tolist(), strict=True))


def _halves(digests: bytes) -> NDArray[np.uint64]:
    return np.frombuffer(digests, ">u8").reshape(-1, 2).astype(np.uint64)


def _positives(hashes: NDArray[np.uint64]) -> Ints:
    return np.maximum((hashes >> np.uint64(1)).astype(np.int64), 1)


def _positive(eight_bytes: bytes) -> int:
    return max(int.from_bytes(eight_bytes, "big") >> 1, 1)
