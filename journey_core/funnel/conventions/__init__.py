"""What other tools would count on the same leads, beside the chosen definition."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from journey_core.answers import Row, table
from journey_core.errors import BadInput
from journey_core.funnel.answer import compiled
from journey_core.funnel.compiled import Compiled
from journey_core.funnel.conventions.clickhouse import window_funnel
from journey_core.funnel.conventions.mixpanel import mixpanel
from journey_core.funnel.conventions.posthog import posthog_strict
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.orders.runs import BLOCK
from journey_core.log.arrays import Ints, Masks
from journey_core.log.blocks import lead_blocks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches
from journey_core.wording import asked_period, spoken_duration, spoken_moment

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Convention:
    """What one tool would count: `counts[k]` leads (entries for `mixpanel_totals`) at step k + 1.

    depth: int8[n_leads], how far every lead came; None where entries are counted.
    """

    name: str
    title: str
    definition: str
    as_of: datetime
    counts: tuple[int, ...]
    lead_id: Ints
    depth: NDArray[np.int8] | None

    def reached(self, step: int) -> Ints:
        """Ids of the leads that reached a step, counted from 1; as many as its count."""
        if self.depth is None:
            raise BadInput(f"“{self.title}” counts entries, not leads; there is no list of leads.")
        if not 1 <= step <= len(self.counts):
            raise BadInput(f"This funnel has the steps 1 to {len(self.counts)}; there is no step {step}.")
        ids: Ints = self.lead_id[self.depth >= step]
        return ids


@dataclass(frozen=True)
class OtherTools:
    """What every tool would count, one row a tool."""

    definition: str
    as_of: datetime
    conventions: tuple[Convention, ...]

    def document(self) -> list[Row]:
        """The answer as JSON says it."""
        names = ("name", "title", "definition", "counts")
        return [
            {name: getattr(each, name) for name in names} | {"counts": list(each.counts)} for each in self.conventions
        ]

    def frame(self) -> "pd.DataFrame":
        """One row a tool: who it would count at each step."""
        return table(self.document())


Count = Callable[[Masks, Journeys, Compiled, int, int, NDArray[np.int8], Ints], None]
"""Fills the depth of the leads number low..high-1; totals: int64[steps], to which entries are added."""


@dataclass(frozen=True)
class Rule:
    """A tool's way to count, and whether that is entries instead of leads."""

    title: str
    definition: str
    count: Count
    counts_entries: bool = False


def _clickhouse(*, order: bool = False, deduplication: bool = False, increase: bool = False) -> Count:
    """windowFunnel in some of its modes."""

    def count(
        masks: Masks, journeys: Journeys, asked: Compiled, low: int, high: int, depth: NDArray[np.int8], _totals: Ints
    ) -> None:
        window_funnel(
            masks, journeys.offsets, journeys.occurred_at, low, high, asked.steps, asked.window, asked.since,
            asked.until, asked.as_of, order, deduplication, increase, depth,
        )  # fmt: skip

    return count


def _posthog(
    masks: Masks, journeys: Journeys, asked: Compiled, low: int, high: int, depth: NDArray[np.int8], _totals: Ints
) -> None:
    posthog_strict(
        masks, journeys.offsets, journeys.occurred_at, low, high, asked.steps, asked.window, asked.since, asked.until,
        asked.as_of, depth,
    )  # fmt: skip


def _mixpanel(
    masks: Masks, journeys: Journeys, asked: Compiled, low: int, high: int, depth: NDArray[np.int8], totals: Ints
) -> None:
    mixpanel(
        masks, journeys.offsets, journeys.occurred_at, low, high, asked.steps, asked.window, asked.since, asked.until,
        asked.as_of, depth, totals,
    )  # fmt: skip


RULES: Final[dict[str, Rule]] = {
    "clickhouse": Rule(
        title="ClickHouse windowFunnel",
        definition="one interaction may count for several steps",
        count=_clickhouse(),
    ),
    "clickhouse_strict_order": Rule(
        title="ClickHouse windowFunnel, strict_order",
        definition="the search ends at the first interaction after an entry that matches no step or comes too early",
        count=_clickhouse(order=True),
    ),
    "clickhouse_strict_deduplication": Rule(
        title="ClickHouse windowFunnel, strict_deduplication",
        definition="the search ends at the first repeated step other than the first",
        count=_clickhouse(deduplication=True),
    ),
    "clickhouse_strict_increase": Rule(
        title="ClickHouse windowFunnel, strict_increase",
        definition="every step comes at a later time than the one before",
        count=_clickhouse(increase=True),
    ),
    "posthog_strict": Rule(
        title="PostHog, strict",
        definition="nothing else between two steps, unless at an instant with several interactions",
        count=_posthog,
    ),
    "mixpanel": Rule(
        title="Mixpanel, unique",
        definition="only the lead's first entry counts, and its window is not started anew",
        count=_mixpanel,
    ),
    "mixpanel_totals": Rule(
        title="Mixpanel, totals",
        definition="entries instead of leads, a new one once the window is over or the lead came through",
        count=_mixpanel,
        counts_entries=True,
    ),
}


def conventions(journeys: Journeys, options: FunnelOptions, *, threads: int | None = None) -> tuple[Convention, ...]:
    """What every tool of RULES would count for these steps, this window, entry period and `as_of`; the order, optional
    steps, exclusions and windows of single steps are left out: the tools have others or none.
    """
    plain = replace(options, order="ordered", optional=frozenset(), exclusions=(), step_windows=())
    asked = compiled(plain, journeys.words)
    return tuple(_convention(name, rule, journeys, plain, asked, threads) for name, rule in RULES.items())


def other_tools(journeys: Journeys, options: FunnelOptions, *, threads: int | None = None) -> OtherTools:
    """The same as one answer."""
    found = conventions(journeys, options, threads=threads)
    return OtherTools("What other tools would count of the same interactions.", options.as_of, found)


def _convention(
    name: str, rule: Rule, journeys: Journeys, options: FunnelOptions, asked: Compiled, threads: int | None
) -> Convention:
    parts = journeys.each_shard(lambda first, past: _summarize(rule, journeys, asked, first, past), threads=threads)
    depth, totals = np.concatenate([depth for depth, _ in parts]), np.sum([totals for _, totals in parts], axis=0)
    reached = np.bincount(depth, minlength=asked.steps + 1)[::-1].cumsum()[::-1][1:]
    steps = ", then ".join(step.sentence() for step in options.steps)
    return Convention(
        name=name,
        title=rule.title,
        definition=(
            f"{rule.title}: {steps}{asked_period(options)}, {rule.definition}, the last within "
            f"{spoken_duration(options.window)} of the first; as of {spoken_moment(options.as_of)}."
        ),
        as_of=options.as_of,
        counts=tuple(int(count) for count in (totals if rule.counts_entries else reached)),
        lead_id=journeys.lead_id,
        depth=None if rule.counts_entries else depth,
    )


def _summarize(rule: Rule, journeys: Journeys, asked: Compiled, first: int, past: int) -> tuple[NDArray[np.int8], Ints]:
    """int8[past - first]: how far each lead came; int64[steps]: entries that came to every step."""
    depth, totals = np.zeros(past - first, np.int8), np.zeros(asked.steps, np.int64)
    for low, high in lead_blocks(journeys.offsets, first, past, BLOCK):
        masks = matches(journeys, asked.accepts, int(journeys.offsets[low]), int(journeys.offsets[high]))
        rule.count(masks, journeys, asked, low, high, depth[low - first : high - first], totals)
    return depth, totals
