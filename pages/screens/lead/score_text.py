"""The score of one lead in words and as a line: the parts that add up, where it was, and when it cools down."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import altair as alt
import pandas as pd

from journey_core.leads.score_constants import HOT, ScoreConstants
from journey_core.leads.scoring import Scores, falls_below, rounded_parts, score_course
from journey_core.log.journeys import Journeys
from pages.kit.colours import ACCENT, NEUTRAL
from pages.kit.formats import day

_SO_FAR: Final = "so far"
_AHEAD: Final = "if nothing happens"


def cents(score: float) -> str:
    """A score as “.86”; one is “1.00”."""
    return f"{score:.2f}".removeprefix("0") if score < 0.995 else "1.00"


def score_sentence(scored: Scores, lead: int, zone: ZoneInfo) -> str:
    """“recency .38 + frequency .32 + diversity .16 = .86; falls under .60 on 3 Dec 2025 if nothing happens”."""
    parts, total = rounded_parts(scored, lead)
    said = " + ".join(f"{name} {cents(share / 100)}" for name, share in parts.items()) + f" = {cents(total / 100)}"
    falls = falls_below(scored, lead, HOT)
    if falls is None:
        return f"{said}; stays at {cents(HOT)} or more even if nothing happens"
    if falls <= scored.as_of:
        return said
    return f"{said}; falls under {cents(HOT)} on {day(falls, zone)} if nothing happens"


def score_line(
    journeys: Journeys, lead: int, *, as_of: datetime, constants: ScoreConstants, zone: ZoneInfo
) -> pd.DataFrame:
    """Rows (at, score, is) from the first interaction to `as_of`, and on to what comes if nothing happens."""
    course = score_course(journeys, lead, as_of=as_of, constants=constants)
    return pd.DataFrame(
        {
            "at": [moment.astimezone(zone).replace(tzinfo=None) for moment in course.moments],
            "score": course.score,
            "is": [_AHEAD if is_ahead else _SO_FAR for is_ahead in course.is_ahead],
        }
    )


def score_chart(line: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """The line so far, and dashed what comes if nothing happens; the threshold as a rule."""
    base = alt.Chart(line).encode(
        x=alt.X("at:T", title=None, axis=alt.Axis(tickCount=5, grid=False)),
        y=alt.Y("score:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(tickCount=3, format=".1f")),
        tooltip=[
            alt.Tooltip("at:T", title="on", format="%-d %b %Y"),
            alt.Tooltip("score:Q", format=".2f"),
            alt.Tooltip("is:N", title="is"),
        ],
    )
    dash = alt.StrokeDash("is:N", legend=None, scale=alt.Scale(domain=[_SO_FAR, _AHEAD], range=[[1, 0], [4, 4]]))
    rule = alt.Chart(pd.DataFrame({"hot": [HOT]})).mark_rule(strokeDash=[2, 4], color=NEUTRAL).encode(y="hot:Q")
    return alt.layer(rule, base.mark_line(color=ACCENT, strokeWidth=2).encode(strokeDash=dash)).properties(height=150)
