"""The funnel among the analyses."""

from datetime import timedelta
from typing import Final

from journey_core.calendar.parsing import duration, duration_text
from journey_core.entries import Entry
from journey_core.funnel.answer import finish, funnel, summarize
from journey_core.funnel.conventions import conventions
from journey_core.funnel.lists import LISTS
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.parameters import PARAMETERS, funnel_options, funnel_parameters
from journey_core.funnel.proposal import proposed_steps, proposed_window, window_choices
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.separation import separation
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.parameters import Clock, Parameters, Query, first


def propose(journeys: Journeys, given: Query, clock: Clock) -> Parameters:
    """The steps and the window of a first funnel, where the address names no step; the usual window is in `given`."""
    if given.get("step"):
        return {}
    steps = proposed_steps(journeys)
    choices = window_choices(duration(first(given, "window", "14d")))
    window = proposed_window(journeys, steps, as_of=clock.as_of, choices=choices)
    return {"step": [str(step) for step in steps], "window": [duration_text(window)]}


def _warm(journeys: Journeys, clock: Clock) -> None:
    """What the tabs of the page ask besides."""
    won = FunnelOptions(
        steps=(Predicate(channel="web"), Predicate(stage="won")), as_of=clock.as_of, window=timedelta(hours=1)
    )
    separation(journeys, funnel(journeys, won, threads=1), won, threads=1)
    conventions(journeys, won, threads=1)
    proposed_steps(journeys)


TOUCHES: Final = ("kind=page_viewed,channel=web,direction=inbound,campaign=any", "channel=web", "stage=won")

ENTRY: Final = Entry[FunnelOptions, FunnelResult](
    parameters=PARAMETERS,
    options=funnel_options,
    address=funnel_parameters,
    answer=funnel,
    summarize=summarize,
    finish=finish,
    propose=propose,
    lists=LISTS,
    examples=(
        *({"step": TOUCHES, "order": [order]} for order in ("ordered", "strict", "any")),
        {"step": ["stage=new", "stage=won"], "order": ["stage"]},
        {"step": TOUCHES, "optional": ["3"], "exclude": ["1:2:channel=web"]},
    ),
    warm=_warm,
)
