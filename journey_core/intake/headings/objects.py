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
    "company": "company, account, organization, organisation, unternehmen, firma, entreprise, société, empresa, "
    "organización, azienda, società, organizzazione, organização, bedrijf, organisatie",
    "place": "work, home, office, business, private, personal, mobile, arbeit, privat, geschäftlich, zuhause, büro, "
    "travail, domicile, bureau, professionnel, personnel, trabajo, casa, oficina, lavoro, ufficio, trabalho, comercial, "
    "pessoal, residencial, werk, thuis, zakelijk",
    "campaign": "campaign, kampagne, campagne, campaña, campagna, campanha",
}  # fmt: skip
"""What a column speaks of -> its names in seven languages."""
_COMMON: Final = (
    "owner", "created", "changed", "last", "moved", "another time", "source", "content", "company", "campaign",
)  # fmt: skip
_GIVEN: Final[Mapping[str, Mapping[str, str]]] = {
    "person": {each: each for each in (*_COMMON, "name", "first name", "last name", "email", "phone", "stage", "status", "value")}
    | {"id": "lead"},
    "deal": {each: each for each in (*_COMMON, "email", "phone", "person", "stage", "status", "value", "closed")}
    | {"name": "content", "type": "another type", "id": "another id"},
    "activity": {each: each for each in (*_COMMON, "email", "phone", "person", "due", "direction", "channel")}
    | {"name": "content", "type": "kind", "id": "external_id", "date": "occurred_at"},
    "company": {"name": "company", "id": "another id"},
    "place": {"email": "email", "phone": "phone"},
    "campaign": {"name": "campaign"},
}  # fmt: skip
"""What a column speaks of -> what it says -> the role of both together; what is not listed says nothing of a lead."""
_PASSED_OVER: Final = frozenset(
    map(
        spaced,
        "the, of, for, and, und, et, y, en, der, die, das, des, dem, den, von, vom, zum, zur, für, le, la, les, l, de, du, d, el, los, las, "
        "del, il, lo, i, gli, di, della, delle, dello, dell, dei, degli, do, da, dos, das, o, a, os, as, het, van, een, "
        "associated, primary, zugeordnet, zugeordnete, zugeordneter, zugeordnetes, zugehörig, zugehörige, primär, "
        "associé, associés, associée, associées, asociado, asociados, asociada, asociadas, associato, associati, "
        "associata, associate, associado, associados, associada, associadas, gekoppeld, gekoppelde, gerelateerd, "
        "gerelateerde, related, verknüpft, verknüpfte, lié, liés, liée, liées, relacionado, relacionados".split(", "),
    )
)  # fmt: skip
"""Words that join both parts, and those that say that both belong together."""


@lru_cache(maxsize=20_000)
def bare(heading: str) -> str:
    """The words of a heading that carry its sense, each in the singular as far as an s makes the plural, in one."""
    return "".join(map(_singular, (word for word in spaced(heading).split() if word not in _PASSED_OVER)))


@lru_cache(maxsize=20_000)
def parts(heading: str) -> tuple[tuple[str, str], ...]:
    """(what the heading speaks of, what is left of it as `bare` writes it), for every way to take it apart.

    “Deal - Stage” and “Dealphase” begin with it, “Phase de la transaction” ends with it.
    """
    return tuple(dict.fromkeys(_parts(bare(heading))))


def given(spoken_of: str, role: str) -> str:
    """The role of a column that says this of that, "" where it says nothing about a lead."""
    return _GIVEN[spoken_of].get(role, "")


def is_of_a_lead(heading: str) -> bool:
    """Whether the heading names a lead and no other word for a person."""
    return any("lead" in word for word in spaced(heading).split()) and not is_of_a_person(heading)


def is_of_a_person(heading: str) -> bool:
    """Whether the heading names a person by another word than lead."""
    return any(name != "lead" and name in spaced(heading).split() for name in _people())


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
def _people() -> frozenset[str]:
    return frozenset(map(spaced, _OBJECTS["person"].split(", "))) - {"lead"}


@cache
def _names() -> dict[str, str]:
    """Name of what is spoken of, as `bare` writes it -> which it is."""
    return {bare(name): spoken_of for spoken_of, listed in _OBJECTS.items() for name in listed.split(", ")}
