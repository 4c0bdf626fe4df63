"""What an address says of bottlenecks."""

from typing import Final
from zoneinfo import ZoneInfo

from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.errors import UnknownName
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.parameters import PERIOD, Clock, Parameter, Parameters, Query, first, period, share, start

COUNTING: Final = ("all", "business")
"""Which hours of a stay count."""

PARAMETERS: Final = (
    Parameter("counting", "Count time in working hours.", flag="business_hours", switch=COUNTING[1]),
    Parameter("threshold", "The drop-off that makes a stage a bottleneck: 0.3.", kind=float),
    Parameter("goal", "What a conversion is, a predicate."),
    *PERIOD,
)


def bottleneck_options(given: Query, clock: Clock) -> BottleneckOptions:
    """What an address asks; raises BadInput or UnknownName for anything that can't be read."""
    counting = first(given, "counting", COUNTING[0])
    if counting not in COUNTING:
        raise UnknownName("way to count hours", counting, COUNTING)
    return BottleneckOptions(
        zone=clock.zone,
        hours=clock.hours if counting == COUNTING[1] else None,
        threshold=share(given, "threshold", 0.3),
        goal=Predicate.parse(first(given, "goal", str(USUAL_GOAL))),
        since=start(given, "since", clock),
        until=start(given, "until", clock),
        as_of=clock.as_of,
    )


def bottleneck_parameters(options: BottleneckOptions, zone: ZoneInfo) -> Parameters:
    """The options as an address says them; `as_of` and which hours are worked stand beside it."""
    return {
        "counting": [COUNTING[1 if options.hours else 0]],
        "threshold": [f"{options.threshold:g}"],
        "goal": [str(options.goal)],
        **period(options.since, options.until, zone),
    }
