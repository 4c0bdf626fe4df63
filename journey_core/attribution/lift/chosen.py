"""Which channels leads choose themselves: what comes through them may be a symptom of intent rather than its cause.

Where the touchpoints of a channel say a direction, most of them inbound tells it; where they say none, its name can
only hint at it. A workspace may mark channels, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from journey_core.attribution.channel_credit import row_name
from journey_core.attribution.lift.lead_days import Risk
from journey_core.attribution.touchpoints import TOUCHPOINT, Scope
from journey_core.errors import UnknownName
from journey_core.log.arrays import Flags, Ints
from journey_core.log.comparison import fold
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import Direction

BY_THEMSELVES: Final = frozenset(
    ("direct", "direct traffic", "organic", "organic search", "organic social", "web", "website", "form", "web form")
)
"""Names of channels that nobody but the lead sets off. A referral is not among them: somebody else may have been paid
or asked for it; nor is a paid search, whose click is bought.
"""


@dataclass(frozen=True, eq=False)
class Chosen:
    """The K channels with a touchpoint, in order of their codes int64[K], with the names of their rows: is_discounted
    bool[K], those that leads choose themselves by what the log or the workspace says; is_named bool[K], those that only
    their name says it of.
    """

    codes: Ints
    names: tuple[str, ...]
    is_discounted: Flags
    is_named: Flags

    @property
    def is_chosen(self) -> Flags:
        return self.is_discounted | self.is_named

    def named(self, which: Flags) -> tuple[str, ...]:
        """The names of some, bool[K]."""
        return tuple(name for name, is_meant in zip(self.names, which, strict=True) if is_meant)


def chosen_channels(journeys: Journeys, scope: Scope, risk: Risk, marked: Sequence[str]) -> Chosen:
    """What directions, names and the marks of the workspace say of the channels; raises UnknownName for a mark that
    stands for no channel.
    """
    is_touchpoint = ((risk.roles & TOUCHPOINT) != 0) & (journeys.occurred_at <= scope.as_of)
    channel, direction = journeys.channel[is_touchpoint], journeys.direction[is_touchpoint]
    is_inbound, is_said = direction == int(Direction.INBOUND), direction != 0
    every, inbound, said = (
        np.bincount(some, minlength=256) for some in (channel, channel[is_inbound], channel[is_said])
    )
    codes = np.flatnonzero(every)
    names = journeys.words.lists["channel"]
    known = {_plain(name) for name in names if name}
    if strays := [name for name in marked if _plain(name) not in known]:
        raise UnknownName("channel", strays[0], tuple(filter(None, names)))
    plain = [_plain(names[code]) for code in codes]
    is_marked = np.isin(plain, [_plain(name) for name in marked])
    is_discounted = (2 * inbound[codes] > every[codes]) | is_marked
    is_named = (said[codes] == 0) & np.isin(plain, list(BY_THEMSELVES)) & ~is_discounted
    return Chosen(codes, tuple(row_name(names, int(code)) for code in codes), is_discounted, is_named)


def _plain(name: str) -> str:
    return fold(name).replace("_", " ").replace("-", " ")
