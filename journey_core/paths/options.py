"""The question of a journey map: what its paths run over, from where to where, and whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from journey_core.errors import BadInput, UnknownName
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.wording import asked_period, require_period, spoken_moment

OVERS: Final[Mapping[str, str]] = {
    "channel": "the channels of its interactions that are no record kinds, those of one instant by name",
    "kind": "the kinds of its interactions that are no record kinds, those of one instant by name",
    "stage": "the stages that it moved through, those of one instant in their order",
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
    """The question: leads whose first interaction, or first anchor, lies at since <= t < until; nothing after `as_of`
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


def definition(options: PathOptions) -> str:
    """The question in one sentence."""
    period = asked_period(options)
    entered = "" if not period else f" with the {'anchor' if options.anchor else 'first interaction'}{period}"
    repeats = "repeats in a row count once" if options.collapse or options.over == "stage" else "repeats count"
    return (
        f"{OUTCOMES[options.outcome]}{entered}: the path of a lead is {OVERS[options.over]}, in order of time, "
        f"{_stretch(options)}{_converted(options)}; {repeats}; every count is of leads; "
        f"as of {spoken_moment(options.as_of)}."
    )


def _stretch(options: PathOptions) -> str:
    """From where to where a path runs."""
    goal = f"first conversion ({options.goal.sentence()}){' after it' if options.is_after else ''}"
    if options.anchor is None:
        return "to the end" if options.over == "stage" else f"to its {goal}, else to the end"
    stretch = f"{SIDES[options.side]} {options.anchor.sentence()}, with what else lies at its instant"
    if options.is_before:
        return stretch
    return f"{stretch}, to the end" if options.over == "stage" else f"{stretch}, to the {goal}, else to the end"


def _converted(options: PathOptions) -> str:
    """What a conversion is, where no path ends at one."""
    if options.over != "stage" and not options.is_before:
        return ""
    return f"; a conversion is {options.goal.sentence()}{' after it' if options.is_after else ''}"
