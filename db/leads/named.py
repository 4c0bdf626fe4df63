"""Who is meant by what a person types."""

import re
from typing import TypedDict

from db.leads.cards import find_lead
from db.store.workspaces import Workspace
from journey_core.errors import UnknownName


class Named(TypedDict, total=False):
    """How an entry names its lead, by one of these."""

    lead: str
    email: str
    phone: str


def who(workspace: Workspace, typed: str) -> Named:
    """The fields of an entry that name a lead: a known one by key, e-mail or phone, else what the text looks like."""
    try:
        return {"lead": find_lead(workspace, typed).key}
    except UnknownName:
        pass
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", typed.strip()):
        return {"email": typed.strip()}
    if re.fullmatch(r"\+[0-9 ()./-]{7,}", typed.strip()):
        return {"phone": typed.strip()}
    return {"lead": typed}
