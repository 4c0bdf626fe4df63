"""The lift model in the table of models: its answer as sums by channel code."""

from typing import Final

import numpy as np

from journey_core.attribution.cell_sums import CellSums
from journey_core.attribution.compiled import ConversionShares, Question, Totals
from journey_core.attribution.lift.model import LiftOptions, LiftResult, lift
from journey_core.log.arrays import Floats
from journey_core.log.journeys import Journeys

MOST_REPLICATES: Final = 200


def explained_by_lift(
    journeys: Journeys, question: Question, linear: Totals, _: CellSums, threads: int | None
) -> Totals:
    """Credit of every channel by its lift; the rest, also of conversions without a touchpoint, is the baseline's.

    Raises Refused where there are conversions, but fewer than 10. It has no placebo: the baseline is its answer to
    what channels would get that make no difference. Of the controls of intent it knows those of the log: attributes of
    leads are not asked for (decision 12).
    """
    replicates = min(question.replicates, MOST_REPLICATES)
    options = LiftOptions(zone=question.zone)
    found = lift(journeys, question.scope, options, replicates=replicates, threads=threads)
    credit, value = _by_code(found, 0, len(linear.credit)), _by_code(found, 1, len(linear.credit))
    return Totals(
        credit=credit[0],
        value=value[0],
        replicates=credit[1:],
        value_replicates=value[1:],
        placebo=np.zeros((0, len(linear.credit))),
        baseline=found.sums[:, :, -1],
        confounded=found.confounded,
        shares=ConversionShares(found.row, found.codes, found.shares),
    )


def _by_code(found: LiftResult, measure: int, channels: int) -> Floats:
    """float64[1 + replicates, channels]."""
    sums = np.zeros((len(found.sums), channels))
    sums[:, found.codes] = found.sums[:, measure, :-1]
    return sums
