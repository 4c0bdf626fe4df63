"""An attribution in one sentence, and what its table alone does not say."""

from collections.abc import Mapping, Sequence
from typing import Final

from journey_core.attribution.baseline_doubts import listed
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.results import ChannelCredit
from journey_core.log.vocabulary import spoken
from journey_core.wording import asked_period, shared_instants, spoken_duration, spoken_moment

_NEXT_TO_NOTHING: Final = 0.05

NO_PLACEBO: Final = "Lift has no placebo: its baseline says what comes without any channel."


SHARED: Final = "those of one instant share equally what its places get"
ONE_INSTANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("first", "last", "last_non_direct", "position_based", "j_shaped", "inverse_j"), SHARED),
    **dict.fromkeys(("w_shaped", "full_path", "custom"), SHARED),
    "markov": "those of one instant, whose order is not known, are taken by stage, kind and channel",
}
"""What a model makes of touchpoints of one instant; to those not named here it makes no difference."""


def definition(options: AttributionOptions, *, touchpoints: int = 0, sharing: int = 0) -> str:
    """Which conversions are shared out by the model of the options, and how; where it matters, how many of the
    touchpoints are sharing their instant with another.
    """
    model = MODELS[options.model]
    return (
        f"Conversions ({options.goal.sentence()}){asked_period(options)}, shared out by "
        f"{model.title}: {model.definition}{_details(options)}; "
        f"{_touchpoints(options)} since the previous conversion and at "
        f"most {spoken_duration(options.lookback)} before{_one_instant(options, touchpoints, sharing)}; "
        f"as of {spoken_moment(options.as_of)}."
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


def _one_instant(options: AttributionOptions, touchpoints: int, sharing: int) -> str:
    said = ONE_INSTANT.get(options.model)
    return f", {said}{shared_instants(sharing, touchpoints, 'touchpoints')}" if said else ""


def no_credit_remark(rows: Sequence[ChannelCredit]) -> str:
    """What fits where channels touched leads that converted and got nothing: “Meeting: 0 conversions, up to 4 fit.”"""
    alike: dict[str, list[str]] = {}
    for row in rows:
        if row.rank and row.interval and abs(row.credit) < _NEXT_TO_NOTHING and row.interval[1] > 1:
            alike.setdefault(f"{row.interval[1]:,.0f}", []).append(spoken(row.channel))
    said = (
        f"{', '.join(names)}: 0 conversions{' each' if len(names) > 1 else ''}, up to {most} fit."
        for most, names in alike.items()
    )
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in said)


def intent_remark(confounded: Sequence[str]) -> str:
    """Whose credit is mixed up with intent; empty where no channel's is, or the model does not tell."""
    if not confounded:
        return ""
    return (
        f"Leads mostly come through {listed(confounded)} of their own accord, so that credit is mixed up with what "
        "they wanted anyway."
    )
