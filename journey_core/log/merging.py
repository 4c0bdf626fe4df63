"""Sorted columns brought up to date with what changed: few rows go into many, without sorting the many again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints
from journey_core.log.journeys import COLUMN_TYPES, Journeys, with_moves
from journey_core.log.memory import room
from journey_core.log.one_instant import Ranks, Told, is_before, ordered, ranks, told
from journey_core.log.vocabulary import Words

Changes = NDArray[np.void]
Plain = NDArray[np.unsignedinteger[Any]]

OF_LEADS: Final = ("lead_id", "offsets")
OF_ROWS: Final = tuple(name for name in COLUMN_TYPES if name not in OF_LEADS)
VALUES: Final = tuple(name for name in OF_ROWS if name not in {"interaction_id", "stage"})
CHANGE: Final = np.dtype(
    [
        ("lead_id", "<i8"),
        ("interaction_id", "<i8"),
        ("is_present", "?"),
        *((name, COLUMN_TYPES[name]) for name in VALUES),
    ]
)
"""One entry per lead and interaction, sorted by both: the row as the log has it now, or that the lead no longer has it.
Interaction 0 is the lead itself, whether it has rows or not.
"""


def no_changes(count: int = 0) -> Changes:
    """`count` entries of CHANGE, all zero."""
    return np.zeros(count, CHANGE)


def combined(*parts: Changes) -> Changes:
    """All changes, sorted; where several parts speak of one lead and interaction, the last one counts."""
    every = np.concatenate((no_changes(), *parts))
    every = every[np.lexsort((every["interaction_id"], every["lead_id"]))]
    is_last = np.ones(len(every), bool)
    is_last[:-1] = (every["lead_id"][1:] != every["lead_id"][:-1]) | (
        every["interaction_id"][1:] != every["interaction_id"][:-1]
    )
    return every[is_last]


def merged(journeys: Journeys, changes: Changes, *, words: Words, threads: int | None = None) -> Journeys:
    """The journeys after these changes; arrays that did not change are shared with the old ones.

    The result equals `build` of the log's rows, as long as stages that rows name keep their order.
    """
    words = journeys.words if words == journeys.words else words  # they know their ranks already
    is_lead = changes["interaction_id"] == 0
    rows = changes[~is_lead]
    dropped = _dropped(journeys, rows)
    added = rows[rows["is_present"]]
    added = added[ordered(added["lead_id"], added["occurred_at"], told(added), words)]
    with ThreadPoolExecutor(threads or cpu_count() or 1) as pool:
        leads = pool.submit(_leads_after, journeys, changes[is_lead], dropped, added["lead_id"].copy())
        columns = _columns_after(journeys, dropped, added, words, pool) if len(dropped) or len(added) else {}
    lead_id, offsets = leads.result()
    if not columns:
        return replace(journeys, lead_id=lead_id, offsets=offsets, words=words)
    touched = np.searchsorted(lead_id, np.unique(rows["lead_id"]))
    after = Journeys(lead_id=lead_id, offsets=offsets, words=words, **columns)
    return with_moves(after, leads=touched[touched < len(lead_id)])


def _dropped(journeys: Journeys, rows: Changes) -> Ints:
    """int64[m] ascending: the numbers of the rows that the journeys have of these leads and interactions."""
    leads, start = np.unique(rows["lead_id"], return_index=True)
    found = np.empty(len(rows), np.int64)
    ids = rows["interaction_id"].copy()
    count = _find(*_slices(journeys, leads), np.append(start, len(rows)), ids, journeys.interaction_id, found)
    return found[:count]


def _slices(journeys: Journeys, leads: Ints) -> tuple[Ints, Ints]:
    """first, past: int64[m] each, where the rows of these leads are, or would be."""
    lead = np.searchsorted(journeys.lead_id, leads)
    is_known = np.append(journeys.lead_id, 0)[lead] == leads
    is_known[lead == journeys.lead_count] = False
    return journeys.offsets[lead], journeys.offsets[lead + is_known]


@njit(cache=True, nogil=True)
def _find(first: Ints, past: Ints, start: Ints, ids: Ints, interaction_id: Ints, found: Ints) -> int:
    """Which of the rows first[k] … past[k] is one of ids[start[k]:start[k + 1]], ascending; written into `found`."""
    count = 0
    for lead in range(len(first)):
        sought = ids[start[lead] : start[lead + 1]]
        for row in range(first[lead], past[lead]):
            nearest = np.searchsorted(sought, interaction_id[row])
            if nearest < len(sought) and sought[nearest] == interaction_id[row]:
                found[count] = row
                count += 1
    return count


def _leads_after(journeys: Journeys, leads: Changes, dropped: Ints, of_added: Ints) -> tuple[Ints, Ints]:
    """lead_id and offsets after the changes: a lead stays as long as the log knows it or it has rows."""
    lead_id, count = journeys.lead_id, np.diff(journeys.offsets)
    np.subtract.at(count, np.searchsorted(journeys.offsets, dropped, side="right") - 1, 1)
    present = np.union1d(leads["lead_id"][leads["is_present"]], of_added)
    first, past = np.searchsorted(lead_id, present), np.searchsorted(lead_id, present, side="right")
    if (first == past).any():
        came = first == past
        lead_id, count = np.insert(lead_id, first[came], present[came]), np.insert(count, first[came], 0)
    np.add.at(count, np.searchsorted(lead_id, of_added), 1)
    absent = leads["lead_id"][~leads["is_present"]]
    places = np.searchsorted(lead_id, absent)
    places = places[(places < len(lead_id)) & (np.append(lead_id, 0)[places] == absent)]
    if len(gone := places[count[places] == 0]):
        lead_id, count = np.delete(lead_id, gone), np.delete(count, gone)
    return lead_id, np.concatenate(([0], np.cumsum(count)))


def _columns_after(
    journeys: Journeys, dropped: Ints, added: Changes, words: Words, pool: ThreadPoolExecutor
) -> dict[str, NDArray[Any]]:
    """Every column of rows, as many at a time as there are threads, the widest first."""
    places = _places(journeys, dropped, added, words)

    def after(name: str) -> NDArray[Any]:
        new = added["given_stage" if name == "stage" else name].copy()
        return _spliced(getattr(journeys, name), new, places, dropped)

    names = sorted(OF_ROWS, key=lambda name: -np.dtype(COLUMN_TYPES[name]).itemsize)
    return dict(zip(names, pool.map(after, names), strict=True))


def _places(journeys: Journeys, dropped: Ints, added: Changes, words: Words) -> Ints:
    """int64[n_added] ascending: the number of the old row that each added row goes before."""
    lead, at = added["lead_id"].copy(), added["occurred_at"].copy()
    places = np.empty(len(added), np.int64)
    old, new, by = told(vars(journeys)), told(added), ranks(words)
    _place(*_slices(journeys, lead), at, new, journeys.occurred_at, old, dropped, by, places)
    return places


@njit(cache=True, nogil=True)
def _place(
    first: Ints, past: Ints, at: Ints, added: Told, occurred_at: Ints, old: Told, dropped: Ints, by: Ranks, places: Ints
) -> None:  # fmt: skip
    """Where each added row goes among the old rows first[k] … past[k], which are in order. A dropped row is compared
    by its time alone: its words may have gone with it, and their codes may stand for others by now.
    """
    for row in range(len(at)):
        low, high = first[row], past[row]
        while low < high:
            middle = (low + high) // 2
            kept = middle
            if occurred_at[middle] == at[row]:
                while kept >= low and occurred_at[kept] == at[row] and _holds(dropped, kept):
                    kept -= 1
            is_tie = kept >= low and occurred_at[kept] == at[row]
            if occurred_at[middle] > at[row] or (is_tie and not is_before(old, kept, added, row, by)):
                high = kept
            else:
                low = middle + 1
        places[row] = low


@njit(cache=True, nogil=True)
def _holds(ascending: Ints, sought: int) -> bool:
    place = np.searchsorted(ascending, sought)
    return bool(place < len(ascending) and ascending[place] == sought)


def _spliced(old: NDArray[Any], new: NDArray[Any], places: Ints, dropped: Ints) -> NDArray[Any]:
    """The column without the dropped rows, with `new[k]` placed before old row `places[k]`."""
    out = room(len(old) + len(new) - len(dropped), old.dtype)
    new.flags.writeable = False
    words = np.dtype(f"u{old.itemsize}")  # copying whole values takes a third of the time of copying their bytes
    _splice(old.view(words), new.view(words), places, dropped, out.view(words))
    return out


@njit(cache=True, nogil=True)
def _splice(old: Plain, new: Plain, places: Ints, dropped: Ints, out: Plain) -> None:
    """Fills `out` as `_spliced` says; copies the rows between two changes in one go."""
    done, to, added, left_out = 0, 0, 0, 0
    while added < len(places) or left_out < len(dropped):
        is_new = left_out == len(dropped) or (added < len(places) and places[added] <= dropped[left_out])
        upto = places[added] if is_new else dropped[left_out]
        out[to : to + upto - done] = old[done:upto]
        to, done = to + upto - done, upto
        if is_new:
            out[to] = new[added]
            to, added = to + 1, added + 1
        else:
            done, left_out = done + 1, left_out + 1
    out[to:] = old[done:]
