"""An attribution in one sentence, and what its table alone does not say."""

from collections.abc import Sequence
from typing import Final

from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.log.vocabulary import spoken
from journey_core.wording import asked_period, spoken_duration, spoken_moment

NO_PLACEBO: Final = "Lift has no placebo: its baseline says what comes without any channel."


def definition(options: AttributionOptions) -> str:
    """Which conversions are shared out by the model of the options, and how."""
    model = MODELS[options.model]
    return (
        f"Conversions ({options.goal.sentence()}){asked_period(options)}, shared out by "
        f"{model.title}: {model.definition}{_details(options)}; "
        f"{_touchpoints(options)} since the previous conversion and at "
        f"most {spoken_duration(options.lookback)} before; as of {spoken_moment(options.as_of)}."
    )


def _details(options: AttributionOptions) -> str:
    """What the model depends on beside the log."""
    details = {
        "time_decay": f", half-life {spoken_duration(options.half_life)}",
        "markov": f" (order {options.order}, exact)",
        "w_shaped": f" (entering {options.opportunity_stage})",
        "full_path": f" (entering {options.opportunity_stage})",
        "lift": f" (touches fade with half-lives of 1, 5 and 25 days; weekdays in {options.zone.key}; attributes of leads "
        "are not looked at; intervals also hold a doubt about the form of the model, as large as simulated logs asked "
        "for)",
        "custom": f" ({options.weights.sentence()}; opportunity: entering {options.opportunity_stage})",
    }
    return details.get(options.model, "")


def _touchpoints(options: AttributionOptions) -> str:
    only = " or ".join(each.sentence() for each in options.touchpoints)
    return f"touchpoints ({only})" if only else "touchpoints"


def intent_remark(confounded: Sequence[str]) -> str:
    """Whose credit is mixed up with intent; empty where no channel's is, or the model does not tell."""
    if not confounded:
        return ""
    *others, last = map(spoken, confounded)
    channels = f"{', '.join(others)} and {last}" if others else last
    return (
        f"Leads mostly come through {channels} of their own accord, so that credit is mixed up with what they wanted "
        "anyway."
    )
