"""The table of an answer as a page shows it: some of its columns, under the names they have in documents and files."""

from collections.abc import Callable, Collection, Mapping, Sequence

import pandas as pd

from journey_core.statistics.intervals import Interval
from pages.kit.formats import NOTHING, in_percent, interval

Spell = Callable[[Interval], str]


def shown(
    frame: pd.DataFrame,
    names: Sequence[str],
    *,
    percents: Collection[str] = (),
    intervals: Mapping[str, Spell] | None = None,
) -> pd.DataFrame:
    """The columns of these names, in this order: `percents` times a hundred, as tables write them; an interval, which
    has two columns in the answer, as one text, spelt as a range of rates unless `intervals` says otherwise.
    """
    return pd.DataFrame({name: _column(frame, name, percents, (intervals or {}).get(name, interval)) for name in names})


def _column(frame: pd.DataFrame, name: str, percents: Collection[str], spell: Spell) -> Sequence[object]:
    if f"{name}_low" in frame:
        bounds = zip(frame[f"{name}_low"], frame[f"{name}_high"], strict=True)
        return [NOTHING if pd.isna(low) or pd.isna(high) else spell((low, high)) for low, high in bounds]
    if name in percents:
        return [None if pd.isna(rate) else in_percent(rate) for rate in frame[name]]
    return list(frame[name])
