"""Small bars without axes, beside a number: how it has gone so far. And all of them as one picture, to export."""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt
import pandas as pd

from pages.kit.colours import ACCENT

_HEIGHT: Final = 44
_WIDTH: Final = 220
"""Pixels of one bar chart in the picture of all; on a page it takes the room there is."""


def sparkline(values: Sequence[float], name: str) -> alt.Chart:
    """One bar per value, the newest in full colour."""
    bars = pd.DataFrame({"place": range(len(values)), "amount": list(values), "is_newest": [False] * len(values)})
    bars.loc[len(values) - 1, "is_newest"] = True
    chart: alt.Chart = (
        alt.Chart(bars)
        .mark_bar(color=ACCENT)
        .encode(
            x=alt.X("place:O", axis=None),
            y=alt.Y("amount:Q", axis=None),
            opacity=alt.condition("datum.is_newest", alt.value(1), alt.value(0.45)),
            tooltip=[alt.Tooltip("amount:Q", format=",.4~r", title=name)],
        )
        .properties(height=_HEIGHT)
    )
    return chart


def sparklines(values: Mapping[str, Sequence[float]]) -> alt.ConcatChart:
    """Two beside each other, each under its name."""
    charts = [sparkline(each, name).properties(title=name, width=_WIDTH) for name, each in values.items()]
    return alt.concat(*charts, columns=2)
