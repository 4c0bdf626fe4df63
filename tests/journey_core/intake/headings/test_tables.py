"""The tables of headings and words: seven languages, every field, no word with two meanings."""

from types import ModuleType

import pytest

from journey_core.intake.headings.known import LANGUAGES, OURS, our_word, roles
from journey_core.intake.rows.mapping import FIELDS

FEWEST = 10
"""Headings of one field in one language, at least."""
LONGEST = 250


@pytest.fixture(params=LANGUAGES.values(), ids=list(LANGUAGES))
def language(request: pytest.FixtureRequest) -> ModuleType:
    table: ModuleType = request.param
    return table


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_headings_in_every_language_and_each_is_known(language: ModuleType, field: str) -> None:
    headings = language.HEADINGS[field].split(", ")
    assert len(headings) >= FEWEST
    assert all(field in roles(heading) for heading in headings)


@pytest.mark.parametrize("field", OURS)
def test_every_word_of_ours_has_words_in_every_language_that_mean_it_alone(language: ModuleType, field: str) -> None:
    table = language.WORDS[field]
    assert list(table) == list(OURS[field])
    unclear = [
        (word, ours) for ours, listed in table.items() for word in listed.split(", ") if our_word(field, word) != ours
    ]
    assert unclear == []


def test_a_language_has_the_same_roles_as_every_other(language: ModuleType) -> None:
    assert set(language.HEADINGS) == set(LANGUAGES["English"].HEADINGS)


@pytest.mark.parametrize("field", OURS)
def test_our_own_words_mean_themselves(field: str) -> None:
    assert [our_word(field, word.upper()) for word in OURS[field]] == list(OURS[field])


@pytest.mark.parametrize(
    ("field", "word", "ours"),
    [
        ("kind", "Anruf", "call_connected"), ("kind", "Llamada", "call_connected"), ("kind", "APPEL", "call_connected"),
        ("channel", "Appel", "call"), ("stage", "Gewonnen", "won"), ("stage", "Gagné", "won"),
        ("stage", "ganado", "won"),
        ("direction", "Eingehend", "inbound"), ("direction", "Entrant", "inbound"), ("kind", "E-Mail", "email_sent"),
        ("kind", "Outbound Call", "call_connected"), ("kind", "Meeting", "meeting_held"),
        ("channel", "google / organic", "organic_search"), ("stage", "Closed won (Sales)", "won"), ("kind", "Fax", ""),
    ],
)  # fmt: skip
def test_words_of_other_systems_and_languages_are_known(field: str, word: str, ours: str) -> None:
    assert our_word(field, word) == ours
