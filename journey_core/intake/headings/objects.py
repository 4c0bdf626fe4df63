"""Headings of two parts: what is said (“Name”, “ID”, “Owner”) and of what (“Deal”, “Kontakt”, “de la transaction”)."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from journey_core.intake.headings.comparing import spaced

_SHORTEST_PLURAL: Final = 4
_OBJECTS: Final = {
    "person": "lead, contact, person, customer, client, prospect, kontakt, kontakte, kunde, kunden, interessent, "
    "interessenten, personen, piste, personne, contacto, cliente, persona, prospecto, contatto, contatti, clienti, "
    "contato, pessoa, contactpersoon, klant, persoon, relatie",
    "deal": "deal, opportunity, opportunities, geschäft, verkaufschance, transaktion, transaction, affaire, "
    "opportunité, negocio, oportunidad, trato, affare, trattativa, opportunità, negócio, oportunidade, transactie, "
    "verkoopkans",
    "activity": "activity, activities, task, event, call, meeting, engagement, interaction, message, submission, "
    "aktivität, aktivitäten, aufgabe, ereignis, anruf, termin, besprechung, nachricht, activité, tâche, événement, "
    "appel, réunion, envoi, actividad, tarea, evento, llamada, reunión, envío, attività, chiamata, riunione, invio, "
    "atividade, tarefa, ligação, chamada, reunião, activiteit, taak, gebeurtenis, gesprek, afspraak",
    "ticket": "ticket, tickets",
    "company": "company, account, organization, organisation, unternehmen, firma, entreprise, société, empresa, "
    "organización, azienda, società, organizzazione, organização, bedrijf, organisatie",
    "place": "work, home, office, business, private, personal, mobile, arbeit, privat, geschäftlich, zuhause, büro, "
    "travail, domicile, bureau, professionnel, personnel, trabajo, casa, oficina, lavoro, ufficio, trabalho, "
    "comercial, pessoal, residencial, werk, thuis, zakelijk",
    "campaign": "campaign, kampagne, campagne, campaña, campagna, campanha",
}  # fmt: skip
"""What a column speaks of -> its names in seven languages."""
_OF_ALL: Final = (
    "owner", "created", "changed", "last", "moved", "another time", "source", "content", "company", "campaign",
)  # fmt: skip
_OF_SOME: Final[Mapping[str, tuple[str, ...]]] = {
    "person": (*_OF_ALL, "name", "first name", "last name", "email", "phone", "stage", "status", "value"),
    "deal": (*_OF_ALL, "email", "phone", "person", "stage", "status", "value", "closed"),
    "activity": (*_OF_ALL, "email", "phone", "person", "occurred_at", "due", "direction", "channel"),
    "ticket": (*_OF_ALL, "email", "phone", "person", "occurred_at", "due", "direction", "channel"),
    "place": ("email", "phone"),
}
"""What a column speaks of -> the roles that stay what they are: the owner of a deal is an owner."""
_OTHERWISE: Final[Mapping[str, Mapping[str, str]]] = {
    "person": {"id": "lead"},
    "deal": {"name": "content", "type": "another type", "id": "another id"},
    "activity": {"name": "content", "type": "kind", "id": "external_id", "date": "occurred_at"},
    "ticket": {"name": "content", "type": "another type", "id": "external_id", "date": "occurred_at"},
    "company": {"name": "company", "id": "another id"},
    "campaign": {"name": "campaign"},
}
"""What a column speaks of -> role -> what it becomes: the name of a deal is no name of a person."""
_PASSED_OVER: Final = (
    "the, of, for, and, und, et, y, en, der, die, das, des, dem, den, von, vom, zum, zur, fur, le, la, les, l, de, du, "
    "d, el, los, las, del, il, lo, i, gli, di, della, delle, dello, dell, dei, degli, do, da, dos, o, a, os, as, het, "
    "van, een, associated, primary, zugeordnet, zugeordnete, zugeordneter, zugeordnetes, zugehorig, zugehorige, "
    "primar, associe, associes, associee, associees, asociado, asociados, asociada, asociadas, associato, associati, "
    "associata, associate, associado, associados, associada, associadas, gekoppeld, gekoppelde, gerelateerd, "
    "gerelateerde, related, verknupft, verknupfte, lie, lies, liee, liees, relacionado, relacionados"
)
"""Words, as `spaced` writes them, that join both parts, and those that say that both belong together."""


@lru_cache(maxsize=20_000)
def bare(heading: str) -> str:
    """The words of a heading that carry its sense, each in the singular as far as an s makes the plural, in one."""
    return "".join(map(_singular, (word for word in spaced(heading).split() if word not in _passed_over())))


@lru_cache(maxsize=20_000)
def parts(heading: str) -> tuple[tuple[str, str], ...]:
    """(what the heading speaks of, what is left of it as `bare` writes it), for every way to take it apart.

    “Deal - Stage” and “Dealphase” begin with it, “Phase de la transaction” ends with it.
    """
    return tuple(dict.fromkeys(_parts(bare(heading))))


def given(spoken_of: str, role: str) -> str:
    """The role of a column that says this of that, "" where it says nothing about a lead."""
    stays = role if role in _OF_SOME.get(spoken_of, ()) else ""
    return _OTHERWISE.get(spoken_of, {}).get(role, stays)


def is_of_a_lead(heading: str) -> bool:
    """Whether the heading names a lead and no other word for a person."""
    return any("lead" in word for word in spaced(heading).split()) and not is_of_a_person(heading)


def is_of_a_person(heading: str) -> bool:
    """Whether the heading names a person by another word than lead."""
    return not _people().isdisjoint(spaced(heading).split())


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for name, spoken_of in _names().items():
        if text.startswith(name):
            rest = text.removeprefix(name).removeprefix(name)
            yield spoken_of, rest
            yield spoken_of, rest.removeprefix("s")
            if spoken_of == "person":
                yield from (part for part in _parts(rest) if part[0] == "place")
        if text.endswith(name):
            yield spoken_of, text.removesuffix(name)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and (len(word) > _SHORTEST_PLURAL or word == "ids") else word


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(_PASSED_OVER.split(", "))


@cache
def _people() -> frozenset[str]:
    return frozenset(map(spaced, _OBJECTS["person"].split(", "))) - {"lead"}


@cache
def _names() -> dict[str, str]:
    """Name of what is spoken of, as `bare` writes it -> which it is."""
    return {bare(name): spoken_of for spoken_of, listed in _OBJECTS.items() for name in listed.split(", ")}
