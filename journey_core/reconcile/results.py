"""What a reconciliation says: lines, bridges, and the sums of models."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from journey_core.answers import Row, frame_of, row_of, rows_of, table

if TYPE_CHECKING:
    import pandas as pd


LEADS: Final = "leads"
CONVERSIONS: Final = "conversions"
UNSEEN: Final = 0.0005
"""A part of a conversion, below which a residue of credit shows as 0."""


@dataclass(frozen=True)
class Line:
    """One line of a bridge. count: in the unit of the bridge; leads: how many leads are behind it."""

    name: str
    title: str
    count: int
    leads: int


@dataclass(frozen=True)
class Bridge:
    """start - excluded = counted = the sum of its parts, if it has any."""

    name: str
    title: str
    unit: str
    start: Line
    excluded: tuple[Line, ...]
    counted: Line
    parts: tuple[Line, ...] = ()

    @property
    def residue(self) -> int:
        """What no rule explains: start less what is excluded and what is counted."""
        return self.start.count - sum(line.count for line in self.excluded) - self.counted.count

    @property
    def parts_residue(self) -> int:
        """What is counted and lies in none of the parts."""
        return self.counted.count - sum(line.count for line in self.parts) if self.parts else 0

    @property
    def roles(self) -> tuple[tuple[str, Line], ...]:
        """Every line with what it is: start, excluded, counted, part."""
        excluded, parts = (("excluded", line) for line in self.excluded), (("part", line) for line in self.parts)
        return (("start", self.start), *excluded, ("counted", self.counted), *parts)

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.start, *self.excluded, self.counted, *self.parts)


@dataclass(frozen=True)
class CreditTotal:
    """What one model credits, with its baseline; residue: conversions less that, None for a model that credits a
    conversion more than once by definition.
    """

    model: str
    credit: float
    residue: float | None


@dataclass(frozen=True)
class Reconciliation:
    """The bridges, and the sums of the models."""

    definition: str
    as_of: datetime
    bridges: tuple[Bridge, ...]
    credits: tuple[CreditTotal, ...]

    def document(self) -> Row:
        """The answer as JSON says it."""
        bridges = [row_of(each) | {"residue": each.residue + each.parts_residue} for each in self.bridges]
        return {
            "definition": self.definition,
            "as_of": self.as_of,
            "residue": self.residue,
            "bridges": bridges,
            "credits": rows_of(self.credits),
            "lines": self._lines(),
        }

    def frame(self) -> "pd.DataFrame":
        """One row a line of a bridge."""
        return table(self._lines())

    def _lines(self) -> list[Row]:
        return [
            {"bridge": bridge.title, "unit": bridge.unit, "role": role} | row_of(line)
            for bridge in self.bridges
            for role, line in bridge.roles
        ]

    def credits_frame(self) -> "pd.DataFrame":
        """One row a model."""
        return frame_of(CreditTotal, self.credits)

    @property
    def residue(self) -> int:
        """What is left over in all bridges together."""
        return sum(abs(bridge.residue) + abs(bridge.parts_residue) for bridge in self.bridges)

    @property
    def adds_up(self) -> bool:
        """Whether no bridge has a residue and every model that shares out whole conversions credits all of them."""
        lost = (each.residue for each in self.credits if each.residue is not None)
        return not self.residue and all(abs(residue) < UNSEEN for residue in lost)
