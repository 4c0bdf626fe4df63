"""Spellings of one heading are equal, and what stands behind a name in a heading is told from the name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.intake.headings.comparing import key, without_brackets
from journey_core.intake.headings.zones import name_in, zone_in

WORDS = st.lists(st.sampled_from(["contact", "id", "date", "étape", "größe", "número"]), min_size=1, max_size=4)
SEPARATORS = st.sampled_from([" ", "_", "-", " - ", ".", "\u00a0", "/"])


@given(
    WORDS,
    SEPARATORS,
    st.sampled_from([str.upper, str.title, str.lower]),
    st.sampled_from(["", "\u200b", "\ufeff", "\u00ad"]),
)
def test_case_separators_and_invisible_marks_do_not_count(words, separator, cased, mark) -> None:  # type: ignore[no-untyped-def]
    written = mark + separator.join(cased(word) for word in words)
    assert key(written) == key(" ".join(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Étape", "etape"), ("Etape", "E\u0301tape"), ("Note", "Notes"), ("ContactID", "contact id"),
        ("ActivityDate", "activity_date"), ("E-Mail", "Email"), ("Straße", "STRASSE"),
        ("From: (Address)", "from address"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_heading_are_equal(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_other_headings_are_not_equal() -> None:
    assert len({key(each) for each in ("Email", "Email Opt Out", "Owner Email", "ID", "Ids of", "Status", "Stat")}) == 7


@pytest.mark.parametrize(
    ("heading", "name", "zone"),
    [
        ("Date (UTC)", "Date", "UTC"), ("Create Date (GMT+1)", "Create Date", "Etc/GMT-1"),
        ("occurred_at (Europe/Berlin)", "occurred_at", "Europe/Berlin"), ("Date [utc-03:00]", "Date", "Etc/GMT+3"),
        ("datetime UTC", "datetime", "UTC"), ("Date (America/New_York)", "Date", "America/New_York"),
        ("Date (UTC+5:30)", "Date", ""), ("Date (EST)", "Date", ""), ("Date (UTC+19)", "Date", ""),
        ("Betrag (EUR)", "Betrag", None), ("Note (2)", "Note", None), ("From: (Address)", "From: (Address)", None),
        ("Date", "Date", None), ("(UTC)", "(UTC)", None),
    ],
)  # fmt: skip
def test_a_zone_a_currency_and_a_number_are_told_from_the_name(heading: str, name: str, zone: str | None) -> None:
    assert (name_in(heading), zone_in(heading)) == (name, zone)


def test_brackets_at_the_end_are_taken_off_unless_nothing_else_is_there() -> None:
    assert [without_brackets(text) for text in ("Won (Sales)", "(all)", "a (b) c")] == ["Won", "(all)", "a (b) c"]
