"""How steps may follow each other: one table that options, terminal, pages and tests iterate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from journey_core.funnel.ordered import ordered_runs
from journey_core.funnel.runs import Kernel
from journey_core.predicate import Predicate
from journey_core.vocabulary import Words

Ranks = Callable[[Sequence[Predicate], Words], Sequence[int]]
"""The place of each step's stage in the workspace's order; raises BadInput for steps that are no stages."""


def no_ranks(_steps: Sequence[Predicate], _words: Words) -> Sequence[int]:
    """Nothing: an order that does not look at the order of stages."""
    return ()


@dataclass(frozen=True)
class Order:
    """One order. `takes`: which of optional, exclusions and step_windows it has a meaning for; `joint`: what stands
    between two steps in a sentence.
    """

    name: str
    title: str
    definition: str
    kernel: Kernel
    takes: frozenset[str] = frozenset()
    joint: str = ", then "
    ranks: Ranks = no_ranks


_ORDERED: Final = Order(
    name="ordered",
    title="In this order, anything between",
    definition="different interactions in order of time",
    kernel=ordered_runs,
    takes=frozenset({"optional", "exclusions", "step_windows"}),
)

ORDERS: Final[dict[str, Order]] = {order.name: order for order in (_ORDERED,)}
