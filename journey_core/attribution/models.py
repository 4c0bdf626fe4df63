"""The table of models: what select boxes, terminal and tests iterate. A new one is a function and a line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from journey_core.attribution.compiled import Compiled, Count, Draw, Explain, Tally
from journey_core.attribution.lift.table_entry import explained_by_lift, kept_leads
from journey_core.attribution.markov.order_one import chain_placebo, chain_steps, explained_by_chain
from journey_core.attribution.rules import RULES, Weigh
from journey_core.attribution.shapley import counted_sets, explained_by_sets, sets_placebo
from journey_core.log.journeys import Journeys


@dataclass(frozen=True)
class Model:
    """A way to share conversions out: `weigh` shares out each one by itself, `explain` looks at all paths together, at
    what `count` counted of them or `keep` kept of their leads; `draw` draws its placebo. is_uneven: its credit is a sum
    of gains and losses, and jumps when a lead is added, or its doubt is not only that of counts.
    """

    name: str
    title: str
    definition: str
    weigh: Weigh | None = None
    count: Callable[[Journeys, Compiled], Count] | None = None
    keep: Callable[[Journeys], Tally] | None = None
    explain: Explain | None = None
    draw: Draw | None = None
    is_uneven: bool = False


MODELS: Final[Mapping[str, Model]] = {
    model.name: model
    for model in (
        *(Model(name, title, definition, weigh=weigh) for name, title, weigh, definition in RULES),
        Model(
            "markov",
            "Markov chain",
            "by how much fewer would convert without the channel",
            count=chain_steps,
            explain=explained_by_chain,
            draw=chain_placebo,
        ),
        Model(
            "shapley_exact_set",
            "Shapley, exact sets",
            "fair shares of the conversion rate of each exact set of channels",
            count=counted_sets,
            explain=explained_by_sets,
            draw=sets_placebo,
            is_uneven=True,
        ),
        Model(
            "lift",
            "Lift (hazard)",
            "by what touches add to the daily chance to convert, apart from what comes anyway (observational)",
            keep=kept_leads,
            explain=explained_by_lift,
            is_uneven=True,
        ),
    )
}
"""Every model by name, in the order of select boxes."""
