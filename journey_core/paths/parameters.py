"""A journey map as an address says it."""

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.errors import BadInput, UnknownName
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.parameters import PERIOD, Clock, Parameter, Parameters, Query, first, period, start, whole_number
from journey_core.paths.options import OUTCOMES, OVERS, SIDES, TOP, PathOptions

REPEATS: Final = ("once", "each")
"""How repeats in a row count in a path."""

PARAMETERS: Final = (
    Parameter("over", " | ".join(OVERS) + "; default channel."),
    Parameter("anchor", "A predicate that paths begin or end at."),
    Parameter("side", "Which side of the anchor: " + " | ".join(SIDES) + "; default after."),
    Parameter("outcome", " | ".join(OUTCOMES) + "; default all."),
    Parameter("repeats", "Count repeats in a row, each as a step.", switch=REPEATS[1]),
    Parameter("goal", "What a conversion is, a predicate."),
    Parameter("top", "How many whole paths: 20.", kind=int),
    *PERIOD,
)


def path_options(given: Query, clock: Clock) -> PathOptions:
    """The journey map of an address; raises BadInput or UnknownName for anything that can't be read."""
    anchor, repeats = first(given, "anchor"), first(given, "repeats", REPEATS[0])
    if repeats not in REPEATS:
        raise UnknownName("way to count repeats", repeats, REPEATS)
    return PathOptions(
        over=first(given, "over", "channel"),
        anchor=Predicate.parse(anchor) if anchor else None,
        side=first(given, "side", "after"),
        collapse=repeats == REPEATS[0],
        outcome=first(given, "outcome", "all"),
        goal=Predicate.parse(first(given, "goal", str(USUAL_GOAL))),
        top=whole_number(given, "top", TOP),
        since=start(given, "since", clock),
        until=start(given, "until", clock),
        as_of=clock.as_of,
    )


def path_parameters(options: PathOptions, zone: ZoneInfo) -> Parameters:
    """A journey map as an address says it; `as_of` stands beside it."""
    anchor = {"anchor": [str(options.anchor)], "side": [options.side]} if options.anchor else {}
    return {
        "over": [options.over],
        **anchor,
        "repeats": [REPEATS[0 if options.collapse else 1]],
        "outcome": [options.outcome],
        "goal": [str(options.goal)],
        **period(options.since, options.until, zone),
    }


def check_said(given: Query, named: Callable[[str], str]) -> None:
    """Raises BadInput for what a map as it is asked for does not look at; `named` says how people write a parameter."""
    if "side" in given and "anchor" not in given:
        side, anchor = named("side"), named("anchor")
        raise BadInput(
            f"{side} says which side of the anchor, and there is no {anchor}; give one, or leave {side} out."
        )
    if first(given, "repeats") == REPEATS[1] and first(given, "over") == "stage":
        repeats, over = named("repeats"), named("over")
        raise BadInput(f"A stage that follows itself is always one step; leave {repeats} out, or take another {over}.")
