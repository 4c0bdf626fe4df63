"""What a journey map can be asked: what its paths run over, from where to where, and whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from journey_core.errors import BadInput, UnknownName
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.wording import require_period

OVERS: Final[Mapping[str, str]] = {
    "channel": "the channels of its interactions that are not record kinds",
    "kind": "the kinds of its interactions that are not record kinds",
    "stage": "the stages that it moved through",
}
"""What the steps of a path are, by name."""

SIDES: Final[Mapping[str, str]] = {"before": "up to its first", "after": "from its first"}
"""Which side of the anchor a path lies on, by name."""

OUTCOMES: Final[Mapping[str, str]] = {
    "all": "Leads",
    "converted": "Leads that converted",
    "not_converted": "Leads that did not convert",
}
"""Whose paths are looked at, by name."""

LONGEST: Final = 12
"""Steps of a variant that are told apart; paths that agree so far and go on are one variant."""

USUAL_SHARE: Final = 0.05
"""The share of leads below which an edge is hidden, unless asked otherwise."""

TOP: Final = 20
"""Variants told apart, unless asked otherwise."""

FLOW_STEPS: Final = 5
"""Steps that are counted place by place."""


@dataclass(frozen=True, kw_only=True)
class PathOptions:
    """Leads whose first interaction, or first anchor, lies at since <= t < until; nothing after `as_of`
    is seen. `side` matters with an anchor only; a stage that follows itself is always one step; the `top` most frequent
    variants are told apart.
    """

    as_of: datetime
    over: str = "channel"
    since: datetime | None = None
    until: datetime | None = None
    anchor: Predicate | None = None
    side: str = "after"
    collapse: bool = True
    outcome: str = "all"
    goal: Predicate = USUAL_GOAL
    longest: int = LONGEST
    top: int = TOP

    def __post_init__(self) -> None:
        for what, name, choices in (("kind of path", self.over, OVERS), ("side", self.side, SIDES),
                                    ("outcome", self.outcome, OUTCOMES)):  # fmt: skip
            if name not in choices:
                raise UnknownName(what, name, choices)
        if not 1 <= self.longest <= LONGEST:
            raise BadInput(f"A variant tells 1 to {LONGEST} steps apart, not {self.longest}.")
        require_period(self)

    @property
    def is_before(self) -> bool:
        """Whether paths end at the anchor."""
        return self.anchor is not None and self.side == "before"

    @property
    def is_after(self) -> bool:
        """Whether paths begin at the anchor."""
        return self.anchor is not None and self.side == "after"
