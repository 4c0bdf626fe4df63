"""Parts of journeys, to ask whether what is said of parts adds up to what is said of the whole."""

from collections.abc import Iterable
from dataclasses import is_dataclass

import numpy as np

from journey_core.log.journeys import COLUMN_TYPES, Journeys, build

_OF_ITS_OWN = {"lead_id", "offsets", "occurred_at", "interaction_id", "stage", "given_stage"}


def only(journeys: Journeys, numbers: Iterable[int]) -> Journeys:
    """The leads of these numbers alone, in columns of their own under the same words."""
    chosen = np.array(sorted(numbers), np.int64)
    lead = np.repeat(journeys.lead_id, np.diff(journeys.offsets))
    rows = np.isin(lead, journeys.lead_id[chosen])
    codes = {name: getattr(journeys, name)[rows] for name in COLUMN_TYPES if name not in _OF_ITS_OWN}
    return build(
        leads=journeys.lead_id[chosen],
        lead_id=lead[rows],
        occurred_at=journeys.occurred_at[rows],
        interaction_id=journeys.interaction_id[rows],
        codes=codes | {"stage": journeys.given_stage[rows]},
        words=journeys.words,
    )


def said(summary: object) -> object:
    """A summary as lists of plain numbers and words, which can be compared."""
    if isinstance(summary, np.ndarray):
        return summary.tolist()
    if isinstance(summary, tuple):
        return [said(each) for each in summary]
    return {name: said(each) for name, each in vars(summary).items()} if is_dataclass(summary) else summary
