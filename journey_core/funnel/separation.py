"""What separates the leads that came through a funnel from those that did not, without looking ahead.

A trait is something a lead did between its first step and its last (`journey_core.exposure` says what counts), a field
of the interaction that it entered with, or an attribute of the lead. Compared are the leads whose window, from
their first entry on, had ended.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from journey_core.answers import Row, row_of, table
from journey_core.errors import UnknownName
from journey_core.funnel.breakdown import ENTRY as AT_ENTRY
from journey_core.funnel.breakdown import LEAD, BreakdownBy
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.watch_window import DURING, Watch, doing, doing_counts, entry_rows, watched
from journey_core.leads.groups import Group, Groups, field_groups, value_group
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import spoken_value
from journey_core.statistics.intervals import Interval
from journey_core.statistics.multiple_tests import benjamini_hochberg, exact_p_values, odds_ratio_intervals, odds_ratios

if TYPE_CHECKING:
    import pandas as pd

BETWEEN, ENTRY = "during.", "entry."
LEAST: Final = 10
"""Leads with a trait, and without it, that a trait needs to be a candidate."""


@dataclass(frozen=True)
class Trait:
    """A trait: `source` says where it shows (during.kind, entry.channel, lead.industry), `group` which value."""

    source: str
    group: Group

    def sentence(self) -> str:
        """“kind email replied after entering”, “entered with channel web”, “industry is Software”."""
        place, _, field = self.source.partition(".")
        if f"{place}." == LEAD:
            return f"{field} is {self.group.name}"
        value = f"{field} {spoken_value(field, self.group.name)}"
        return f"{value} after entering" if f"{place}." == BETWEEN else f"entered with {value}"


@dataclass(frozen=True)
class Difference:
    """A trait with its four counts, leads with it and without it, that came through and that did not.

    odds_ratio: how many times the odds of coming through are those without the trait, one added to every count;
    p is Fisher's exact test, q Benjamini and Hochberg's over all candidates.
    """

    trait: Trait
    with_converted: int
    with_not: int
    without_converted: int
    without_not: int
    odds_ratio: float
    interval: Interval
    p: float
    q: float


@dataclass(frozen=True)
class Separation:
    """One row a candidate, by q, then by how far the odds ratio is from 1. `compared` leads, `converted` of them;
    `too_young` others first entered less than the window before as_of and are left out.
    """

    definition: str
    as_of: datetime
    compared: int
    converted: int
    too_young: int
    differences: tuple[Difference, ...]

    def document(self) -> Row:
        """The answer as JSON says it."""
        names = ("definition", "compared", "converted", "too_young")
        return {name: getattr(self, name) for name in names} | {"differences": self._rows()}

    def frame(self) -> "pd.DataFrame":
        """One row a candidate, the surest first."""
        return table(self._rows(), names=("trait", "source", "value", *_COUNTS, "odds_ratio", "interval", "p", "q"))

    def _rows(self) -> list[Row]:
        return [
            row_of(each) | {"trait": each.trait.sentence(), "source": each.trait.source, "value": each.trait.group.name}
            for each in self.differences
        ]


_COUNTS: Final = ("with_converted", "with_not", "without_converted", "without_not")

Attributes = Sequence[tuple[str, Groups]]
"""What leads are or entered with, as (source, groups)."""


def separation(
    journeys: Journeys,
    result: FunnelResult,
    options: FunnelOptions,
    attributes: Attributes = (),
    *,
    least: int = LEAST,
    threads: int | None = None,
) -> Separation:
    """What separates those who converted; `options` gave the result. Equal on any number of threads."""
    watch = watched(journeys, result, options)
    by_outcome = [np.flatnonzero(watch.outcome == outcome) for outcome in (1, 0)]
    found = [*_during(journeys, options, watch, threads), *_of_leads(attributes, by_outcome)]
    totals = np.array([len(each) for each in by_outcome])
    cells = np.array([counts for _, counts in found], np.int64).reshape(-1, 2)
    kept = (cells.sum(axis=1) >= least) & ((totals - cells).sum(axis=1) >= least) & totals.all()
    traits = [trait for (trait, _), is_kept in zip(found, kept, strict=True) if is_kept]
    return Separation(
        definition=_definition(result, options, least),
        as_of=result.as_of,
        compared=int(totals.sum()),
        converted=int(totals[0]),
        too_young=watch.too_young,
        differences=_differences(traits, np.stack([cells[kept], totals - cells[kept]], axis=1)),
    )


def entry_groups(journeys: Journeys, result: FunnelResult, options: FunnelOptions, field: str) -> Groups:
    """The leads by a field of the interaction that they entered with; raises UnknownName."""
    row = entry_rows(journeys, result, options)
    return field_groups(journeys, field, result.entrant, row, title=BreakdownBy(field, AT_ENTRY).title(), outside="")


def trait_leads(
    journeys: Journeys,
    result: FunnelResult,
    options: FunnelOptions,
    trait: tuple[str, str],
    attributes: Attributes = (),
    *,
    has_trait: bool,
    has_converted: bool,
) -> Ints:
    """Ids of the leads of one of the four counts of a trait (source, key of its group), ascending; raises UnknownName
    if there is no such trait.
    """
    source, key = trait
    watch = watched(journeys, result, options)
    if source.startswith(BETWEEN):
        chosen = doing(journeys, options, watch, source.removeprefix(BETWEEN), key.removeprefix("="))
    else:
        groups = dict(attributes).get(source)
        if groups is None:
            raise UnknownName("trait", source, [name for name, _ in attributes])
        chosen = groups.inside(np.arange(journeys.lead_count), key)
    ids: Ints = result.lead_id[(chosen == has_trait) & (watch.outcome == int(has_converted))]
    return ids


def _during(
    journeys: Journeys, options: FunnelOptions, watch: Watch, threads: int | None
) -> Iterator[tuple[Trait, Ints]]:
    """What leads did between their first step and their last, with int64[2]: how many came through, how many not."""
    counts = doing_counts(journeys, options, watch, threads=threads)
    for field in DURING:
        for word, count in zip(journeys.words.lists[field], counts[field], strict=True):
            if word:
                yield Trait(BETWEEN + field, value_group(word)), count


def _of_leads(attributes: Attributes, by_outcome: Sequence[Ints]) -> Iterator[tuple[Trait, Ints]]:
    """What leads are or entered with, with int64[2]: how many came through, how many not."""
    for source, groups in attributes:
        counts = np.stack([groups.counts(each) for each in by_outcome], axis=1)
        for number in np.flatnonzero(counts.any(axis=1)).tolist():
            yield Trait(source, groups.groups[number]), counts[number]


def _differences(traits: Sequence[Trait], crossed: Ints) -> tuple[Difference, ...]:
    """crossed: int64[n, 2, 2], with the trait and without it, came through and did not."""
    p = exact_p_values(crossed)
    ratios, intervals, q = odds_ratios(crossed), odds_ratio_intervals(crossed), benjamini_hochberg(p)
    order = np.lexsort((-np.abs(np.log(ratios)), q)).tolist()
    return tuple(
        Difference(
            trait=traits[n],
            with_converted=int(crossed[n, 0, 0]),
            with_not=int(crossed[n, 0, 1]),
            without_converted=int(crossed[n, 1, 0]),
            without_not=int(crossed[n, 1, 1]),
            odds_ratio=float(ratios[n]),
            interval=(float(intervals[n, 0]), float(intervals[n, 1])),
            p=float(p[n]),
            q=float(q[n]),
        )
        for n in order
    )


def _definition(result: FunnelResult, options: FunnelOptions, least: int) -> str:
    start = "their first entry" if options.order == "stage" else "the first interaction that matches the first step"
    return (
        f"{result.definition} Compared are leads whose window, counted from {start}, had ended: those that had come "
        f"through by then with the others, all watched from there, the others for as long as one of those took; "
        f"traits that at least {least} leads have and {least} lack; interactions that match a later step or only "
        "record a state don't count. What goes together need not be a cause."
    )
