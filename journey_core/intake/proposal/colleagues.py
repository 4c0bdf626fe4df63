"""Columns that are about us and not about a lead: the addresses of our people, our account, our telephone number."""

from collections.abc import Sequence
from typing import Final

from journey_core.intake.headings.comparing import spaced
from journey_core.intake.proposal.agreement import Seen

_COLLEAGUES: Final = frozenset(
    {
        "user", "agent", "operator", "employee", "colleague", "rep", "representative", "seller", "assigned", "host",
        "organizer", "sender", "author", "team", "benutzer", "mitarbeiter", "bearbeiter", "absender", "veranstalter",
        "utilisateur", "conseiller", "collaborateur", "organisateur", "expediteur", "equipe", "usuario", "agente",
        "empleado", "operador", "remitente", "organizador", "equipo", "utente", "operatore", "dipendente", "mittente",
        "organizzatore", "funcionario", "atendente", "remetente", "gebruiker", "medewerker", "afzender", "organisator",
    }
)  # fmt: skip
"""Words for those who work for us, as `spaced` writes them; a user may be either."""
_IDENTITIES: Final = frozenset({"lead", "email", "phone"})
_FEW: Final = 2
"""So many rows or hosts tell nothing."""


def is_of_colleagues(seen: Seen) -> bool:
    """Whether addresses are likely those of our own people: the heading says so, or all are at one company."""
    is_one_company = len(_hosts(seen)) == 1 < len(seen.values)
    words = spaced(seen.heading).split()
    return is_one_company or not _COLLEAGUES.isdisjoint({*words, *(word.removesuffix("s") for word in words)})


def is_ours(field: str, seen: Seen, columns: Sequence[Seen]) -> bool:
    """Whether a field that says who a lead is has one text in every row, though others show several leads: then it is
    our account or our number. Several people may well be of one company, unless their addresses are not.
    """
    filled = [cell for cell in seen.cells if cell]
    if field not in {*_IDENTITIES, "company"} or len(filled) <= _FEW or len(set(filled)) > 1:
        return False
    others = [other for other in columns if other is not seen and len(other.values) > 1]
    if field == "company":
        return any("company" in other.roles or len(_hosts(other)) > _FEW for other in others)
    return any(not _IDENTITIES.isdisjoint(other.roles) for other in others)


def _hosts(seen: Seen) -> set[str]:
    """What follows the @ of its addresses."""
    return {value.rpartition("@")[2].casefold() for value in seen.values if "@" in value}
