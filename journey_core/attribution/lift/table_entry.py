"""The lift model in the table of models: its answer as sums by channel code."""

from typing import Final

import numpy as np

from journey_core.attribution.compiled import Compiled, ConversionShares, Totals
from journey_core.attribution.lift.model import LiftResult, lift
from journey_core.log.arrays import Floats
from journey_core.log.journeys import Journeys
from journey_core.log.pieces import Pieces

MOST_REPLICATES: Final = 200


def kept_leads(journeys: Journeys) -> Pieces:
    """The leads with all their interactions, because any of them begins a spell or a day at risk."""
    return Pieces((journeys,))


def explained_by_lift(found: Pieces, compiled: Compiled, linear: Totals, threads: int | None) -> Totals:
    """Credit of every channel by its lift; the rest, also of conversions without a touchpoint, is the baseline's.

    Raises Refused where there are conversions, but fewer than 10. It has no placebo: the baseline is its answer to
    what channels would get that make no difference. Of the controls of intent it knows those of the log: attributes of
    leads are not asked for (decision 12).
    """
    replicates = min(compiled.replicates, MOST_REPLICATES)
    result = lift(
        found.whole(), compiled.scope, zone=compiled.zone, marked=compiled.inbound, replicates=replicates,
        threads=threads,
    )  # fmt: skip
    credit, value = _by_code(result, 0, len(linear.credit)), _by_code(result, 1, len(linear.credit))
    return Totals(
        credit=credit[0],
        value=value[0],
        replicates=credit[1:],
        value_replicates=value[1:],
        baseline=result.sums[:, :, -1],
        doubts=result.doubts,
        shares=ConversionShares(result.lead_id, result.interaction_id, result.codes, result.shares),
    )


def _by_code(found: LiftResult, measure: int, channels: int) -> Floats:
    """float64[1 + replicates, channels]."""
    sums = np.zeros((len(found.sums), channels))
    sums[:, found.codes] = found.sums[:, measure, :-1]
    return sums
