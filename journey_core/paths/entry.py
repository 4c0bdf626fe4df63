"""The journey map among the analyses."""

from typing import Final

from journey_core.entries import Entry
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.parameters import Clock
from journey_core.paths.answer import finish, paths, summarize
from journey_core.paths.leads import leads_beyond
from journey_core.paths.lists import LISTS
from journey_core.paths.many_kinds import counted, row_summary
from journey_core.paths.options import PathOptions
from journey_core.paths.parameters import PARAMETERS, check_said, path_options, path_parameters
from journey_core.paths.results import PathsResult


def _warm(journeys: Journeys, clock: Clock) -> None:
    """The passes that find leads, and what is done with more kinds than a map has room for."""
    leads_beyond(journeys, PathOptions(as_of=clock.as_of, over="stage", anchor=Predicate(channel="web")), 1)
    by_kind = PathOptions(as_of=clock.as_of, over="kind")
    counted(row_summary(journeys, by_kind, 0, journeys.lead_count), by_kind, threads=1)


ENTRY: Final = Entry[PathOptions, PathsResult](
    parameters=PARAMETERS,
    options=path_options,
    address=path_parameters,
    answer=paths,
    summarize=summarize,
    finish=finish,
    check=check_said,
    lists=LISTS,
    warm=_warm,
)
