"""Which order of the Markov chain predicts journeys best, by the likelihood of leads that it has not seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.cell_sums import CellSums, cell_sums, counted_paths
from journey_core.attribution.markov.chains import Alphabet, alphabet_of, lead_steps
from journey_core.attribution.options import ORDERS, AttributionOptions
from journey_core.attribution.touchpoints import Paths, Scope
from journey_core.errors import Refused
from journey_core.log.arrays import Floats, Ints
from journey_core.log.journeys import Journeys
from journey_core.statistics.intervals import lead_hash
from journey_core.wording import counted, spoken_moment

FOLDS: Final = 5
MIX: Final = 0x2545F491


@dataclass(frozen=True)
class OrderSuggestion:
    """The order whose chain predicts unseen leads best.

    likelihood: by order from 1 on, mean logarithm of the probability that a chain gave to each step of the leads it was
    not counted on; gain: by how much the best exceeds the next best, per step; steps: how many were predicted.
    """

    definition: str
    as_of: datetime
    order: int
    likelihood: tuple[float, ...]
    gain: float
    steps: int

    @property
    def sentence(self) -> str:
        """Which order it is, by how much, and the mean of every order."""
        if len(self.likelihood) == 1:
            return "Order 1 is the only one that so many channels allow."
        means = ", ".join(f"order {order} {mean:.4f}" for order, mean in enumerate(self.likelihood, start=1))
        is_tie = round(self.gain, 4) == 0
        best = "as well as any" if is_tie else f"best: {self.gain:.4f} more log-likelihood a step than the next,"
        return f"Order {self.order} predicts unseen leads {best} over {counted(self.steps, 'step')} ({means})."


def suggested_order(
    journeys: Journeys, options: AttributionOptions, *, threads: int | None = None
) -> OrderSuggestion | None:
    """The best of the orders 1 to 4, the lower where two predict alike; None where there are no journeys.

    Leads fall into five parts by a hash; each part is predicted by chains of the four others, with probabilities
    (steps seen + 1 / outcomes) / (seen from that state + 1).
    """
    highest = _highest(journeys, options.compiled().scope)
    folded = _folded_steps(journeys, options, highest, threads=threads)
    steps = int(folded.sums.sum())
    if steps == 0:
        return None
    likelihood = tuple(float(each) / steps for each in _likelihoods(folded, highest))
    best, *others = sorted(likelihood, reverse=True)
    return OrderSuggestion(
        definition=(
            f"Of the orders 1 to {highest.order}, the one whose chain gives the steps of unseen leads the highest mean "
            f"log-likelihood, by {FOLDS}-fold cross-validation over leads; as of {spoken_moment(options.as_of)}."
        ),
        as_of=options.as_of,
        order=likelihood.index(best) + 1,
        likelihood=likelihood,
        gain=best - (others[0] if others else best),
        steps=steps,
    )


def _highest(journeys: Journeys, scope: Scope) -> Alphabet:
    """Of the highest order that so many channels allow."""
    for order in reversed(ORDERS[1:]):
        try:
            return alphabet_of(journeys, scope, order)
        except Refused:
            continue
    return alphabet_of(journeys, scope, 1)


def _folded_steps(
    journeys: Journeys, options: AttributionOptions, alphabet: Alphabet, *, threads: int | None
) -> CellSums:
    """Steps by cell * FOLDS + the part that their lead falls into."""

    def of_paths(paths: Paths) -> CellSums:
        lead, cell, count = lead_steps(paths, alphabet, lead=paths.lead)
        lead_id = journeys.lead_id[lead]
        return cell_sums(lead_id, cell * FOLDS + _parts(lead_id, FOLDS), count[:, None], 0)

    return counted_paths(journeys, options.compiled().scope, of_paths, threads=threads)


def _likelihoods(folded: CellSums, alphabet: Alphabet) -> Iterator[Floats]:
    """Of every order from 1 to the alphabet's: the log-likelihood of all steps by chains that have not seen them."""
    outcomes = alphabet.base + 1
    cell, part = np.divmod(folded.cell, FOLDS)
    state, following = np.divmod(cell, outcomes)
    for order in range(1, alphabet.order + 1):
        seen_from = state % alphabet.base**order
        by_cell = _others(seen_from * outcomes + following, part, folded.sums[0, :, 0])
        by_state = _others(seen_from, part, folded.sums[0, :, 0])
        yield (folded.sums[0, :, 0] * np.log((by_cell + 1 / outcomes) / (by_state + 1))).sum()


def _others(group: Ints, part: Ints, count: Floats) -> Floats:
    """One entry an entry: how much its group has outside its own part."""
    _, place = np.unique(group, return_inverse=True)
    inside = np.bincount(place * FOLDS + part, count, minlength=FOLDS * (place.max() + 1)).reshape(-1, FOLDS)
    outside: Floats = inside.sum(axis=1)[place] - inside[place, part]
    return outside


@njit(cache=True, nogil=True)
def _parts(lead_id: Ints, parts: int) -> Ints:
    """The part that each lead falls into, another hash than the replicates'."""
    part = np.empty(len(lead_id), np.int64)
    for i in range(len(lead_id)):
        part[i] = lead_hash(lead_id[i] ^ MIX) % np.uint64(parts)
    return part
