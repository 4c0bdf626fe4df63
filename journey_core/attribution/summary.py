"""What leads say of an attribution, for several models at once: a pass over leads that adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from journey_core.attribution.cell_sums import each_block
from journey_core.attribution.channel_credit import Given, given, total
from journey_core.attribution.compiled import Compiled, Count, Tally
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.rules import Weigh, linear
from journey_core.attribution.touchpoints import all_paths, converted_paths
from journey_core.log.journeys import Journeys
from journey_core.log.pieces import cut

Telling = tuple[str, int]
"""A model that looks at all paths together, and for how many replicates."""


@dataclass(frozen=True, eq=False)
class AttributionSummary:
    """What some leads say: what the paths to their conversions give by the rules asked for, and by the linear one in
    any case; and the tallies of the models that look at all paths together.
    """

    given: Given
    tallies: Mapping[Telling, Tally]

    def __add__(self, other: "AttributionSummary") -> "AttributionSummary":
        """The summary of these leads and others; raises ValueError where their codes stand for other channels."""
        tallies = {telling: tally + other.tallies[telling] for telling, tally in self.tallies.items()}
        return AttributionSummary(total((self.given, other.given)), tallies)

    def tally(self, options: AttributionOptions) -> Tally | None:
        """That of the model of the options; None for a rule."""
        return self.tallies.get(_telling(options))


def summarize(
    journeys: Journeys, options: AttributionOptions, first: int = 0, past: int | None = None
) -> AttributionSummary:
    """The summary of the leads number first..past-1, by default of all, for the model of the options. The placebo is
    not in it: it needs the rates of all leads before it can look at any.
    """
    return summarize_each(cut(journeys, first, past), (options,), threads=1)


def summarize_each(
    journeys: Journeys, asked: Sequence[AttributionOptions], *, threads: int | None = None
) -> AttributionSummary:
    """The summary of all leads for options that differ in model and order of the chain only: paths are found once for
    all of them, and chains of several orders are counted together. Raises ValueError for options that differ in more.
    """
    if len({replace(each, model="linear", order=1) for each in asked}) > 1:
        raise ValueError("options that are asked together differ in model and order only")
    rules = {each.model: weigh for each in asked if (weigh := MODELS[each.model].weigh)}
    as_rule, counts = replace(asked[0], model="linear"), _counts(journeys, asked)
    of_rules, tallies = _counted(journeys, as_rule.compiled(), {"linear": linear} | rules, counts, threads)
    kept = {_telling(each): keep(journeys) for each in asked if (keep := MODELS[each.model].keep)}
    return AttributionSummary(of_rules, tallies | kept)


def _telling(options: AttributionOptions) -> Telling:
    return options.model, options.compiled().replicates


def _counts(journeys: Journeys, asked: Sequence[AttributionOptions]) -> dict[Telling, Count]:
    """How to count what models that look at all paths want to know; the steps of the highest order hold all others."""
    highest = {_telling(each): each for each in sorted(asked, key=lambda each: each.order)}
    return {
        telling: count(journeys, each.compiled())
        for telling, each in highest.items()
        if (count := MODELS[each.model].count)
    }


def _counted(
    journeys: Journeys,
    compiled: Compiled,
    rules: Mapping[str, Weigh],
    counts: Mapping[Telling, Count],
    threads: int | None,
) -> tuple[Given, dict[Telling, Tally]]:
    """What all leads give by these rules, and all that is to be counted of them, from one pass."""
    find = all_paths if counts else converted_paths

    def of_block(first: int, past: int) -> tuple[Given, list[Tally]]:
        paths = find(journeys, compiled.scope, first, past)
        return given(journeys, compiled, rules, paths.converted), [count(paths) for count in counts.values()]

    parts: list[Given] = []
    tallies: list[Tally] = []
    for part, counted in each_block(journeys, of_block, threads=threads):
        parts.append(part)
        tallies = [whole + added for whole, added in zip(tallies, counted, strict=True)] if tallies else counted
    return total(parts), dict(zip(counts, tallies, strict=True))
