"""Journeys of some leads taken out, and put together again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from journey_core.log.arrays import Ints
from journey_core.log.journeys import COLUMN_TYPES, Journeys

_ROW_COLUMNS = tuple(name for name in COLUMN_TYPES if name not in {"lead_id", "offsets"})


@dataclass(frozen=True, eq=False)
class Pieces:
    """Journeys of different leads, in pieces that come in any order."""

    pieces: tuple[Journeys, ...]

    def __add__(self, other: "Pieces") -> "Pieces":
        return Pieces(self.pieces + other.pieces)

    def whole(self) -> Journeys:
        """All of them, in order of lead id; raises ValueError for pieces whose codes stand for other words."""
        return together(self.pieces)


def cut(journeys: Journeys, first: int, past: int | None) -> Journeys:
    """The journeys of the leads first..past-1, up to the last one where `past` is None. Only the offsets are copied;
    asked for all leads, it returns the journeys as they are.
    """
    past = journeys.lead_count if past is None else past
    if (first, past) == (0, journeys.lead_count):
        return journeys
    begin, end = journeys.offsets[first], journeys.offsets[past]
    rows = {name: getattr(journeys, name)[begin:end] for name in _ROW_COLUMNS}
    offsets = journeys.offsets[first : past + 1] - begin
    return replace(journeys, lead_id=journeys.lead_id[first:past], offsets=offsets, **rows)


def together(pieces: Sequence[Journeys]) -> Journeys:
    """Journeys of different leads as one, in order of lead id; one piece is the journeys as they are. Raises
    ValueError for pieces whose codes stand for other words.
    """
    if len(pieces) == 1:
        return pieces[0]
    if any(piece.words != pieces[0].words for piece in pieces):
        raise ValueError("journeys whose codes stand for different words can't be put together")
    lead_id = np.concatenate([piece.lead_id for piece in pieces])
    length = np.concatenate([np.diff(piece.offsets) for piece in pieces])
    leads = np.argsort(lead_id)
    rows = _rows(length, leads)
    columns = {name: np.concatenate([getattr(piece, name) for piece in pieces])[rows] for name in _ROW_COLUMNS}
    offsets = np.append(0, np.cumsum(length[leads]))
    return Journeys(lead_id=lead_id[leads], offsets=offsets, words=pieces[0].words, **columns)


def _rows(length: Ints, leads: Ints) -> Ints:
    """The rows of leads in another order, given how many each lead has; they follow one another."""
    begin, wanted = np.cumsum(length) - length, length[leads]
    skipped = np.cumsum(wanted) - wanted
    rows: Ints = np.arange(int(wanted.sum())) + np.repeat(begin[leads] - skipped, wanted)
    return rows
