"""One colour and one marker per channel, a ramp for stages, fixed colours for outcomes: the same on every picture.

Every colour stands out by 3:1 or more from both themes' backgrounds; channels differ in marker as well as in hue, so
that colour is never alone. The hues start from Okabe and Ito's set, darkened or lightened into that band.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from streamlit.elements.lib.streamlit_plotly_theme import BG_COLOR, GRAY_90

CHANNEL_MARKS: Final = {
    "email": ("#0072b2", "circle"),
    "sms": ("#2b8fc7", "diamond"),
    "call": ("#d55e00", "triangle-up"),
    "web": ("#009e73", "square"),
    "meeting": ("#c46a9b", "star"),
    "chat": ("#b8407a", "pentagon"),
    "paid_search": ("#b07d00", "cross"),
    "organic_search": ("#7d8c10", "x"),
    "paid_social": ("#b04fa8", "hexagon"),
    "organic_social": ("#8a73d6", "hexagon2"),
    "display": ("#a0703c", "diamond-wide"),
    "referral": ("#2a9494", "triangle-down"),
    "event": ("#e0566b", "star-diamond"),
    "direct": ("#6f86a8", "hourglass"),
    "other": ("#94806f", "octagon"),
}
"""Channel -> (colour, Plotly's name of the marker)."""

CUSTOM_MARKERS: Final = ("triangle-left", "triangle-right", "diamond-tall", "star-square", "bowtie", "hexagram")

WON: Final = "#2e8b3d"
LOST: Final = "#84898f"
BACK: Final = "#b07d00"
"""To an earlier stage."""
OPEN: Final = "#3f7fce"
"""Never a plain fill: an outline, a dot, or an area under a pattern."""

NEUTRAL: Final = "#84898f"
ACCENT: Final = "#3f7fce"
"""Readable on both themes; charts can't ask which one is on before they are drawn."""

_CHART_CHANNELS: Final = ("call", "web", "meeting", "paid_search", "organic_social", "referral")
CHART_COLOURS: Final = (ACCENT, *(CHANNEL_MARKS[channel][0] for channel in _CHART_CHANNELS), NEUTRAL)
"""The order in which a chart colours what has no colour of its own. Streamlit reads it from its `config.toml`, which
can't import anything; a test holds that file to this order.
"""

TEXT: Final = GRAY_90
BACKGROUND: Final = BG_COLOR
"""Streamlit's stand-ins for the strong text and the background of the theme, which the browser puts in."""

_LIGHTEST_STAGE: Final = (155, 195, 235)
_DARKEST_STAGE: Final = (31, 95, 168)


def channel_colour(channel: str) -> str:
    """The colour of a channel, #rrggbb; the workspace's own words have the one that their name hashes to."""
    known = CHANNEL_MARKS.get(channel.casefold())
    return known[0] if known else _pick(channel, [colour for colour, _ in CHANNEL_MARKS.values()])


def channel_marker(channel: str) -> str:
    """Plotly's marker of a channel; the workspace's own words have markers that no built-in channel has."""
    known = CHANNEL_MARKS.get(channel.casefold())
    return known[1] if known else _pick(channel, CUSTOM_MARKERS)


def stage_colours(stages: Sequence[str]) -> dict[str, str]:
    """Stage -> colour: one hue from light to dark in the order given; `won` green, `lost` grey."""
    steps = [stage for stage in stages if stage not in {"won", "lost"}]
    ramp = {stage: _between(number / max(len(steps) - 1, 1)) for number, stage in enumerate(steps)}
    return ramp | {"won": WON, "lost": LOST}


def faded(colour: str, *, opacity: float = 0.25) -> str:
    """A colour as rgba(…) with the opacity that intervals are drawn in."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"


def _pick(word: str, choices: Sequence[str]) -> str:
    digest = hashlib.blake2b(word.casefold().encode(), digest_size=4).digest()
    return choices[int.from_bytes(digest, "big") % len(choices)]


def _between(share: float) -> str:
    pairs = zip(_LIGHTEST_STAGE, _DARKEST_STAGE, strict=True)
    return "#" + "".join(f"{round(light + (dark - light) * share):02x}" for light, dark in pairs)
