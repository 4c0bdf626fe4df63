"""Leads while they could still convert: how long each was at risk, and what changed for it meanwhile."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Flags, Ints

NO_TRAIT: Final = -1


class AtRisk(NamedTuple):
    """Leads while they could still convert. One entry a lead: lead_id: int64 · took: int64, milliseconds it was at risk
    · is_converted: bool, at the end of them, else its time ended without · place: uint16, where it stood at first.

    One entry a change, in order of time within its lead, those of the k-th lead at offsets[k] <= i < offsets[k + 1]:
    age: int64, milliseconds at risk by then, at most `took` · stands: uint16, where the lead stands from then on ·
    is_touch: bool, whether it has been touched once more · trait: int32, what it has from then on, NO_TRAIT without;
    once a lead. Milliseconds, so that sums are exact in any order and hold a million leads for centuries.
    """

    lead_id: Ints
    took: Ints
    is_converted: Flags
    place: NDArray[np.uint16]
    offsets: Ints
    age: Ints
    stands: NDArray[np.uint16]
    is_touch: Flags
    trait: NDArray[np.int32]

    @property
    def lead(self) -> Ints:
        """int64[changes]: the place of each change's lead among the leads."""
        lead: Ints = np.repeat(np.arange(len(self.lead_id)), np.diff(self.offsets))
        return lead

    @property
    def last_place(self) -> NDArray[np.uint16]:
        """uint16[leads]: where each lead stood when its time ended."""
        last = self.place.copy()
        moved = np.flatnonzero(np.diff(self.offsets))
        last[moved] = self.stands[self.offsets[moved + 1] - 1]
        return last


class Changes(NamedTuple):
    """Room for changes, the columns of AtRisk that have an entry each."""

    age: Ints
    stands: NDArray[np.uint16]
    is_touch: Flags
    trait: NDArray[np.int32]


@njit(cache=True, nogil=True)
def room_for(changes: int) -> Changes:
    """Room for so many of them."""
    return Changes(
        np.empty(changes, np.int64),
        np.empty(changes, np.uint16),
        np.empty(changes, np.bool_),
        np.empty(changes, np.int32),
    )


@njit(cache=True, nogil=True)
def written(
    changes: Changes, found: int, age: int, stands: np.uint16 | np.uint8, is_touch: bool, trait: int | np.int64
) -> int:
    """Write a change behind the first `found`; how many there are then."""
    changes.age[found], changes.stands[found] = age, stands
    changes.is_touch[found], changes.trait[found] = is_touch, trait
    return found + 1


def joined(parts: Sequence[AtRisk]) -> AtRisk:
    """The leads of all parts."""
    if len(parts) == 1:
        return parts[0]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in AtRisk._fields}
    lengths = np.concatenate([np.diff(part.offsets) for part in parts])
    return AtRisk(**columns | {"offsets": np.concatenate(([0], np.cumsum(lengths)))})


class Having(NamedTuple):
    """Of each trait, int64[traits]: the leads that had it, those of them that converted, the milliseconds with it."""

    leads: Ints
    converted: Ints
    time: Ints


@njit(cache=True, nogil=True)
def having(rows: AtRisk, traits: int) -> Having:
    """The leads that had each trait before their time ended."""
    leads, converted, time = np.zeros(traits, np.int64), np.zeros(traits, np.int64), np.zeros(traits, np.int64)
    for lead in range(len(rows.took)):
        for change in range(rows.offsets[lead], rows.offsets[lead + 1]):
            trait = rows.trait[change]
            if trait >= 0:
                leads[trait] += 1
                converted[trait] += rows.is_converted[lead]
                time[trait] += rows.took[lead] - rows.age[change]
    return Having(leads, converted, time)
