"""What separates the leads that came through a funnel from the others: one row a trait, in words and numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from journey_core.answers import Row, row_of, table
from journey_core.funnel.breakdown import LEAD
from journey_core.leads.groups import Group
from journey_core.log.vocabulary import spoken_value
from journey_core.statistics.intervals import Interval
from journey_core.wording import counted, spoken_factor, spoken_percent

if TYPE_CHECKING:
    import pandas as pd

BETWEEN, ENTRY = "during.", "entry."
SURE: Final = 0.1
"""A difference with a smaller q is taken for one; one in ten of those is expected to be chance."""

PER_DAY, AT_ENTRY = "per day at risk", "at entry"
"""How a trait is compared: by the conversions a day of open leads, or by the odds of leads whose window had ended."""


@dataclass(frozen=True)
class Trait:
    """A trait: `source` says where it shows (during.kind, entry.channel, lead.industry), `group` which value."""

    source: str
    group: Group

    @property
    def is_done(self) -> bool:
        """Whether it is something that leads did after entering."""
        return self.source.startswith(BETWEEN)

    def sentence(self) -> str:
        """“kind email replied after entering”, “entered with channel web”, “industry is Software”."""
        place, _, field = self.source.partition(".")
        if f"{place}." == LEAD:
            return f"{field} is {self.group.name}"
        value = f"{field} {spoken_value(field, self.group.name)}"
        return f"{value} after entering" if self.is_done else f"entered with {value}"

    def relative(self) -> str:
        """The same as what leads are told apart by: “that had had “email replied””, “whose industry is Software”."""
        place, _, field = self.source.partition(".")
        value = spoken_value(field, self.group.name)
        if self.is_done:
            return f"that had had “{value}”" if field == "kind" else f"that had been touched by {field} “{value}”"
        return f"whose {field} is “{value}”" if f"{place}." == LEAD else f"that entered with {field} “{value}”"


@dataclass(frozen=True)
class Difference:
    """A trait with its four counts, leads with it and without it, that came through and that did not.

    comparison: PER_DAY or AT_ENTRY. Per day, a lead has the trait if it had it before its time ended, `ratio` is how
    many times as often a day leads with the trait came through as leads alike without it, and days_with, days_without
    are lead-days. At entry, `odds_ratio` is how many times the odds of coming through are those without the trait, one
    added to every count, and p is Fisher's exact test. q is Benjamini and Hochberg's over all rows of both.
    """

    trait: Trait
    comparison: str
    with_converted: int
    with_not: int
    without_converted: int
    without_not: int
    days_with: float | None
    days_without: float | None
    ratio: float | None
    odds_ratio: float | None
    interval: Interval
    p: float
    q: float

    @property
    def factor(self) -> float:
        """The ratio of the two rates, or that of the odds."""
        return next(each for each in (self.ratio, self.odds_ratio, 1.0) if each is not None)

    @property
    def is_told(self) -> bool:
        """Whether it is beyond chance, among all rows and by itself."""
        return self.q < SURE and not self.interval[0] <= 1 <= self.interval[1]

    def sentence(self) -> str:
        """What was compared with what and came out."""
        low, high = self.interval
        doubt = "." if self.is_told else ", which may be chance."
        bounds = f"({spoken_factor(low)} to {spoken_factor(high)})"
        if self.trait.is_done:
            return (
                f"Of open leads at the same stage and step, as old and touched as often, those {self.trait.relative()} "
                f"came through {spoken_factor(self.factor)} times as often per day {bounds}{doubt}"
            )
        having, lacking = self.with_converted + self.with_not, self.without_converted + self.without_not
        return (
            f"Of leads whose window had ended, {spoken_percent(self.with_converted / having)} of the {having:,} "
            f"{self.trait.relative()} came through, and {spoken_percent(self.without_converted / lacking)} of the "
            f"{lacking:,} others: {spoken_factor(self.factor)} times the odds {bounds}{doubt}"
        )


_COUNTS: Final = ("with_converted", "with_not", "without_converted", "without_not")
_NAMES: Final = (
    "trait", "source", "value", "comparison", *_COUNTS, "days_with", "days_without", "ratio", "odds_ratio", "interval",
    "p", "q", "sentence",
)  # fmt: skip


@dataclass(frozen=True)
class Separation:
    """One row a candidate, by q, then by how far its ratio is from 1.

    Per day are compared `compared` leads, `converted` of which came through in their time, and still_open may yet. At
    entry: `ended` of them, whose window is over, ended_converted of which came through in it.
    """

    definition: str
    as_of: datetime
    compared: int
    converted: int
    still_open: int
    ended: int
    ended_converted: int
    differences: tuple[Difference, ...]

    @property
    def told(self) -> tuple[Difference, ...]:
        """Those beyond chance."""
        return tuple(each for each in self.differences if each.is_told)

    def sentence(self) -> str:
        """How much was found."""
        if not self.differences:
            return "Nothing to compare: too few leads came through, or didn't, or too few of them share a trait."
        candidates, found = counted(len(self.differences), "trait"), len(self.told)
        if not found:
            return f"Of {candidates}, none goes together with coming through more or less often, beyond chance."
        return f"{counted(found, 'difference')} beyond chance, of {candidates} compared."

    def document(self) -> Row:
        """The answer as JSON says it."""
        names = ("definition", "compared", "converted", "still_open", "ended", "ended_converted")
        told = {name: getattr(self, name) for name in names}
        return told | {"sentence": self.sentence(), "differences": self._rows()}

    def frame(self) -> "pd.DataFrame":
        """One row a candidate, the surest first."""
        return table(self._rows(), names=_NAMES)

    def _rows(self) -> list[Row]:
        rows = []
        for each in self.differences:
            named = {"trait": each.trait.sentence(), "source": each.trait.source, "value": each.trait.group.name}
            row = row_of(each) | named | {"sentence": each.sentence()}
            rows.append({name: row[name] for name in _NAMES})
        return rows
