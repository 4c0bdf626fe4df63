"""Lists of leads that a session has on its screen, kept for a while so that exactly they can be exported.

A list is named by a hash of its leads and belongs to the session and workspace that it was shown to; nobody else can
ask for it.
"""

from hashlib import blake2b
from threading import Lock
from typing import Final

from db.engine import Workspace
from journey_core.errors import Refused
from journey_core.journeys import Ints

KEPT: Final = 64
"""Lists remembered in one process; the oldest go first."""

_lists: dict[tuple[str, int, str, str], Ints] = {}
_keeping = Lock()


def keep_list(workspace: Workspace, session_id: str | None, leads: Ints) -> str:
    """Keeps the leads of these ids for the session; returns the name to ask for them with."""
    name = blake2b(leads.tobytes(), digest_size=16).hexdigest()
    key = (workspace.store.url, workspace.id, session_id or "", name)
    with _keeping:
        _lists.pop(key, None)
        _lists[key] = leads
        while len(_lists) > KEPT:
            _lists.pop(next(iter(_lists)))
    return name


def kept_list(workspace: Workspace, session_id: str | None, name: str) -> Ints:
    """The ids of a kept list; raises Refused when it is not kept for this session."""
    leads = _lists.get((workspace.store.url, workspace.id, session_id or "", name))
    if leads is None:
        raise Refused("This list is not kept any more; open it again on the leads page, and export it from there.")
    return leads
