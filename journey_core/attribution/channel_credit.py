"""Touched: which channels every converted lead touched, and what the rules give each channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.attribution.compiled import Compiled, Totals
from journey_core.attribution.rules import Weigh
from journey_core.attribution.touchpoints import Paths
from journey_core.errors import UnknownName
from journey_core.log.arrays import Bytes, Floats, Ints
from journey_core.log.comparison import fold
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import set_apart
from journey_core.statistics.intervals import weighted_sums

Sets = NDArray[np.uint64]

NO_CHANNEL: Final = "(none)"
"""The row of conversions without any touchpoint."""

BASELINE: Final = "(baseline)"
"""The row of what would have converted anyway, by models that tell."""


@dataclass(frozen=True, eq=False)
class Touched:
    """One entry a converted lead: lead_ids int64, ascending; channels uint64, the set of channels that touched one of
    its conversions, bit by code; bit 0 for a conversion that nothing touched. `names`: the channel of every code.
    """

    lead_ids: Ints
    channels: Sets
    names: tuple[str, ...]

    def leads(self, channel: str) -> Ints:
        """Ids of the leads that this channel touched, ascending; raises UnknownName."""
        rows = {self.channel_name(code): code for code, word in enumerate(self.names) if word or not code}
        words = {fold(word): code for code, word in enumerate(self.names) if word}
        code = rows.get(channel, words.get(fold(channel)))
        if code is None:
            raise UnknownName("channel", channel, self.names)
        ids: Ints = self.lead_ids[self._has(code)]
        return ids

    @cached_property
    def counts(self) -> Ints:
        """int64[channels]: how many leads each channel touched, by code."""
        return np.array([np.count_nonzero(self._has(code)) for code in range(len(self.names))], np.int64)

    def channel_name(self, code: int) -> str:
        return row_name(self.names, code)

    def _has(self, code: int) -> NDArray[np.bool_]:
        has: NDArray[np.bool_] = (self.channels >> np.uint64(code)) & np.uint64(1) != 0
        return has


def row_name(names: Sequence[str], code: int) -> str:
    """The name of a channel's row, of the channels by code; of code 0, that of conversions without any touchpoint."""
    return set_apart(names[code], (NO_CHANNEL, BASELINE)) if code else NO_CHANNEL


@dataclass(frozen=True, eq=False)
class Given:
    """What paths to conversions of some leads give by these rules; `touched` has one entry a lead that converted, in
    any order; `sums` float64[1 + replicates, channels, rules, 2] of credit and value, of the log and of every
    replicate. `sharing` of the `touchpoints` share their instant with another one of their path.
    """

    rules: tuple[str, ...]
    touched: Touched
    conversions: int
    sums: Floats
    touchpoints: int
    sharing: int

    def totals(self, rule: str) -> Totals:
        """The sums of one rule."""
        amounts = self.sums[:, :, self.rules.index(rule)]
        return Totals(amounts[0, :, 0], amounts[0, :, 1], amounts[1:, :, 0], amounts[1:, :, 1])

    def in_order(self) -> "Given":
        """The same with its leads in ascending order, as blocks of one log come."""
        ids = self.touched.lead_ids
        if (np.diff(ids) > 0).all():
            return self
        order = np.argsort(ids)
        return replace(self, touched=replace(self.touched, lead_ids=ids[order], channels=self.touched.channels[order]))


def given(journeys: Journeys, compiled: Compiled, rules: Mapping[str, Weigh], paths: Paths) -> Given:
    """What these paths, of a range of leads, give by these rules."""
    names = journeys.words.lists["channel"]
    channels = len(names)
    has_draws = compiled.replicates > 0  # else no lead needs entries of its own
    lead, channel, entry, bare = _entries(paths.lead, paths.offsets, paths.channel, channels, has_draws)
    amount = np.zeros((len(rules), len(lead), 2))
    for weigh, amounts in zip(rules.values(), amount, strict=True):
        _add(paths.offsets, paths.value, weigh(paths, compiled), entry, bare, amounts)
    by_entry = amount.transpose(1, 0, 2).reshape(len(lead), 2 * len(rules))
    sums = weighted_sums(journeys.lead_id[lead], channel, by_entry, channels, compiled.replicates)
    touching, sets = _sets(paths.lead, paths.offsets, paths.channel)
    touched = Touched(journeys.lead_id[touching], sets, names)
    by_rule = sums.reshape(*sums.shape[:2], len(rules), 2)
    return Given(tuple(rules), touched, len(paths.lead), by_rule, len(paths.row), paths.sharing)


def total(parts: Sequence[Given]) -> Given:
    """What different leads give together; raises ValueError where their codes stand for other channels."""
    if len({part.touched.names for part in parts}) > 1:
        raise ValueError("credit by codes that stand for different channels does not add up")
    touched = Touched(
        np.concatenate([part.touched.lead_ids for part in parts]),
        np.concatenate([part.touched.channels for part in parts]),
        parts[0].touched.names,
    )
    sums: Floats = np.sum([part.sums for part in parts], axis=0)
    conversions, touchpoints, sharing = (
        sum(getattr(part, name) for part in parts) for name in ("conversions", "touchpoints", "sharing")
    )
    return Given(parts[0].rules, touched, conversions, sums, touchpoints, sharing)


@njit(cache=True, nogil=True)
def _entries(
    path_lead: Ints, offsets: Ints, channel: Bytes, channels: int, is_by_lead: bool
) -> tuple[Ints, Ints, Ints, Ints]:
    """Lead number and channel code of every entry, one a channel or one a lead and channel, and the entry of every
    touchpoint and of every path without any.
    """
    room = len(path_lead) + len(channel)
    lead, code = np.empty(room, np.int64), np.empty(room, np.int64)
    entry, bare = np.empty(len(channel), np.int64), np.empty(len(path_lead), np.int64)
    entry_of = np.full(channels, -1, np.int64)
    entries, bares = 0, 0
    for path in range(len(path_lead)):
        if is_by_lead and path > 0 and path_lead[path] != path_lead[path - 1]:
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
def _add(offsets: Ints, value: Floats, weights: Floats, entry: Ints, bare: Ints, amount: Floats) -> None:
    """Add one rule's weights of the touchpoints, and what they are worth, to float64[entries, 2]; a path without any
    gives all to its own entry.
    """
    bares = 0
    for path in range(len(value)):
        for i in range(offsets[path], offsets[path + 1]):
            amount[entry[i], 0] += weights[i]
            amount[entry[i], 1] += weights[i] * value[path]
        if offsets[path] == offsets[path + 1]:
            amount[bare[bares], 0] += 1
            amount[bare[bares], 1] += value[path]
            bares += 1


@njit(cache=True, nogil=True)
def _sets(path_lead: Ints, offsets: Ints, channel: Bytes) -> tuple[Ints, Sets]:
    """Number of every lead, and the set of channels that touched its paths, as `Touched` has them."""
    lead, channels, leads = np.empty(len(path_lead), np.int64), np.zeros(len(path_lead), np.uint64), 0
    for path in range(len(path_lead)):
        if leads == 0 or lead[leads - 1] != path_lead[path]:
            lead[leads] = path_lead[path]
            leads += 1
        if offsets[path] == offsets[path + 1]:
            channels[leads - 1] |= np.uint64(1)
        for i in range(offsets[path], offsets[path + 1]):
            channels[leads - 1] |= np.uint64(1) << np.uint64(channel[i])
    return lead[:leads], channels[:leads]
