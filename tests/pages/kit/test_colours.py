"""Colours are fixed, apart from one another, and readable on both themes."""

import tomllib

import pytest

from journey_core.log.vocabulary import CHANNELS
from pages.kit.colours import (
    ACCENT,
    BACK,
    CHANNEL_MARKS,
    CHART_COLOURS,
    CUSTOM_MARKERS,
    LOST,
    OPEN,
    WON,
    channel_colour,
    channel_marker,
    faded,
    stage_colours,
)
from tests.conftest import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
LIGHT, DARK = CONFIG["theme"]["light"], CONFIG["theme"]["dark"]
BACKGROUNDS = (LIGHT["backgroundColor"], DARK["backgroundColor"])


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_marks_stand_out_from_both_backgrounds(background: str) -> None:
    marks = [colour for colour, _ in CHANNEL_MARKS.values()] + [WON, LOST, BACK, OPEN, ACCENT]
    assert {mark: contrast(mark, background) for mark in marks if contrast(mark, background) < 3} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_links_and_buttons_reach_wcag_aa(theme: dict[str, str]) -> None:
    for background in (theme["backgroundColor"], theme["secondaryBackgroundColor"]):
        assert contrast(theme["textColor"], background) >= 4.5
        assert contrast(theme["linkColor"], background) >= 4.5
        assert contrast(theme["blueTextColor"], background) >= 4.5
    assert contrast("#ffffff", theme["primaryColor"]) >= 4.5


def test_every_built_in_channel_has_a_colour_and_a_marker_of_its_own() -> None:
    assert set(CHANNEL_MARKS) == set(CHANNELS)
    assert len({colour for colour, _ in CHANNEL_MARKS.values()}) == len(CHANNELS)
    assert len({marker for _, marker in CHANNEL_MARKS.values()}) == len(CHANNELS)


def test_a_word_of_ones_own_keeps_its_colour_and_has_another_marker() -> None:
    assert channel_colour("Podcast") == channel_colour("podcast") == "#6f86a8"
    assert channel_marker("podcast") in CUSTOM_MARKERS
    assert not set(CUSTOM_MARKERS) & {marker for _, marker in CHANNEL_MARKS.values()}


def test_stages_darken_in_their_order_and_end_in_green() -> None:
    colours = stage_colours(["new", "contacted", "qualified", "proposal", "won"])
    ramp = [luminance(colours[stage]) for stage in ("new", "contacted", "qualified", "proposal")]
    assert ramp == sorted(ramp, reverse=True)
    assert (colours["won"], colours["lost"]) == (WON, LOST)
    assert stage_colours([]) == {"won": WON, "lost": LOST}


def test_what_streamlit_colours_by_itself_has_our_colours_in_our_order() -> None:
    assert CONFIG["theme"]["chartCategoricalColors"] == list(CHART_COLOURS)
    assert len(set(CHART_COLOURS)) == len(CHART_COLOURS)


def test_an_interval_is_its_colour_at_a_quarter() -> None:
    assert faded("#0072b2") == "rgba(0, 114, 178, 0.25)"
