"""Interaction ids of a file that is read in batches: identical rows keep counting from one batch to the next."""

import numpy as np

from journey_core.intake.rows.keys import DIGEST_BYTES, assign_ids, first_ids, interaction_id
from journey_core.log.arrays import Ints


class RowIds:
    """Remembers 8 bytes of every row without an external id, as sorted runs that double in length."""

    def __init__(self) -> None:
        self._runs: list[Ints] = []

    def assign(self, digests: bytes, external_ids: Ints) -> Ints:
        """The ids of the next rows, as `keys.assign_ids` would give them over all rows so far; int64[n]."""
        ids = assign_ids(digests, external_ids)
        bases = first_ids(digests)
        unnamed = external_ids == 0
        earlier = self._count(bases)
        ordinals: dict[int, int] = {}
        for row in np.flatnonzero(unnamed & (earlier > 0)).tolist():
            base = int(bases[row])
            ordinal = ordinals.setdefault(base, int(earlier[row]))
            ids[row] = interaction_id(digests[row * DIGEST_BYTES : (row + 1) * DIGEST_BYTES], ordinal)
            ordinals[base] = ordinal + 1
        self._remember(np.sort(bases[unnamed]))
        return ids

    def _count(self, bases: Ints) -> Ints:
        """How often each of these came in earlier batches; searched in order, which keeps to nearby memory."""
        order = np.argsort(bases)
        asked = bases[order]
        found = np.zeros(len(bases), np.int64)
        for run in self._runs:
            first = np.searchsorted(run, asked)
            hits = np.flatnonzero(run[np.minimum(first, len(run) - 1)] == asked) if len(run) else order[:0]
            found[order[hits]] += np.searchsorted(run, asked[hits], "right") - first[hits]
        return found

    def _remember(self, run: Ints) -> None:
        while self._runs and len(self._runs[-1]) <= len(run):
            run = np.sort(np.concatenate((self._runs.pop(), run)), kind="stable")
        self._runs.append(run)
