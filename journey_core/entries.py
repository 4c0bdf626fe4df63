"""What an analysis says of itself, so that everything that lists analyses can use it: one `ENTRY` a folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from journey_core.answers import WholeAnswer
from journey_core.lead_lists import AnalysisList, LeadList
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock, Parameter, Parameters, Query

Options = TypeVar("Options")
Result = TypeVar("Result", bound=WholeAnswer)


class Summarize(Protocol):
    """What some leads say, those number first..past-1, by default all; a summary holds ids of leads and interactions,
    never numbers of rows, and summaries of different leads add up with `+` in any order.
    """

    def __call__(self, journeys: Journeys, options: Any, first: int = 0, past: int | None = None, /) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Entry(Generic[Options, Result]):
    """An analysis.

    parameters: what an address can say; terminal flags are made of them. options: what an address asks, by a clock;
    raises BadInput or UnknownName for what can't be read. address: options as an address says them. summarize, finish:
    the pass over leads, and the answer that a summary of all gives. answer: both, over all leads on all cores.
    usual: what is asked where neither the address nor the workspace's settings say anything. propose: what the leads
    themselves suggest for an address that leaves open what it must say. check: raises BadInput for what was said that
    nothing looks at; the face that was spoken to says how it names parameters. lists: kinds of lists of leads behind
    its numbers; opens: the list behind each cell of its table that counts leads, by row and column. examples: addresses
    that between them come by every kernel; warm: runs what `answer` alone does not.
    """

    parameters: tuple[Parameter, ...]
    options: Callable[[Query, Clock], Options]
    address: Callable[[Options, ZoneInfo], Parameters]
    summarize: Summarize
    finish: Callable[[Any, Options], Result]
    answer: Callable[[Journeys, Options], Result]
    usual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    propose: Callable[[Journeys, Query, Clock], Parameters] | None = None
    check: Callable[[Query, Callable[[str], str]], None] | None = None
    lists: Mapping[str, AnalysisList] = field(default_factory=dict)
    opens: Callable[[Result, ZoneInfo], Mapping[tuple[int, str], LeadList]] | None = None
    examples: tuple[Query, ...] = ({},)
    warm: Callable[[Journeys, Clock], None] | None = None
