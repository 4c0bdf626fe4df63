"""A workspace's own weights: what a touchpoint gets for the place it holds in the way to a conversion."""

from dataclasses import dataclass, fields
from typing import Final

from journey_core.errors import BadInput, UnknownName, brief
from journey_core.wording import spoken_percent

LEAST: Final = 1e-6
MOST: Final = 1e6
"""Between these, shares of weights of any conversion are finite and add up to 1."""


@dataclass(frozen=True, kw_only=True)
class CustomWeights:
    """Weights of the places a touchpoint can hold: first, lead creation, opportunity and last, and of `middle`.

    A touchpoint that holds several places gets the sum of their weights; a place whose weight is 0 does not count.
    `middle` is shared equally by the touchpoints that hold none. The weights of a conversion are divided by their sum,
    so a place that is missing there, or a middle that is empty, leaves its part to the others; where nothing with a
    weight is left, every touchpoint gets the same. The last touchpoint is what others call the close.
    """

    first: float = 0.3
    lead_creation: float = 0.0
    opportunity: float = 0.0
    last: float = 0.4
    middle: float = 0.3

    def __post_init__(self) -> None:
        for name, weight in self.items():
            if not (weight == 0 or LEAST <= weight <= MOST):
                raise BadInput(f"The weight of {name} must be 0, or from 0.000001 to 1,000,000, not {weight:g}.")
        if not any(weight for _, weight in self.items()):
            raise BadInput("Custom weights need at least one weight above 0.")

    @classmethod
    def parse(cls, text: str) -> "CustomWeights":
        """The weights of “first=.3,last=.5,middle=.2”, places not named count 0; raises BadInput, UnknownName."""
        names = [each.name for each in fields(cls)]
        given: dict[str, float] = {}
        for part in text.split(","):
            name, _, number = (piece.strip() for piece in part.partition("="))
            if name not in names:
                raise UnknownName("place of a weight", name, names)
            if name in given:
                raise BadInput(f"“{brief(text)}” names {name} twice; each place has one weight.")
            try:
                given[name] = float(number)
            except ValueError as error:
                raise BadInput(f"“{brief(part.strip())}” is not place=weight, such as first=.3.") from error
        return cls(**dict.fromkeys(names, 0.0) | given)

    def __str__(self) -> str:
        """The text that `parse` reads back."""
        return ",".join(f"{name}={weight!r}" for name, weight in self.items() if weight)

    def items(self) -> list[tuple[str, float]]:
        """(place, weight) of every place."""
        return [(each.name, getattr(self, each.name)) for each in fields(self)]

    def sentence(self) -> str:
        """“first 30 %, last 50 %, middle 20 %”: the weights divided by their sum."""
        total = sum(weight for _, weight in self.items())
        parts = [(name.replace("_", " "), weight / total) for name, weight in self.items() if weight]
        return ", ".join(f"{name} {spoken_percent(share, digits=0)}" for name, share in parts)
