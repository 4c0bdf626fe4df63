"""How the steps of paths read, and which colour they have: that of their channel or stage on every other picture."""

from collections.abc import Mapping
from typing import Final

from journey_core.paths import OTHER, PathOptions
from journey_core.vocabulary import Words, spoken
from pages.parts.colours import ACCENT, LOST, NEUTRAL, OPEN, WON, channel_colour, stage_colours
from pages.parts.controls import sentence
from pages.parts.word_labels import channel_of

_NAMES: Final[Mapping[str, str]] = {
    "(start)": "start", "(converted)": "converted", "(lost)": "lost", "(open)": "open", OTHER: "other kinds",
}  # fmt: skip
_COLOURS: Final[Mapping[str, str]] = {
    "(start)": NEUTRAL, "(converted)": WON, "(lost)": LOST, "(open)": OPEN, "(anchor)": ACCENT, "(more)": NEUTRAL,
    OTHER: NEUTRAL,
}  # fmt: skip


def step_name(step: str, options: PathOptions) -> str:
    """What a step is called on the page."""
    if step == "(anchor)" and options.anchor:
        return f"[{sentence(str(options.anchor))}]"
    if step == "(more)":
        return "earlier" if options.is_before else "later"
    return _NAMES.get(step) or spoken(step)


def step_colours(steps: set[str], options: PathOptions, words: Words) -> dict[str, str]:
    """Step -> #rrggbb."""
    stages = stage_colours(words.stages()) if options.over == "stage" else {}
    return {step: _COLOURS.get(step) or stages.get(step) or channel_colour(channel_of(step)) for step in steps}
