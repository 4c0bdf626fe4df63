"""Who is meant by what a person types."""

from typing import TypedDict

from db.leads.cards import find_lead
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, UnknownName
from journey_core.intake.cells.identities import phone_reading, read_email


class Named(TypedDict, total=False):
    """The ways in which an entry can name its lead."""

    lead: str
    email: str
    phone: str


_read_phone = phone_reading(None)


def who(workspace: Workspace, typed: str) -> Named:
    """The fields of an entry that name a lead: a known one by key, e-mail or phone, else what the text looks like."""
    try:
        return {"lead": find_lead(workspace, typed).key}
    except UnknownName:
        pass
    return _as_email(typed) or _as_phone(typed) or {"lead": typed}


def _as_email(typed: str) -> Named | None:
    if "@" not in typed:  # most leads are named by their key, and the reader takes a while to load
        return None
    try:
        return {"email": read_email(typed)}
    except BadInput:
        return None


def _as_phone(typed: str) -> Named | None:
    """A phone number with its country code; one without it could just as well be the key of a lead."""
    if not typed.strip().startswith("+"):
        return None
    try:
        return {"phone": _read_phone(typed)}
    except BadInput:
        return None
