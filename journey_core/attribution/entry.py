"""Attribution among the analyses."""

from typing import Final

import numpy as np

from journey_core.attribution.answer import attribute, attribute_all, finish
from journey_core.attribution.cell_sums import CellSums
from journey_core.attribution.lists import LISTS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.parameters import PARAMETERS, attribution_options, attribution_parameters, check_said
from journey_core.attribution.results import AttributionResult
from journey_core.attribution.suggested_order import suggested_order
from journey_core.attribution.summary import summarize
from journey_core.entries import Entry
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock


def _warm(journeys: Journeys, clock: Clock) -> None:
    """Every model with its placebo, and what the page asks besides."""
    attribute_all(journeys, AttributionOptions(as_of=clock.as_of, placebo=1), threads=1)
    suggested_order(journeys, AttributionOptions(as_of=clock.as_of), threads=1)
    _ = (cells := CellSums(np.zeros(1, np.int64), np.zeros((1, 1, 1)))) + cells


ENTRY: Final = Entry[AttributionOptions, AttributionResult](
    parameters=PARAMETERS,
    options=attribution_options,
    address=attribution_parameters,
    answer=attribute,
    summarize=summarize,
    finish=finish,
    check=check_said,
    lists=LISTS,
    examples=({"model": ["markov"], "chain": ["2"]},),
    warm=_warm,
)
