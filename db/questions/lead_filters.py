"""What lists of leads are filtered by: one table of filters, each with its choices and the leads a choice leaves."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.leads.rows import LeadRows
from journey_core.errors import UnknownName
from journey_core.leads.score_constants import BANDS
from journey_core.log.activity import codes_in_use, leads_with
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import StageCode, WordList
from journey_core.parameters import Query, first

Mask = NDArray[np.bool_]

SEARCH: Final = "q"
"""Name of the search in an address."""

TOUCHES: Final = {"1d": 1, "7d": 7, "30d": 30, "older": None}
NOBODY: Final = "nobody"


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its choices, and the leads that a word leaves. A word need not be among the
    choices, which are those in use: a known word without leads leaves no leads, an unknown word is an UnknownName.
    `is_of_journey`: it looks at what leads have done or where they stand, so who it leaves changes with their journey.
    """

    name: str
    is_of_journey: bool
    choices: Callable[[LeadRows], Sequence[str]]
    keeps: Callable[[LeadRows, str], Mask]


def filtered(rows: LeadRows, given: Query) -> Mask:
    """bool[n_leads]: the leads that the filters of an address leave; raises UnknownName for a word that does not exist,
    or no longer does: without it, the other filters would pass for the whole question.
    """
    return matching(rows, first(given, SEARCH), {each.name: asked_words(each, given) for each in FILTERS})


def asked_words(of: Filter, given: Query) -> list[str]:
    """What an address asks of a filter."""
    return [word for word in given.get(of.name, ()) if word]


def matching(rows: LeadRows, text: str, chosen: Mapping[str, Sequence[str]]) -> Mask:
    """bool[n_leads]: true for the leads that hold every word of the text and, in each filter, one of the words chosen.
    Raises UnknownName.
    """
    kept = np.ones(rows.columns.lead_count, bool)
    for word in text.lower().split():
        kept &= rows.people.haystack.str.contains(word, regex=False).to_numpy(bool)
    for each in FILTERS:
        if choices := chosen.get(each.name, ()):
            kept &= np.logical_or.reduce([each.keeps(rows, choice) for choice in choices])
    return kept


def _stages(rows: LeadRows) -> list[str]:
    return [*rows.columns.words.stages(), rows.columns.words.word("stage", StageCode.LOST)]


def _at_stage(rows: LeadRows, stage: str) -> Mask:
    at: Mask = rows.stands.is_known & (rows.stands.stage == rows.columns.words.code("stage", stage))
    return at


def _owners(rows: LeadRows) -> list[str]:
    return [owner or NOBODY for owner in rows.people.owners]


def _owned(rows: LeadRows, owner: str) -> Mask:
    _check_known("owner", owner, _owners(rows))
    owned: Mask = rows.people.owner == rows.people.owners.index("" if owner == NOBODY else owner)
    return owned


def _words_in(name: WordList) -> Callable[[LeadRows], list[str]]:
    return lambda rows: [rows.columns.words.word(name, code) for code in codes_in_use(rows.columns, name)]


def _through(rows: LeadRows, channel: str) -> Mask:
    bit = np.uint64(1 << (rows.columns.words.code("channel", channel) - 1))
    touched: Mask = (rows.stands.channels & bit) != 0
    return touched


def _from_source(rows: LeadRows, source: str) -> Mask:
    kept = np.zeros(rows.columns.lead_count, bool)
    kept[leads_with(rows.columns, "source", [rows.columns.words.code("source", source)], as_of=rows.as_of)] = True
    return kept


def _in_band(rows: LeadRows, band: str) -> Mask:
    _check_known("band of the score", band, BANDS)
    low, high = BANDS[band]
    return (rows.scored.score >= low) & (rows.scored.score < high)


def _touched(rows: LeadRows, touch: str) -> Mask:
    _check_known("span since the last touch", touch, TOUCHES)
    days = TOUCHES[touch]
    edge = microseconds(rows.as_of - timedelta(days=days or 30))
    return rows.stands.last_at > edge if days else rows.stands.last_at <= edge


def _check_known(what: str, word: str, known: Collection[str]) -> None:
    if word not in known:
        raise UnknownName(what, word, known)


FILTERS: Final = (
    Filter("standing", True, _stages, _at_stage),
    Filter("owned_by", False, _owners, _owned),
    Filter("through", True, _words_in("channel"), _through),
    Filter("score", True, lambda _: tuple(BANDS), _in_band),
    Filter("touched", True, lambda _: tuple(TOUCHES), _touched),
    Filter("source", True, _words_in("source"), _from_source),
)
"""Every filter in the order of the page. A new one is its functions and one line."""
