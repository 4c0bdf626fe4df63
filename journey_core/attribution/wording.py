"""An attribution in one sentence, and what its table alone does not say."""

from collections.abc import Sequence
from typing import Final

from journey_core.attribution.compiled import Doubts
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.log.vocabulary import spoken
from journey_core.wording import asked_period, spoken_duration, spoken_moment

NEGLIGIBLE: Final = 0.01
"""Of all conversions: an assumption that makes so little difference is not mentioned."""

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
        "lift": " (what comes anyway would have come that day without touches; touches fade with half-lives of 1, 5 "
        f"and 25 days; weekdays in {options.zone.key}; attributes of leads are not looked at; intervals also hold a "
        "doubt about the form of the model, as large as it was in simulated logs)",
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
    return (
        f"Leads mostly come through {_listed(confounded)} of their own accord, so that credit is mixed up with what "
        "they wanted anyway."
    )


def doubts_told(doubts: Doubts, conversions: int) -> tuple[str, ...]:
    """What has to be said beside a baseline of so many conversions, plainly; nothing where nothing is in doubt."""
    cause, symptom = round(doubts.if_cause), round(doubts.if_symptom)
    told = []
    if not doubts.is_shown:
        told.append(
            f"No effect of the channels is shown: up to all {conversions:,} of these would have converted anyway."
        )
    if doubts.chosen and doubts.if_symptom - doubts.if_cause > NEGLIGIBLE * conversions:
        told.append(
            f"About {cause:,} would have converted anyway if coming through {_listed(doubts.chosen)} works by itself, "
            f"about {symptom:,} if it only shows what leads had in mind: which of the two is an assumption."
        )
    if doubts.named:
        told.append(
            f"Nothing here says who began the contacts through {_listed(doubts.named)}. Such names say that leads come "
            "by themselves, yet nothing is taken off that credit until it is marked so in the settings."
        )
    if doubts.if_lasting is not None:
        told.append(
            f"As few as {round(doubts.if_lasting):,} would have converted anyway if touches work for months: what "
            "lasts longer than about a month looks like interest here."
        )
    return tuple(told)


def _listed(channels: Sequence[str]) -> str:
    """“web, form and direct”."""
    *others, last = map(spoken, channels)
    return f"{', '.join(others)} and {last}" if others else last
