"""The stays that bottlenecks are counted from, and the leads behind every number."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.calendar.business_hours import business_durations
from journey_core.calendar.weeks import WEEK, week_starts, weeks_of
from journey_core.errors import UnknownName
from journey_core.leads.groups import value_group
from journey_core.leads.stage_visits import ADVANCED, BACK, LOST, OPEN, Visits, first_channels, owners_of, visits
from journey_core.log.arrays import Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import bounds, microseconds
from journey_core.log.vocabulary import LOST_STAGE, WON, WordList

ENDINGS: Final = {"still": (OPEN,), "left": (ADVANCED, LOST, BACK), "advanced": (ADVANCED,), "lost": (LOST,),
                  "back": (BACK,)}  # fmt: skip
"""What became of a lead at a stage, by name, with the endings of its latest stay."""

WEEKS: Final = 104
"""Weeks of a trend, at most: the last ones in which a stay began."""

BREAKDOWNS: Final[dict[str, WordList]] = {"owner": "owner", "channel": "channel"}
"""What stays can be broken down by: the owner named last by the stay's end, the channel of the first touchpoint."""


@dataclass(frozen=True, eq=False)
class Stays:
    """Stays at the stages before won, in order of leads and time, one entry each.

    codes: the stages in their order · place: int64, which of them · visits: who, when, how it ended · duration: int64
    microseconds, of all time or of working time · is_latest: the lead's last stay at the stage, the one that decides
    what became of it there · week: int64, number in week_starts (int64 microseconds, one more than there are weeks),
    -1 for stays that began before the first of them.
    """

    codes: tuple[int, ...]
    names: tuple[str, ...]
    place: Ints
    visits: Visits
    duration: Ints
    is_latest: Flags
    week: Ints
    week_starts: Ints

    def of(self, chosen: Flags | Ints) -> "Stays":
        """Some of the stays, chosen by a mask or by their places; the others change nothing in them."""
        own = {name: getattr(self, name)[chosen] for name in ("place", "duration", "is_latest", "week")}
        return replace(self, visits=self.visits.of(chosen), **own)

    def latest(self) -> "Stays":
        """The stays that decide what became of their leads."""
        return self if self.is_latest.all() else self.of(self.is_latest)

    def risen(self, place: int) -> "Risen":
        """The stays at one stage, the shortest first."""
        here = np.flatnonzero(self.place == place)
        order = here[np.argsort(self.duration[here])]
        visit = self.visits
        return Risen(
            self.names[place], order, self.duration[order], visit.ending[order], visit.since[order],
            visit.until[order], self.week[order], self.week_starts,
        )  # fmt: skip

    def place_of(self, stage: str) -> int:
        """The number of a stage; raises UnknownName."""
        if stage not in self.names:
            raise UnknownName("stage before won", stage, self.names)
        return self.names.index(stage)


@dataclass(frozen=True, eq=False)
class Risen:
    """The stays at one stage, the shortest first, one entry each; columns as in Stays and its visits.

    order: int64, their numbers in the Stays that they come from.
    """

    name: str
    order: Ints
    duration: Ints
    ending: NDArray[np.uint8]
    since: Ints
    until: Ints
    week: Ints
    week_starts: Ints


def all_stays(journeys: Journeys, options: BottleneckOptions, *, threads: int | None = None) -> tuple[Stays, Visits]:
    """The stays of the question, and every visit of all time, won and lost among them."""
    every = visits(journeys, as_of=options.as_of, threads=threads)
    codes = tuple(code for code in journeys.words.stage_order if code != WON)
    since, until = bounds(options.since, options.until)
    place = np.full(256, -1, np.int64)
    place[list(codes)] = np.arange(len(codes))
    chosen = (place[every.stage] >= 0) & (every.since >= since) & (every.since < until)
    found = every.of(chosen)
    places = place[found.stage]
    starts = _weeks(found.since, options)
    if options.hours is None:
        duration = found.until - found.since
    else:
        duration = business_durations(found.since, found.until, options.hours, options.zone)
    names = tuple(journeys.words.word("stage", code) for code in codes)
    latest = _latest(found.lead, places, len(codes))
    return Stays(codes, names, places, found, duration, latest, weeks_of(found.since, starts), starts), every


def _weeks(since: Ints, options: BottleneckOptions) -> Ints:
    """The starts of the weeks of a trend."""
    last = int(since.max()) if len(since) else microseconds(options.as_of)
    first = max(int(since.min(initial=last)), last - (WEEKS - 1) * WEEK)
    return week_starts(first, last, options.zone)


def lost_now(every: Visits, lead_count: int) -> Flags:
    """bool[n_leads]: whether each lead stands at lost, of all its visits."""
    lost = np.zeros(lead_count, bool)
    lost[every.lead] = every.stage == LOST_STAGE  # in order of time, so that the last one of a lead stays
    return lost


def bottleneck_leads(
    journeys: Journeys,
    options: BottleneckOptions,
    stage: str,
    *,
    became: str = "",
    week: datetime | None = None,
    by: str = "",
    group: str = "",
) -> Ints:
    """Ids of the leads with a stay at a stage, ascending; of those that became so (see ENDINGS), whose latest stay
    began in the week that starts then, and that are in a group (its key) of a breakdown. Raises UnknownName.
    """
    stays, _ = all_stays(journeys, options)
    chosen = stays.is_latest & (stays.place == stays.place_of(stage))
    if became:
        chosen &= np.isin(stays.visits.ending, endings(became))
    if week is not None:
        chosen &= (stays.week >= 0) & (stays.week_starts[stays.week] == microseconds(week))
    if by:
        code, words = breakdown_codes(journeys, stays.visits, options, by)
        keys = {value_group(word).key: number for number, word in enumerate(words) if word or number == 0}
        if group not in keys:
            raise UnknownName(by, group.removeprefix("="), words)
        chosen &= code == keys[group]
    ids: Ints = journeys.lead_id[stays.visits.lead[chosen]]
    return ids


def endings(became: str) -> tuple[int, ...]:
    """The endings that a word of ENDINGS stands for; raises UnknownName."""
    if became not in ENDINGS:
        raise UnknownName("outcome at a stage", became, ENDINGS)
    return ENDINGS[became]


def breakdown_codes(
    journeys: Journeys, stays: Visits, options: BottleneckOptions, by: str
) -> tuple[NDArray[np.integer], tuple[str, ...]]:
    """The code of every stay, and the words that codes stand for; raises UnknownName for no such breakdown."""
    if by not in BREAKDOWNS:
        raise UnknownName("breakdown", by, BREAKDOWNS)
    words = journeys.words.lists[BREAKDOWNS[by]]
    if by == "owner":
        return owners_of(journeys, stays), words
    return first_channels(journeys, as_of=options.as_of)[stays.lead], words


@njit(cache=True, nogil=True)
def _latest(lead: Ints, place: Ints, places: int) -> Flags:
    """Which stays are the lead's last at their stage."""
    latest, met = np.zeros(len(lead), np.bool_), np.full(places + 1, -1, np.int64)
    for stay in range(len(lead) - 1, -1, -1):
        latest[stay] = met[place[stay]] != lead[stay]
        met[place[stay]] = lead[stay]
    return latest
