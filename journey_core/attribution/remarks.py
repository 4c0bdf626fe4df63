"""What the table of an attribution does not say, in sentences."""

from typing import Final

from journey_core.attribution.results import AttributionResult
from journey_core.log.vocabulary import spoken

NO_PLACEBO: Final = "Lift has no placebo: its baseline says what comes without any channel."


def intent_remark(result: AttributionResult) -> str:
    """Whose credit is mixed up with intent; nothing where no channel's is, or the model does not tell."""
    if not result.confounded:
        return ""
    *others, last = map(spoken, result.confounded)
    channels = f"{', '.join(others)} and {last}" if others else last
    return (
        f"Leads mostly come through {channels} of their own accord, so that credit is mixed up with what they wanted "
        "anyway."
    )
