"""An attribution as an address says it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.calendar.parsing import duration, duration_text
from journey_core.errors import BadInput
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.parameters import PERIOD, Clock, Parameter, Parameters, Query, first, period, start, whole_number

EVERY: Final = "every"
"""The word for touchpoints that no predicate narrows, where a workspace usually narrows them."""

UNMARKED: Final = "none"
"""The word for no channels marked as chosen by leads themselves, where a workspace marks some."""

DRAWS: Final = 100
"""Draws of the placebo."""

USUAL_MODEL: Final = "linear"

_MODELS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "chain": ("markov",),
    "half_life": ("time_decay",),
    "weights": ("custom",),
    "opportunity": ("w_shaped", "full_path", "custom"),
    "inbound": ("lift",),
}
"""The models that look at a parameter, by its name."""

PARAMETERS: Final = (
    Parameter("model", " | ".join(MODELS) + "."),
    Parameter("chain", "Of the chain of the model markov: 1 to 4; default 1.", kind=int, flag="order"),
    Parameter("lookback", "How far before a conversion touchpoints count: 90d."),
    Parameter("half_life", "Of the model time_decay: 7d."),
    Parameter("goal", "What a conversion is, a predicate."),
    Parameter(
        "touchpoints",
        "A predicate: only these are touchpoints; repeat it for others; or every.",
        is_many=True,
    ),
    Parameter("weights", "Of the model custom: first=.3,lead_creation=.2,last=.4,middle=.1."),
    Parameter("opportunity", "The stage whose entry makes the opportunity."),
    Parameter(
        "inbound",
        "Of the model lift: a channel that leads use by themselves, beside those whose directions say so; repeat it "
        "for others; or none.",
        is_many=True,
    ),
    Parameter("placebo", "Adds what channels without effect would get.", switch="yes"),
    *PERIOD,
)


def attribution_options(given: Query, clock: Clock) -> AttributionOptions:
    """The attribution of an address; raises BadInput or UnknownName for anything that can't be read."""
    weights = first(given, "weights")
    return AttributionOptions(
        model=first(given, "model", USUAL_MODEL),
        goal=Predicate.parse(first(given, "goal", str(USUAL_GOAL))),
        lookback=duration(first(given, "lookback", "90d")),
        half_life=duration(first(given, "half_life", "7d")),
        order=whole_number(given, "chain", 1),
        weights=CustomWeights.parse(weights) if weights else CustomWeights(),
        opportunity_stage=first(given, "opportunity", "proposal"),
        zone=clock.zone,
        placebo=DRAWS if first(given, "placebo") else 0,
        touchpoints=touchpoints(given.get("touchpoints", ())),
        inbound=tuple(name for name in given.get("inbound", ()) if name != UNMARKED),
        since=start(given, "since", clock),
        until=start(given, "until", clock),
        as_of=clock.as_of,
    )


def touchpoints(written: Sequence[str]) -> tuple[Predicate, ...]:
    """The predicates that say what a touchpoint is, () for every interaction that can be one; raises BadInput."""
    return tuple(Predicate.parse(each) for each in written if each != EVERY)


def attribution_parameters(options: AttributionOptions, zone: ZoneInfo) -> Parameters:
    """An attribution as an address says it; `as_of` and the zone of weekdays stand beside it."""
    return {
        "model": [options.model],
        "goal": [str(options.goal)],
        "lookback": [duration_text(options.lookback)],
        "half_life": [duration_text(options.half_life)],
        "chain": [str(options.order)],
        "weights": [str(options.weights)],
        "opportunity": [options.opportunity_stage],
        "touchpoints": [str(each) for each in options.touchpoints] or [EVERY],
        "inbound": [*options.inbound] or [UNMARKED],
        **period(options.since, options.until, zone),
    }


def check_said(given: Query, named: Callable[[str], str]) -> None:
    """Raises BadInput for what none of the models asked for looks at; `named` says how people write a parameter."""
    models = [first(given, "model", USUAL_MODEL), *given.get("compare", ())]
    if twice := next((each for place, each in enumerate(models) if each in models[:place]), None):
        raise BadInput(f"The model {twice} is asked for already; {named('compare')} takes another one.")
    for name in given:
        if name in _MODELS_OF and not set(models) & set(_MODELS_OF[name]):
            raise BadInput(
                f"{named(name)} is of the model {_enumerated(_MODELS_OF[name], 'or')}, and asked for is "
                f"{_enumerated(models, 'and')}; leave it out, or ask for that model."
            )


def _enumerated(names: Sequence[str], joint: str) -> str:
    """“a”, “a or b”, “a, b or c”."""
    return f" {joint} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
