"""Everything that the analyses say “differs”, “better”, “worse” or “because” of: what each would state of a log.

One line an analysis and sort of statement. Where nothing differs, each may state something in one world of ten at
most; `tests/test_null_worlds.py` holds them to it. An analysis that compares nothing is in STATES_NOTHING, with why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from journey_core.attribution.answer import attribute
from journey_core.attribution.options import AttributionOptions
from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.results import StageAnswer
from journey_core.funnel.answer import funnel
from journey_core.funnel.comparison import Comparison, compare, recent_entrants, side_of, side_within
from journey_core.funnel.differences import ENTRY
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.separation import entry_groups, separation
from journey_core.leads.groups import FIELDS, list_groups
from journey_core.leads.momentum import momentum
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.paths.answer import paths
from journey_core.paths.options import PathOptions
from tests.simulators.null_worlds import ALIKE, AS_OF, WORLDS, NullWorld

Find = Callable[[Journeys], list[str]]

FUNNEL: Final = FunnelOptions(
    steps=(Predicate(kind="form_submitted"), Predicate(kind="converted")),
    as_of=AS_OF, window=timedelta(days=60), replicates=0,
)  # fmt: skip

ANY_ORDER: Final = replace(FUNNEL, steps=(Predicate(kind="meeting_held"), Predicate(kind="converted")), order="any")


@dataclass(frozen=True)
class Finder:
    """What an analysis states: `find` gives the sentences that it would state of these journeys, which are false in
    each of the `worlds`. every: one that takes long looks at each so-manyth world only.
    """

    analysis: str
    find: Find
    worlds: Mapping[str, NullWorld] = field(default_factory=lambda: WORLDS)
    every: int = 1


def what_differs(options: FunnelOptions) -> Find:
    def find(log: Journeys) -> list[str]:
        result = funnel(log, options, threads=1)
        traits = [(ENTRY + field, entry_groups(log, result, options, field)) for field in FIELDS]
        return [each.sentence() for each in separation(log, result, options, traits, threads=1).told]

    return find


def ways(log: Journeys) -> list[str]:
    return [each.sentence for each in paths(log, PathOptions(as_of=AS_OF), threads=1).contrasts if each.is_told]


def two_periods(log: Journeys) -> list[str]:
    """Those who entered 60 to 90 days ago with those of the 30 days before; the window is over for all."""
    options = replace(FUNNEL, since=AS_OF - timedelta(days=90), until=AS_OF - timedelta(days=60))
    earlier = replace(options, since=AS_OF - timedelta(days=120), until=options.since)
    sides = [
        side_of(funnel(log, each, threads=1), name, recent=recent_entrants(log, each))
        for name, each in (("before", earlier), ("now", options))
    ]
    return _told(compare(funnel(log, options, threads=1), sides[0], sides[1]))


def two_segments(log: Journeys) -> list[str]:
    """Leads with even and with odd numbers."""
    lists = list_groups("segment", log.lead_id, {name: log.lead_id[start::2] for start, name in enumerate(("a", "b"))})
    result = funnel(log, FUNNEL, threads=1)
    one, other = (
        side_within(result, lists, f"={name}", name, recent=recent_entrants(log, FUNNEL)) for name in ("a", "b")
    )
    return _told(compare(result, one, other))


def _told(comparison: Comparison) -> list[str]:
    return [comparison.sentence] if comparison.steps[-1].is_told else []


def stands_out(log: Journeys) -> list[str]:
    return [f"{each.stage}: {each.standout.group.name}" for each in _stages(log) if each.standout]


def recoverable(log: Journeys) -> list[str]:
    gains = [(each.stage, each.recoverable.conversions) for each in _stages(log) if each.recoverable]
    return [f"{stage}: {conversions:.0f}" for stage, conversions in gains if conversions >= 0.5]


def slower(log: Journeys) -> list[str]:
    return [said for each in _stages(log) for said in each.findings if "have become longer" in said]


def _stages(log: Journeys) -> tuple[StageAnswer, ...]:
    return bottlenecks(log, BottleneckOptions(as_of=AS_OF), threads=1).stages


def told_apart(model: str) -> Find:
    """Channels that are said to earn more than another."""

    def find(log: Journeys) -> list[str]:
        rows = [row for row in attribute(log, AttributionOptions(as_of=AS_OF, model=model)).rows if row.rank]
        return [f"{one.channel}, {other.channel}" for one in rows for other in rows
                if one.rank < other.rank and other.channel not in one.indistinct]  # fmt: skip

    return find


def changed(log: Journeys) -> list[str]:
    """The changes that the overview tells of the 30 days against those before."""
    measures = momentum(log, USUAL_GOAL, as_of=AS_OF)
    return [f"{each.measure}: {each.before:g}, then {each.now:g}" for each in measures if each.is_told]


def effect_shown(log: Journeys) -> list[str]:
    """That lift shows an effect of the channels."""
    answer = attribute(log, AttributionOptions(as_of=AS_OF, model="lift", replicates=20), threads=1)
    return ["an effect of the channels is shown"] if answer.doubts and answer.doubts.is_shown else []


FINDERS: Final[Mapping[str, Finder]] = {
    "funnel: what differs": Finder("funnel", what_differs(FUNNEL)),
    "funnel: what differs, in any order": Finder("funnel", what_differs(ANY_ORDER)),
    "funnel: two periods": Finder("funnel", two_periods),
    "funnel: two segments": Finder("funnel", two_segments),
    "paths: ways compared": Finder("paths", ways),
    "attribution: told apart": Finder("attribution", told_apart("linear"), ALIKE),
    "attribution: told apart by exact sets": Finder("attribution", told_apart("shapley_exact_set"), ALIKE),
    "bottlenecks: stands out": Finder("bottlenecks", stands_out),
    "bottlenecks: recoverable": Finder("bottlenecks", recoverable),
    "bottlenecks: slower": Finder("bottlenecks", slower),
    "overview: this period against the last": Finder("overview", changed),
    "attribution: effect shown": Finder("attribution", effect_shown, every=5),
}
"""By name."""

STATES_NOTHING: Final[Mapping[str, str]] = {
    "reconcile": "adds up the totals of other analyses and compares no leads with others",
}
"""Analyses without a finding, and why."""
