"""How steps may follow each other: one table that options, terminal, pages and tests iterate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from journey_core.funnel.orders.any_order import any_runs
from journey_core.funnel.orders.ordered import ordered_runs
from journey_core.funnel.orders.runs import Kernel
from journey_core.funnel.orders.stages import stage_runs, stage_tables, starts_there
from journey_core.funnel.orders.strict import strict_runs
from journey_core.log.matching import StepTables, tables
from journey_core.log.predicates import Predicate
from journey_core.log.vocabulary import Words


def _nowhere(_steps: Sequence[Predicate], _words: Words) -> bool:
    """False: an interaction must match the first step."""
    return False


@dataclass(frozen=True)
class Order:
    """One order. `definition` goes into the sentence of every answer; `joint` stands between two steps in it.

    takes: which of optional, exclusions and step_windows it has a meaning for. tables: the steps as look-up tables.
    starts_there: whether a lead stands at the first step without an interaction that matches it. step_name: what
    stands for step number {k} of {n} with the predicate {step}.
    """

    name: str
    title: str
    definition: str
    kernel: Kernel
    takes: frozenset[str] = frozenset()
    joint: str = ", then "
    step_name: str = "{step}"
    tables: Callable[[Sequence[Predicate], Words], StepTables] = tables
    starts_there: Callable[[Sequence[Predicate], Words], bool] = _nowhere


_ORDERED: Final = Order(
    name="ordered",
    title="In this order",
    definition="different interactions in order of time",
    kernel=ordered_runs,
    takes=frozenset({"optional", "exclusions", "step_windows"}),
)
_STRICT: Final = Order(
    name="strict",
    title="In this order, nothing between",
    definition="different interactions in order of time with no other interaction of the lead between them",
    kernel=strict_runs,
    takes=frozenset({"step_windows"}),
)
_ANY: Final = Order(
    name="any",
    title="In any order",
    definition="different interactions in any order, step k being any k of the steps and the entry the first done",
    kernel=any_runs,
    joint=" and ",
    step_name="any {k} of {n}",
)
_STAGE: Final = Order(
    name="stage",
    title="This stage or a later one",
    definition="each step a move to its stage or to a later one, however many stages it skips",
    kernel=stage_runs,
    tables=stage_tables,
    starts_there=starts_there,
)

ORDERS: Final[dict[str, Order]] = {order.name: order for order in (_ORDERED, _STRICT, _ANY, _STAGE)}
