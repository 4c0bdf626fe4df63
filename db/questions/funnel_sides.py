"""What a funnel is compared with: the same leads in another period, or one segment with another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from db.questions.funnel_groups import segment_groups
from db.questions.segment_finder import SegmentFinder
from journey_core.calendar.parsing import start_of
from journey_core.errors import BadInput, brief
from journey_core.funnel.answer import funnel
from journey_core.funnel.comparison import compare, recent_entrants, side_of, side_within
from journey_core.funnel.comparison_results import Comparison
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.leads.groups import value_group
from journey_core.log.journeys import Journeys
from journey_core.parameters import Query, first

AGAINST: Final = ("compare", "compare_since", "compare_until")
"""What an address says about the other side."""

SEGMENT: Final = "segment:"
MOST_NAMED: Final = 3
"""The most names that a refusal repeats."""


@dataclass(frozen=True)
class Against:
    """Two segments by name, or the entry period of the first side; the second side is then the funnel's own period."""

    segments: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if bool(self.segments) == bool(self.since or self.until):
            raise BadInput("A comparison is between two segments, or with another period: name one of these, not both.")
        if self.segments and (len(self.segments) != 2 or self.segments[0] == self.segments[1]):
            named = ", ".join(f"“{brief(name)}”" for name in self.segments[:MOST_NAMED])
            raise BadInput(f"A comparison takes two different segments, not {named}.")


def against(given: Query, zone: ZoneInfo) -> Against | None:
    """What an address compares with, None if it does not compare; raises BadInput."""
    names = _named(given.get("compare", ()))
    since, until = (first(given, name) for name in ("compare_since", "compare_until"))
    if not (names or since or until):
        return None
    if wrong := [name for name in names if not name.startswith(SEGMENT)]:
        raise BadInput(f"“{brief(wrong[0])}” is not something to compare with; write segment:NAME.")
    return Against(
        tuple(name.removeprefix(SEGMENT) for name in names),
        start_of(since, zone) if since else None,
        start_of(until, zone) if until else None,
    )


def _named(written: Sequence[str]) -> Sequence[str]:
    """Each segment by itself, also from “segment:A,segment:B”."""
    if len(written) != 1 or f",{SEGMENT}" not in written[0]:
        return written
    one, *others = written[0].split(f",{SEGMENT}")
    return [one, *(SEGMENT + name for name in others)]


def against_parameters(asked: Against, zone: ZoneInfo) -> dict[str, list[str]]:
    """The same as an address says it."""
    period = (("compare_since", asked.since), ("compare_until", asked.until))
    moments = {name: [moment.astimezone(zone).isoformat()] for name, moment in period if moment}
    return ({"compare": [SEGMENT + name for name in asked.segments]} if asked.segments else {}) | moments


def period_before(options: FunnelOptions) -> Against | None:
    """The period just before the funnel's own and as long; None if the funnel's period has no start, or starts after
    its instant.
    """
    until = options.until or options.as_of
    if options.since is None or until <= options.since:
        return None
    return Against(since=options.since - (until - options.since), until=options.since)


def comparison(
    journeys: Journeys,
    options: FunnelOptions,
    asked: Against,
    zone: ZoneInfo,
    *,
    segments: SegmentFinder,
    result: FunnelResult | None = None,
) -> Comparison:
    """Both sides, step by step; `result` is the answer to the options, if it is at hand. Raises UnknownName."""
    options = replace(options, replicates=0)
    result = result or funnel(journeys, options)
    recent = recent_entrants(journeys, options)
    if asked.segments:
        lists = segment_groups(segments, journeys, asked.segments, as_of=options.as_of)
        one, other = (
            replace(
                side_within(result, lists, value_group(name).key, name, recent=recent),
                is_of_journey=segments.is_of_journey(name),
            )
            for name in asked.segments
        )
        return compare(result, one, other)
    earlier = replace(options, since=asked.since, until=asked.until)
    names = [_period_name(each.since, each.until, zone) for each in (asked, options)]
    first = side_of(funnel(journeys, earlier), names[0], recent=recent_entrants(journeys, earlier))
    return compare(result, first, side_of(result, names[1], recent=recent))


def _period_name(since: datetime | None, until: datetime | None, zone: ZoneInfo) -> str:
    """“entered from 2025-10-01, before 2026-01-01”."""
    said = [
        f"{word} {moment.astimezone(zone):%Y-%m-%d}" for word, moment in (("from", since), ("before", until)) if moment
    ]
    return f"entered {', '.join(said)}" if said else "entered at any time"
