"""How values look, and that other people's text stays text."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.wording import counted
from pages.kit.formats import (
    PERCENT,
    ago,
    duration,
    escape,
    exact,
    figure_text,
    in_money,
    in_percent,
    interval,
    money,
    number,
    percent,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2025, 12, 3, 12, 0, tzinfo=UTC)

ATTACKS = (
    "![beacon](http://evil.example/x.png)",
    "[click](http://evil.example)",
    "<http://evil.example>",
    "http://evil.example/path",
    "www.evil.example",
    "mailto:a@evil.example",
    "a@evil.example",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "**bold** _it_ ~~gone~~ `code`",
    "# heading",
    "> quote",
    "1. list",
    "- list",
    "    code block",
    "$x^2$ and $$y$$",
    ":red[danger] :material/delete: :smile: :red-background[x]",
    "a\n\n# b",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "&lt;b&gt; &amp; &copy;",
    "\\![x](y)",
    "[x]: http://evil.example",
    "-> <- -- >= !=",
)


def test_durations_show_their_two_largest_units() -> None:
    assert duration(timedelta(days=3, hours=4, minutes=59)) == "3 d 4 h"
    assert duration(timedelta(days=400)) == "1 y 35 d"
    assert duration(7_200) == "2 h"
    assert duration(0) == "0 s"
    assert duration(-90) == "−1 min 30 s"


def test_what_is_not_there_is_a_dash() -> None:
    assert [number(None), percent(float("nan")), money(None, "EUR"), duration(None), interval(None)] == ["–"] * 5


def test_a_number_is_written_with_its_unit_and_its_thousands_apart() -> None:
    assert number(1_234_567) == "1,234,567"
    assert percent(0.41249) == "41.2 %"
    assert interval((0.33, 0.4911)) == "33.0–49.1 %"
    assert money(1234.4, "EUR") == "€ 1,234"
    assert money(12.5, "CHF") == "12.50 CHF"


@given(st.floats(0, 1))
def test_a_column_of_numbers_spells_rates_as_a_sentence_does(rate: float) -> None:
    assert PERCENT % in_percent(rate) == percent(rate)


def test_a_rate_that_is_not_there_leaves_its_cell_empty() -> None:
    assert [in_percent(rate) for rate in (None, float("nan"))] == [None, None]


def test_one_of_a_thing_is_singular() -> None:
    assert [counted(count, "lead") for count in (0, 1, 1234)] == ["0 leads", "1 lead", "1,234 leads"]


def test_recent_times_are_relative_and_others_a_day_of_the_zone() -> None:
    assert ago(NOON - timedelta(hours=2, minutes=10), NOON, BERLIN) == "2 h ago"
    assert ago(NOON + timedelta(days=3), NOON, BERLIN) == "in 3 d"
    assert ago(NOON, NOON, BERLIN) == "just now"
    assert ago(datetime(2025, 6, 30, 22, 30, tzinfo=UTC), NOON, BERLIN) == "1 Jul 2025"


def test_the_exact_form_names_the_zone() -> None:
    assert exact(NOON, BERLIN) == "3 Dec 2025, 13:00 CET"
    assert exact(NOON, ZoneInfo("UTC")) == "3 Dec 2025, 12:00 UTC"


@pytest.mark.parametrize("text", ATTACKS)
def test_every_sign_of_an_attack_is_escaped(text: str) -> None:
    shown = escape(text)
    unescaped = re.sub(r"\\[!-/:-@\[-`{-~]", "", shown)
    assert not re.search(r"[]!\"#$%&'()*+,./;<=>?\[\\^_`{|}~-]", unescaped)
    assert not re.search(r"[:@](?!\u2060)|www(?!\u2060)", unescaped, re.IGNORECASE)


@given(st.text())
def test_escaped_text_is_one_line_that_reads_as_written(text: str) -> None:
    read = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escape(text)).replace("\u2060", "")
    assert read == " ".join(text.replace("\u2060", "").split())


def test_plotly_gets_no_tags() -> None:
    assert figure_text("<b>x</b> & <a href='y'>z</a>") == "&lt;b&gt;x&lt;/b&gt; &amp; &lt;a href='y'&gt;z&lt;/a&gt;"


def test_a_number_for_a_column_of_money_is_the_one_that_money_writes() -> None:
    values = [34_007.63, 2_189.474, 99.994, 0.5, 0.0, -1_234.6]
    assert [in_money(value) for value in values] == [34_008, 2_189, 99.99, 0.5, 0, -1_235]
    assert [money(in_money(value), "EUR") for value in values] == [money(value, "EUR") for value in values]
    assert in_money(None) is None
    assert in_money(float("nan")) is None
