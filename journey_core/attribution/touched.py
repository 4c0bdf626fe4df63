"""Touched: what every converted lead gives every channel, by every rule asked for. The summary of a pass over leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.attribution.rules import Weigh, linear
from journey_core.attribution.touchpoints import Scope, converted_paths
from journey_core.intervals import replicate_totals
from journey_core.journeys import Ints, Journeys
from journey_core.vocabulary import Words

Floats = NDArray[np.float64]

NO_CHANNEL: Final = "(none)"
"""The row of conversions without any touchpoint."""


@dataclass(frozen=True, eq=False)
class Touched:
    """One entry a converted lead and channel that touched one of its conversions, code 0 standing for none.

    lead_id int64, ascending; channel int64; credit and value float64[n, 1 + rules]: what the lead gives the channel.
    Column 0 is the linear model whatever is asked: it adds up to the conversions, and its code 0 is what no
    touchpoint explains.
    """

    lead_id: Ints
    channel: Ints
    credit: Floats
    value: Floats
    words: Words

    def __add__(self, later: "Touched") -> "Touched":
        return total([self, later])

    @cached_property
    def lead_ids(self) -> Ints:
        """Ids of the leads that converted, ascending."""
        is_next = np.diff(self.lead_id, prepend=self.lead_id[:1] - 1) != 0
        ids: Ints = self.lead_id[is_next]
        return ids

    def leads(self, channel: str) -> Ints:
        """Ids of the leads with an entry for this channel, ascending."""
        code = 0 if channel == NO_CHANNEL else self.words.code("channel", channel)
        ids: Ints = self.lead_id[self.channel == code]
        return ids

    def channel_name(self, code: int) -> str:
        return self.words.word("channel", code) if code else NO_CHANNEL

    def totals(self, column: int) -> tuple[Floats, Floats]:
        """Credit and value of one column by channel code: float64[channels] each."""
        channels = len(self.words.lists["channel"])
        credit, value = (
            np.bincount(self.channel, amounts[:, column], channels).astype(np.float64)
            for amounts in (self.credit, self.value)
        )
        return credit, value

    def replicates(self, count: int) -> Floats:
        """float64[count, channels, 1 + rules]: the credit that bootstrap replicates add up to."""
        channels = len(self.words.lists["channel"])
        return replicate_totals(self.lead_id, self.channel, self.credit, channels, count)


def summarize(
    journeys: Journeys, scope: Scope, rules: Sequence[Weigh], half_life: int, first: int, past: int
) -> Touched:
    """What the leads number first..past-1 give."""
    paths = converted_paths(journeys, scope, first, past)
    lead, channel, entry, bare = _entries(
        paths.lead, paths.offsets, paths.channel, len(journeys.words.lists["channel"])
    )
    worth = np.repeat(paths.value, paths.length)
    bare_worth = paths.value[paths.length == 0]
    credit, value = np.zeros((2, 1 + len(rules), len(lead)))
    for column, weigh in enumerate((linear, *rules)):
        if column and weigh is linear:  # it is there already
            credit[column], value[column] = credit[0], value[0]
            continue
        _add(entry, weigh(paths, half_life), worth, credit[column], value[column])
        _add(bare, np.ones(len(bare)), bare_worth, credit[column], value[column])
    # Turned over, so that a column, which is what everything reads, lies in one piece.
    return Touched(journeys.lead_id[lead], channel, credit.T, value.T, journeys.words)


def total(parts: Sequence[Touched]) -> Touched:
    """The entries of consecutive ranges of leads together."""
    if len(parts) == 1:
        return parts[0]
    return Touched(
        np.concatenate([part.lead_id for part in parts]),
        np.concatenate([part.channel for part in parts]),
        np.concatenate([part.credit.T for part in parts], axis=1).T,
        np.concatenate([part.value.T for part in parts], axis=1).T,
        parts[0].words,
    )


@njit(cache=True, nogil=True)
def _entries(
    path_lead: Ints, offsets: Ints, channel: NDArray[np.uint8], channels: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Lead number and channel code of every entry, and the entry of every touchpoint and of every path without any."""
    room = len(path_lead) + len(channel)
    lead, code = np.empty(room, np.int64), np.empty(room, np.int64)
    entry, bare = np.empty(len(channel), np.int64), np.empty(len(path_lead), np.int64)
    entry_of = np.full(channels, -1, np.int64)
    entries, bares = 0, 0
    for path in range(len(path_lead)):
        if path > 0 and path_lead[path] != path_lead[path - 1]:
            entry_of[:] = -1
        is_empty = offsets[path] == offsets[path + 1]
        for i in range(offsets[path], offsets[path + 1] + is_empty):
            met = 0 if is_empty else channel[i]
            if entry_of[met] < 0:
                entry_of[met], lead[entries], code[entries] = entries, path_lead[path], met
                entries += 1
            if is_empty:
                bare[bares] = entry_of[0]
                bares += 1
            else:
                entry[i] = entry_of[met]
    return lead[:entries], code[:entries], entry, bare[:bares]


@njit(cache=True, nogil=True)
def _add(entry: Ints, weights: Floats, worth: Floats, credit: Floats, value: Floats) -> None:
    """Add one model's weights of the touchpoints, and what they are worth, to their entries."""
    for i in range(len(entry)):
        credit[entry[i]] += weights[i]
        value[entry[i]] += weights[i] * worth[i]
