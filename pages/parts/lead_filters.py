"""What the leads page filters by: one table of filters, each with its choices and the leads that a choice leaves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.activity import codes_in_use, leads_with
from journey_core.journeys import microseconds
from journey_core.vocabulary import StageCode, WordList
from pages.parts.lead_rows import LeadRows
from pages.parts.word_labels import spoken

Mask = NDArray[np.bool_]

BANDS: Final = {"hot": (0.6, 2.0), "warm": (0.3, 0.6), "cold": (-1.0, 0.3)}
"""Bands of the score: from the first bound, below the second."""

BAND_LABELS: Final = {"hot": "hot, .60 and up", "warm": "warm, .30 to .60", "cold": "cold, below .30"}
TOUCHES: Final = {"1d": 1, "7d": 7, "30d": 30, "older": None}
TOUCH_LABELS: Final = {
    "1d": "in the last day",
    "7d": "in the last 7 days",
    "30d": "in the last 30 days",
    "older": "before that",
}
NOBODY: Final = "nobody"


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its title, its choices, and the leads that a choice leaves."""

    name: str
    title: str
    choices: Callable[[LeadRows], Sequence[str]]
    keeps: Callable[[LeadRows, str], Mask]
    label: Callable[[str], str]


def matching(rows: LeadRows, text: str, chosen: Mapping[str, Sequence[str]]) -> Mask:
    """bool[n_leads]: true for the leads that hold every word of the text and, in each filter, one of its choices."""
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
    owned: Mask = rows.people.owner == rows.people.owners.index("" if owner == NOBODY else owner)
    return owned


def _words_in(name: WordList) -> Callable[[LeadRows], list[str]]:
    return lambda rows: [rows.columns.words.word(name, code) for code in codes_in_use(rows.columns, name)]


def _through(rows: LeadRows, channel: str) -> Mask:
    bit = np.uint64(1 << (rows.columns.words.code("channel", channel) - 1))
    return (rows.stands.channels & bit) != 0


def _from_source(rows: LeadRows, source: str) -> Mask:
    kept = np.zeros(rows.columns.lead_count, bool)
    kept[leads_with(rows.columns, "source", [rows.columns.words.code("source", source)], as_of=rows.as_of)] = True
    return kept


def _in_band(rows: LeadRows, band: str) -> Mask:
    low, high = BANDS[band]
    return (rows.scored.score >= low) & (rows.scored.score < high)


def _touched(rows: LeadRows, touch: str) -> Mask:
    days = TOUCHES[touch]
    edge = microseconds(rows.as_of - timedelta(days=days or 30))
    return rows.stands.last_at > edge if days else rows.stands.last_at <= edge


FILTERS: Final = (
    Filter("standing", "Stage", _stages, _at_stage, spoken),
    Filter("owned_by", "Owner", _owners, _owned, str),
    Filter("through", "Channel", _words_in("channel"), _through, spoken),
    Filter("score", "Score", lambda _: tuple(BANDS), _in_band, BAND_LABELS.__getitem__),
    Filter("touched", "Last touch", lambda _: tuple(TOUCHES), _touched, TOUCH_LABELS.__getitem__),
    Filter("source", "Source", _words_in("source"), _from_source, spoken),
)
"""Every filter in the order of the page. A new one is its functions and one line."""
