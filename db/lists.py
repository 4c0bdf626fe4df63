"""Lists of leads that a session has on its screen, kept for a while so that exactly they can be exported."""

from hashlib import blake2b
from typing import Final

from db.engine import Workspace
from db.shelf import Shelf
from journey_core.journeys import Ints

KEPT: Final = 64
"""Lists remembered in one process; the oldest go first."""

_LISTS: Final[Shelf[Ints]] = Shelf(
    KEPT,
    size=lambda _: 1,
    missing="This list is not kept any more; open it again on the leads page, and export it from there.",
)


def keep_list(workspace: Workspace, session_id: str | None, leads: Ints) -> str:
    """Keeps the leads of these ids for the session; returns the name to ask for them with, a hash of them."""
    return _LISTS.keep(workspace, session_id, blake2b(leads.tobytes(), digest_size=16).hexdigest(), leads)


def kept_list(workspace: Workspace, session_id: str | None, name: str) -> Ints:
    """The ids of a kept list; raises Refused when it is not kept for this session."""
    return _LISTS.kept(workspace, session_id, name)
