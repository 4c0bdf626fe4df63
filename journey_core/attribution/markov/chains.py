"""Chains: how often journeys step from their last k channels to the next one, or end. One pass over leads.

A state is the last k channels of a journey (fewer at its start, none is START); what follows is a channel, CONVERTED or
NULL. Open and lost journeys are included, empty ones are not.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.attribution.cell_sums import MOST_CELLS, CellSums, cell_sums, each_block
from journey_core.attribution.touchpoints import Paths, Scope, all_paths
from journey_core.errors import Refused
from journey_core.log.arrays import Bytes, Flags, Floats, Ints
from journey_core.log.journeys import Journeys

HIGHEST: Final = 4
"""The highest order of a chain."""


@dataclass(frozen=True)
class Alphabet:
    """The channels that a chain of this order is made of. Codes of channels: 1 to n here, `channels[i - 1]` in the log.

    A state is a number in base n + 1, its digits the last channels, 0 for none. A cell is state * (n + 2) + what
    follows: 0 to n - 1 for channels, n for CONVERTED, n + 1 for NULL.
    """

    order: int
    channels: tuple[int, ...]

    @property
    def base(self) -> int:
        return len(self.channels) + 1

    @property
    def states(self) -> int:
        return int(self.base**self.order)

    @property
    def cells(self) -> int:
        return self.states * (self.base + 1)

    def short_codes(self) -> NDArray[np.int64]:
        """int64[256]: the code here of each code of the log."""
        short = np.zeros(256, np.int64)
        short[list(self.channels)] = np.arange(1, self.base)
        return short


@dataclass(frozen=True, eq=False)
class ChainSteps:
    """How often the paths of some leads step through each cell of this alphabet."""

    alphabet: Alphabet
    counted: CellSums

    def __add__(self, other: "ChainSteps") -> "ChainSteps":
        """The steps of these leads and others, over the channels of both."""
        if self.alphabet == other.alphabet:
            return ChainSteps(self.alphabet, self.counted + other.counted)
        channels = tuple(sorted({*self.alphabet.channels, *other.alphabet.channels}))
        return self._over(channels) + other._over(channels)

    def of_order(self, order: int) -> "ChainSteps":
        """The steps of a chain of this order, at most the alphabet's own; raises Refused as `alphabet_of` does."""
        steps = self if is_small(self.alphabet.channels) else self._over(self._visited())
        alphabet = roomy(Alphabet(order, steps.alphabet.channels))
        return ChainSteps(alphabet, lowered(steps.counted, alphabet))

    def _visited(self) -> tuple[int, ...]:
        """The channels that a path visits: a step goes to each of them."""
        following = np.unique(self.counted.cell % (self.alphabet.base + 1))
        return tuple(self.alphabet.channels[place] for place in following.tolist() if place < self.alphabet.base - 1)

    def _over(self, channels: tuple[int, ...]) -> "ChainSteps":
        """The same in the cells of other channels, which have all that a path visits. Cells keep their order."""
        own, other = self.alphabet, Alphabet(self.alphabet.order, channels)
        codes = np.array([0, *own.channels])
        digit = other.short_codes()[codes]
        state, following = np.divmod(self.counted.cell, own.base + 1)
        cell = np.append(digit[1:], (other.base, other.base + 1))[following] - 1
        for place in range(own.order):
            cell += digit[state // own.base**place % own.base] * other.base**place * (other.base + 1)
        return ChainSteps(other, CellSums(cell, self.counted.sums))


def alphabet_of(journeys: Journeys, scope: Scope, order: int) -> Alphabet:
    """The channels that occur, the same at every order; raises Refused if states of so many can't be told apart.

    A channel that no path visits has no part in any effect. So only where there are too many for the highest order are
    paths looked at, and the channels that none in the scope visits are left out.
    """
    present = _codes(_occurring(journeys.channel))
    if not is_small(present):
        present = _codes(np.any(list(each_block(journeys, lambda *leads: _visiting(journeys, scope, *leads))), axis=0))
    return roomy(Alphabet(order, present))


def is_small(channels: tuple[int, ...]) -> bool:
    """Whether chains of every order have room for these channels."""
    return Alphabet(HIGHEST, channels).cells <= MOST_CELLS


def roomy(alphabet: Alphabet) -> Alphabet:
    """The alphabet, if there is room for its cells; else raises Refused."""
    if alphabet.cells > MOST_CELLS:
        raise Refused(
            f"A chain of order {alphabet.order} over {len(alphabet.channels)} channels has too many states; choose a "
            "lower order, or say which interactions count as touchpoints, so that there are fewer."
        )
    return alphabet


def _codes(is_there: Flags) -> tuple[int, ...]:
    """The codes that occur, without 0."""
    return tuple((np.flatnonzero(is_there[1:]) + 1).tolist())


def _visiting(journeys: Journeys, scope: Scope, first: int, past: int) -> Flags:
    """bool[256]: which codes the paths of the leads first..past-1 visit."""
    return _occurring(all_paths(journeys, scope, first, past).channel)


def steps(journeys: Journeys, paths: Paths, alphabet: Alphabet, *, replicates: int) -> CellSums:
    """How often these paths step through each cell."""
    # Only replicates tell leads apart: without them all are as one.
    lead, cell, count = lead_steps(paths, alphabet, lead=paths.lead if replicates else np.zeros_like(paths.lead))
    return cell_sums(journeys.lead_id[lead], cell, count[:, None], replicates)


def lead_steps(paths: Paths, alphabet: Alphabet, *, lead: Ints) -> tuple[Ints, Ints, Floats]:
    """Lead number, cell and how often the lead steps through it, one entry a run of paths of one lead and cell; `lead`
    says of each path whose it is.
    """
    entries: tuple[Ints, Ints, Floats] = _entries(
        lead, paths.conversion, paths.offsets, paths.channel, alphabet.short_codes(), alphabet.base, alphabet.states
    )
    return entries


def lowered(counted: CellSums, alphabet: Alphabet) -> CellSums:
    """The steps of this chain, from those of one over the same channels whose order is as high or higher."""
    state, following = np.divmod(counted.cell, alphabet.base + 1)
    cell = state % alphabet.states * (alphabet.base + 1) + following
    found = cell_sums(np.zeros_like(cell), cell, counted.sums[:, :, 0].T, 0)
    return CellSums(found.cell, found.sums.transpose(2, 1, 0))


def conversions(counted: CellSums, alphabet: Alphabet) -> Floats:
    """float64[1 + replicates]: journeys that ended in CONVERTED."""
    is_end = counted.cell % (alphabet.base + 1) == alphabet.base - 1
    total: Floats = counted.sums[:, is_end, 0].sum(axis=1)
    return total


def end_states(paths: Paths, alphabet: Alphabet) -> Ints:
    """int64[paths with a touchpoint]: the state that each ends in."""
    ended: Ints = _ended(paths.offsets, paths.channel, alphabet.short_codes(), alphabet.base, alphabet.states)
    return ended[paths.length > 0]


@njit(cache=True, nogil=True)
def _ended(offsets: Ints, channel: NDArray[np.uint8], short: Ints, base: int, states: int) -> Ints:
    ended = np.zeros(len(offsets) - 1, np.int64)
    for path in range(len(ended)):
        for i in range(offsets[path], offsets[path + 1]):
            ended[path] = (ended[path] * base + short[channel[i]]) % states
    return ended


@njit(cache=True, nogil=True)
def _occurring(channel: Bytes) -> NDArray[np.bool_]:
    """bool[256]: which codes occur."""
    is_there = np.zeros(256, np.bool_)
    for row in range(len(channel)):
        is_there[channel[row]] = True
    return is_there


@njit(cache=True, nogil=True)
def _entries(
    lead_of: Ints, conversion: Ints, offsets: Ints, channel: Bytes, short: Ints, base: int, states: int
) -> tuple[Ints, Ints, Floats]:
    room = len(channel) + len(lead_of)
    lead, cells, count = np.empty(room, np.int64), np.empty(room, np.int64), np.zeros(room)
    entry_of = np.full(states * (base + 1), -1, np.int64)
    entries, own = 0, 0
    for path in range(len(lead_of)):
        if path > 0 and lead_of[path] != lead_of[path - 1]:
            own = entries
        state = 0
        for i in range(offsets[path], offsets[path + 1] + (offsets[path] < offsets[path + 1])):
            is_end = i == offsets[path + 1]
            following = (base if conversion[path] >= 0 else base + 1) if is_end else short[channel[i]]
            cell = state * (base + 1) + following - 1
            if entry_of[cell] < own:
                entry_of[cell], lead[entries], cells[entries] = entries, lead_of[path], cell
                entries += 1
            count[entry_of[cell]] += 1
            state = (state * base + following) % states
    return lead[:entries], cells[:entries], count[:entries]
