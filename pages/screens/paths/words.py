"""How the steps of paths read, and which colour they have: that of their channel or stage on every other picture."""

from collections.abc import Mapping
from typing import Final

from journey_core.log.vocabulary import Words, spoken
from journey_core.paths.nodes import OTHER
from journey_core.paths.options import PathOptions
from journey_core.paths.results import PathsResult
from journey_core.wording import counted
from pages.kit.colours import ACCENT, LOST, NEUTRAL, OPEN, WON, channel_colour, stage_colours
from pages.kit.controls import sentence
from pages.kit.formats import number, percent
from pages.kit.word_labels import channel_of

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


def most_frequent(found: PathsResult, *, most: int) -> str:
    """How much of all paths and leads the first `most` whole paths are: “All 10 different paths of 2,000 leads.”"""
    shown, leads = found.variants[:most], counted(found.leads, "lead")
    if len(shown) < found.variant_count:
        return (
            f"The {number(len(shown))} most frequent of {number(found.variant_count)} different paths cover "
            f"{percent(shown[-1].coverage if shown else 0.0)} of {leads}."
        )
    return f"All {number(len(shown))} different paths of {leads}." if len(shown) > 1 else f"One path, that of {leads}."
