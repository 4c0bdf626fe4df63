"""The comparison of open leads as its definition reads: pure Python, one stretch of time after another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp, sqrt

from journey_core.statistics.intervals import lead_hash

AGES = 8


@dataclass(frozen=True)
class Lead:
    """A lead: how long it was at risk, whether it converted then, where it stood at first, and its changes: (age, where
    it stands from then on, whether it was touched, what it has from then on or None). Times are milliseconds.
    """

    number: int
    took: int
    is_converted: bool
    place: int = 0
    changes: tuple[tuple[int, int, bool, int | None], ...] = ()


@dataclass
class Table:
    """Time and conversions by cell, and of those with the trait."""

    time: Counter[tuple[int, ...]] = field(default_factory=Counter)
    time_with: Counter[tuple[int, ...]] = field(default_factory=Counter)
    came: Counter[tuple[int, ...]] = field(default_factory=Counter)
    came_with: Counter[tuple[int, ...]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Compared:
    """What is told of a trait."""

    ratio: float
    interval: tuple[float, float]
    variance: float
    z: float


def compared(leads: Sequence[Lead], trait: int) -> Compared:
    """A trait, by the definition."""
    ends, own = age_ends(leads), own_places(leads)
    whole, by_group = Table(), {int(lead_hash(lead.number)) >> 56: Table() for lead in leads}
    for lead in leads:
        for table in (whole, by_group[int(lead_hash(lead.number)) >> 56]):
            add(table, lead, trait, ends, own)
    share = {cell: whole.time_with[cell] / time for cell, time in whole.time.items() if time}
    cells = [(came, whole.came_with[cell], share.get(cell, 0.0)) for cell, came in whole.came.items()]
    expected = sum(came * p for came, _, p in cells)
    variance = sum(came * p * (1 - p) for came, _, p in cells)
    more = sum(having * (1 - p) for _, having, p in cells)
    fewer = sum((came - having) * p for came, having, p in cells)
    surplus = [
        sum(part(table, whole, cell, share.get(cell, 0.0)) for cell in whole.came) for table in by_group.values()
    ]
    robust = max(variance, 256 / 255 * sum(each * each for each in surplus))
    half = 1.959963984540054 * sqrt(robust / (max(more, 0.5) * max(fewer, 0.5)))
    ratio = (more + 0.5) / (fewer + 0.5)
    off = max(abs(sum(having for _, having, _ in cells) - expected) - 0.5, 0)
    return Compared(ratio, (ratio * exp(-half), ratio * exp(half)), variance, off / sqrt(robust) if robust else 0.0)


def age_ends(leads: Sequence[Lead]) -> list[int]:
    """Where one age ends and the next begins: each has an eighth of the conversions."""
    took = sorted(lead.took for lead in leads if lead.is_converted)
    return sorted({took[-(-k * len(took) // AGES) - 1] for k in range(1, AGES)}) if took else []


def own_places(leads: Sequence[Lead]) -> dict[int, int]:
    """The seven places where most converted, by number; the others are one."""
    often = Counter(where(lead) for lead in leads if lead.is_converted)
    places = {lead.place for lead in leads} | {change[1] for lead in leads for change in lead.changes}
    ranked = sorted(range(max(places, default=0) + 1), key=lambda place: (-often[place], place))
    return {place: rank for rank, place in enumerate(ranked[:7])}


def where(lead: Lead) -> int:
    return lead.changes[-1][1] if lead.changes else lead.place


def add(table: Table, lead: Lead, trait: int, ends: Sequence[int], own: dict[int, int]) -> None:
    """One lead's time, cut wherever anything changes, and its conversion."""
    cuts = sorted({0, lead.took, *(change[0] for change in lead.changes), *(end for end in ends if end < lead.took)})
    for start, end in pairwise(cuts):
        cell, has = state(lead, start, end, trait, ends, own)
        table.time[cell] += end - start
        table.time_with[cell] += (end - start) * has
    if lead.is_converted:
        cell, has = state(lead, lead.took, lead.took, trait, ends, own)
        table.came[cell] += 1
        table.came_with[cell] += has


def state(
    lead: Lead, start: int, end: int, trait: int, ends: Sequence[int], own: dict[int, int]
) -> tuple[tuple[int, ...], bool]:
    """The cell of a stretch that ends at `end`, and whether the lead has the trait in it."""
    past = [change for change in lead.changes if change[0] <= start]
    touches = sum(change[2] for change in past)
    band = touches if touches < 8 else 8 if touches < 10 else 9 if touches < 13 else 10
    place = own.get(past[-1][1] if past else lead.place, 7)
    return (place, band, sum(limit < end for limit in ends)), any(change[3] == trait for change in past)


def part(table: Table, whole: Table, cell: tuple[int, ...], share: float) -> float:
    """By how much a group's conversions with the trait pass what the cell has leave to expect."""
    rate = whole.came[cell] / max(whole.time[cell], 1)
    with_trait = table.came_with[cell] - rate * table.time_with[cell]
    return with_trait - share * (table.came[cell] - rate * table.time[cell])
