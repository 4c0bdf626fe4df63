"""Bottlenecks among the analyses."""

from typing import Final

from journey_core.bottlenecks.answer import bottlenecks, finish
from journey_core.bottlenecks.lists import LISTS
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.parameters import PARAMETERS, bottleneck_options, bottleneck_parameters
from journey_core.bottlenecks.results import Bottlenecks
from journey_core.bottlenecks.stays import summarize
from journey_core.entries import Entry

ENTRY: Final = Entry[BottleneckOptions, Bottlenecks](
    parameters=PARAMETERS,
    options=bottleneck_options,
    address=bottleneck_parameters,
    answer=bottlenecks,
    summarize=summarize,
    finish=finish,
    lists=LISTS,
)
