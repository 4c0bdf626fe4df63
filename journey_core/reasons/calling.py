"""Whom to call, in which order: next steps that are due, then those who wait for an answer, then the warmest."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Final

import numpy as np

from journey_core.log.arrays import Flags, Ints
from journey_core.log.ordering import first_by
from journey_core.log.times import EARLIEST, microseconds
from journey_core.reasons.reasons import Reasons

Keys = Callable[[Ints], Sequence[str]]
"""Numbers of leads -> the keys of these leads, which differ."""

FRESH_DAYS: Final = 30
"""Who has waited longer than this comes by score like the others: a log of years holds many replies that nobody ever
answered, and they would stand before what is due today.
"""


def calls(found: Reasons, keys: Keys, *, chosen: Flags | None = None, count: int | None = None) -> Ints:
    """int64: numbers of the leads to call, of those that `chosen` (bool[n_leads]) is true for, at most `count`.

    Scores count in hundredths, as they are shown; where they are the same, who has waited longer for us comes first,
    and then the keys of the leads decide, never their numbers.
    """
    to_call = is_to_call(found)
    leads = np.flatnonzero(to_call if chosen is None else to_call & chosen)
    cents = np.rint(found.known.scored.score[leads] * 100)
    ranks = (_turn(found)[leads], -cents, _waits_since(found)[leads])
    first = first_by(ranks, len(leads) if count is None else count)
    if not len(first):
        return leads[first]
    # Those that the last one ties with take part, so that the key decides who of them is in.
    ties = np.flatnonzero(np.logical_and.reduce([rank == rank[first[-1]] for rank in ranks]))
    places = np.union1d(first, ties)
    texts = np.asarray(keys(leads[places]), np.str_)
    order = np.lexsort((texts, *(rank[places] for rank in reversed(ranks))))
    return leads[places[order[: len(first)]]]


def is_to_call(found: Reasons) -> Flags:
    """bool[n_leads]: open leads, and closed ones that wait for an answer or whose next step is due; but for those who
    were dealt with today or rest until a later day.
    """
    asked_for = found.known.is_open | found.holds["waiting"] | found.holds["due"]
    return asked_for & ~dealt_with_today(found) & ~is_resting(found)


def dealt_with_today(found: Reasons) -> Flags:
    """bool[n_leads]: we spoke to the lead, noted something, moved it or did its next step today, and since then it has
    given no new reason.
    """
    known = found.known
    dealt_at = known.talks.dealt_at.copy()
    for lead, done_at in known.plans.done_at.items():
        dealt_at[lead] = max(int(dealt_at[lead]), microseconds(done_at))
    midnight = microseconds(datetime.combine(known.today, time.min, known.as_of.tzinfo))
    dealt: Flags = (dealt_at >= midnight) & (dealt_at >= found.raised_at)
    return dealt


def is_resting(found: Reasons) -> Flags:
    """bool[n_leads]: the next step lies on a later day, and was set or snoozed after the newest reason was raised. A
    plan is no answer: who waits rests only if the step was snoozed.
    """
    known = found.known
    rests: Flags = (known.days_due < 0) & (known.planned_at >= found.raised_at)
    return rests & (known.is_snoozed | ~found.holds["waiting"])


def _turn(found: Reasons) -> Ints:
    """int64[n_leads]: 0 for next steps that are due, which somebody promised; 1 for those who wait for an answer, 2 for
    the others.
    """
    waits = found.holds["waiting"] & (np.nan_to_num(found.known.days_waiting, nan=np.inf) <= FRESH_DAYS)
    return np.where(found.holds["due"], 0, np.where(waits, 1, 2))


def _waits_since(found: Reasons) -> Ints:
    """int64[n_leads] microseconds: the lead spoke unanswered, else we last spoke to it, else it came."""
    talks = found.known.talks
    spoken_to = np.where(talks.contacted_at > EARLIEST, talks.contacted_at, found.known.stands.first_at)
    return np.where(talks.is_waiting, talks.waiting_since, spoken_to)
