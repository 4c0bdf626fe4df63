"""The rules: one table of what makes a lead worth a look, from the strongest reason to the weakest.

A rule measures every lead at an instant; it holds where the measure reaches the threshold and is not over the limit.
Adding one is one entry here, and a word in `telling` where its sentence needs a new one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from journey_core.leads.score_constants import WARM
from journey_core.log.arrays import Flags, Floats, Ints
from journey_core.log.times import EARLIEST
from journey_core.reasons.facts import PROPOSAL, Facts


@dataclass(frozen=True)
class Rule:
    """`measure`: float64[n_leads], NaN where the rule does not apply · `sentence`: what it says of one lead, with the
    words of `telling.Told` · `raised`: int64[n_leads] microseconds of what raised it last, for rules that something
    new can raise again after the lead was dealt with · `reaches`: compares a measure with the threshold.
    """

    name: str
    measure: Callable[[Facts], Floats]
    threshold: float
    sentence: str
    limit: float = np.inf
    raised: Callable[[Facts], Ints] | None = None
    reaches: Callable[[Any, float], Any] = np.greater_equal

    def holds(self, known: Facts, threshold: float | None = None) -> Flags:
        """bool[n_leads]: where it holds, at its own threshold or another."""
        measured = self.measure(known)
        with np.errstate(invalid="ignore"):
            held: Flags = self.reaches(measured, self.threshold if threshold is None else threshold)
            return held & (measured <= self.limit)


def _opens(known: Facts) -> Floats:
    return _where(known.is_open & (known.stands.stage == PROPOSAL), known.talks.opens)


def _share_gone(known: Facts) -> Floats:
    """The share of those who went on from the lead's stage that had gone by the time it has been there."""
    share = np.full(known.columns.lead_count, np.nan)
    for stage, lengths in known.usual.items():
        here = known.is_open & (known.stands.stage == stage)
        share[here] = lengths.share_by(known.at_stage[here])
    return share


def _days_cooling(known: Facts) -> Floats:
    """Days without activity, of open leads that are still warm."""
    return _where(known.is_open & (known.scored.score >= WARM), known.days_quiet)


def _channels(known: Facts) -> Floats:
    return _where(known.is_open, known.used("call").astype(np.int64) + known.used("email"))


def _where(applies: Flags, measured: Floats | Ints) -> Floats:
    return np.where(applies, measured, np.nan)


_RULES: Final = (
    Rule("due", lambda known: known.days_due, 0, "next step due {due}: {step}", raised=lambda known: known.planned_at),
    Rule(
        "waiting", lambda known: known.days_waiting, 0, "{said} {waited} ago, not answered", limit=90,
        raised=lambda known: known.talks.asked_at,
    ),
    Rule(
        "opened", _opens, 2, "proposal open, our mails opened {opens} {opens_since}",
        raised=lambda known: np.where(known.talks.opens > 0, known.talks.opened_at, EARLIEST),
    ),
    Rule(
        "stalled", _share_gone, 0.75,
        "longer at {stage} than {share} of those who went on ({stayed}; half of them went on within {half})",
    ),
    Rule("unreached", lambda known: _where(known.is_open, known.talks.calls), 3, "called {calls} without an answer"),
    Rule(
        "engaged", lambda known: _where(known.is_before_proposal, known.scored.score), 0.8,
        "High engagement - consider moving to proposal stage", reaches=np.greater,
    ),
    Rule("cooling", _days_cooling, 21, "going cold: no activity for {quiet}{falls}", limit=90),
    Rule("channels", _channels, 2, "Multi-channel engagement - strong buying signals"),
)  # fmt: skip

RULES: Final[Mapping[str, Rule]] = {rule.name: rule for rule in _RULES}
"""Every rule by its name, the strongest first."""
