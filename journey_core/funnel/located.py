"""Where the interactions of a funnel's runs stand in columns: answers name them by id, which holds in any columns."""

import numpy as np
from numba import njit

from journey_core.funnel.compiled import NO_INTERACTION, NO_ROW
from journey_core.funnel.results import FunnelResult
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys


def run_rows(journeys: Journeys, result: FunnelResult) -> Ints:
    """int64[entrants, steps]: the row of each step of each run in the columns of these journeys, which hold the
    result's leads; NO_ROW where a run has none.
    """
    leads = np.searchsorted(journeys.lead_id, result.lead_id[result.entrant])
    rows: Ints = _located(journeys.offsets, journeys.interaction_id, leads, result.interaction)
    return rows


def first_rows(rows: Ints) -> Ints:
    """int64[entrants]: the row of the earliest interaction of each run."""
    beyond = np.iinfo(np.int64).max
    first: Ints = np.where(rows == NO_ROW, beyond, rows).min(axis=1, initial=beyond)
    return first


def last_rows(rows: Ints) -> Ints:
    """int64[entrants]: the row of the latest interaction of each run."""
    last: Ints = rows.max(axis=1, initial=NO_ROW)
    return last


@njit(cache=True, nogil=True)
def _located(offsets: Ints, interaction_id: Ints, leads: Ints, interaction: Ints) -> Ints:
    rows = np.full(interaction.shape, NO_ROW, np.int64)
    for run in range(len(leads)):
        missing = 0
        for step in range(interaction.shape[1]):
            missing += interaction[run, step] != NO_INTERACTION
        row = offsets[leads[run]]
        while missing > 0 and row < offsets[leads[run] + 1]:
            for step in range(interaction.shape[1]):
                if interaction[run, step] == interaction_id[row]:
                    rows[run, step] = row
                    missing -= 1
            row += 1
    return rows
