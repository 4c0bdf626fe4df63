"""Bottlenecks among the analyses."""

from typing import Final

import numpy as np

from journey_core.bottlenecks.answer import bottlenecks, finish
from journey_core.bottlenecks.lists import LISTS
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.parameters import PARAMETERS, bottleneck_options, bottleneck_parameters
from journey_core.bottlenecks.results import Bottlenecks
from journey_core.bottlenecks.stays import summarize
from journey_core.bottlenecks.week_fits import gap
from journey_core.entries import Entry
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock


def _warm(_journeys: Journeys, _clock: Clock) -> None:
    """What takes more weeks than a few rows have."""
    gap(np.ones(2), np.full(2, 2.0))


ENTRY: Final = Entry[BottleneckOptions, Bottlenecks](
    parameters=PARAMETERS,
    options=bottleneck_options,
    address=bottleneck_parameters,
    answer=bottlenecks,
    summarize=summarize,
    finish=finish,
    lists=LISTS,
    warm=_warm,
)
