"""How far the baseline of a model can be trusted, in figures and in the sentences that people read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from journey_core.log.vocabulary import spoken
from journey_core.wording import counted

NEGLIGIBLE: Final = 0.01
"""Of all conversions: an assumption that makes so little difference is not mentioned."""


@dataclass(frozen=True, kw_only=True)
class Doubts:
    """How far the baseline can be trusted; amounts in conversions.

    is_shown: channels that leads do not choose themselves have an effect that shows. chosen: names of the channels that
    leads choose themselves; named: those of them that only their name says it of, from whose credit nothing is taken.
    if_cause, if_symptom: the baseline if what leads choose themselves causes all that it goes with, or nothing of it.
    if_lasting: the baseline if having been touched at all also works, None where that makes little difference.
    silent: 0 unless too much of the time is that of leads which went quiet without being marked lost: then so many of
    the `open` ones, for longer than usual_gap_days, which nearly no lead that came back exceeded.
    """

    is_shown: bool
    chosen: tuple[str, ...]
    named: tuple[str, ...]
    if_cause: float
    if_symptom: float
    if_lasting: float | None
    silent: int = 0
    open: int = 0
    usual_gap_days: float = 0.0


def doubts_told(doubts: Doubts, conversions: int) -> tuple[str, ...]:
    """What has to be said beside a baseline of so many conversions, plainly; nothing where nothing is in doubt."""
    cause, symptom = round(doubts.if_cause), round(doubts.if_symptom)
    told = []
    if doubts.silent:
        told.append(_of_silence(doubts))
    elif not doubts.is_shown:
        told.append(
            f"No effect of the channels is shown: up to all {conversions:,} of these would have converted anyway."
        )
    if doubts.chosen and doubts.if_symptom - doubts.if_cause > max(NEGLIGIBLE * conversions, 1):
        told.append(
            f"About {cause:,} would have converted anyway if coming through {listed(doubts.chosen)} works by itself, "
            f"about {symptom:,} if it only shows what leads had in mind: which of the two is an assumption."
        )
    if doubts.named:
        told.append(
            f"Nothing here says who began the contacts through {listed(doubts.named)}. Such names say that leads come "
            "by themselves, yet nothing is taken off that credit until it is marked so in the settings."
        )
    if doubts.if_lasting is not None:
        told.append(
            f"As few as {round(doubts.if_lasting):,} would have converted anyway if touches work for months: what "
            "lasts longer than about a month looks like interest here."
        )
    return tuple(told)


def listed(channels: Sequence[str]) -> str:
    """“web, form and direct”."""
    *others, last = map(spoken, channels)
    return f"{', '.join(others)} and {last}" if others else last


def _of_silence(doubts: Doubts) -> str:
    return (
        f"Of {counted(doubts.open, 'lead')} neither won nor lost, {doubts.silent:,} have been silent for over "
        f"{doubts.usual_gap_days:,.0f} days, longer than nearly all that came back. If they are lost and nobody "
        "recorded it, every channel looks better than it is, so no effect can be claimed until losses are recorded."
    )
