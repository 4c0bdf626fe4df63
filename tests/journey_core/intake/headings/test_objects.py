"""Headings of two parts: what they say, and of what."""

import pytest

from journey_core.intake.headings.known import roles
from journey_core.intake.headings.objects import is_of_a_lead, is_of_a_person


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Deal - Stage", "stage"), ("Dealphase", "stage"), ("Phase de l’affaire", "stage"),
        ("Etapa de la oportunidad", "stage"), ("Fase della trattativa", "stage"), ("Kontakt-IDs", "lead"),
        ("IDs de contactos asociados", "lead"), ("ID del contatto associato", "lead"),
        ("Associated contacts", "person"), ("Person - Email - Work", "email"),
        ("Persoon - Telefoon - Zakelijk", "phone"), ("Prénom du contact", "first name"),
        ("Source du prospect", "source"),
        ("Opportunity created date", "created"), ("Activity - Type", "kind"), ("Besitzer der Aktivität", "owner"),
        ("Start Date and Time", "occurred_at"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_lead_or_of_what_it_does_is_known(heading: str, role: str) -> None:
    assert role in roles(heading)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Nom de la transaction", "name"), ("Deal - Name", "name"), ("Deal ID", "lead"),
        ("Associated deal IDs", "lead"), ("Account email", "email"), ("Telefon des Unternehmens", "phone"),
        ("Email du propriétaire du contact", "email"), ("Kampagne - E-Mail", "email"), ("Leader name", "name"),
        ("Call back date", "occurred_at"),
    ],
)  # fmt: skip
def test_what_is_said_of_something_else_is_not_said_of_the_lead(heading: str, role: str) -> None:
    assert role not in roles(heading)


@pytest.mark.parametrize("heading", ["", "of the", "Das", "…"])
def test_words_that_only_join_say_nothing(heading: str) -> None:
    assert roles(heading) == {}


def test_leads_and_persons_are_told_apart() -> None:
    assert is_of_a_lead("Lead - ID")
    assert not is_of_a_lead("Contact/Lead ID")
    assert is_of_a_person("Persona - Nombre")
    assert not is_of_a_person("Lead - Valor")
