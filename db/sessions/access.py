"""Who looks at which workspace. Until the first account exists, every workspace is served, but on loopback only.

The session's cookie names a session, never a workspace; which workspace a session looks at is kept here, so that no
address, form or argument can name another.
"""

from hashlib import blake2b
from threading import Lock
from typing import Final

from db.store.workspaces import Context, Store
from journey_core.errors import Refused, UnknownName

SESSION_COOKIE: Final = "journey_session"
SESSIONS: Final = 10_000
"""How many sessions are remembered; the oldest choices go first, and their sessions look at the first workspace again.
"""

_chosen: dict[str, str] = {}
_choosing = Lock()


def context_of(store: Store, session_id: str | None) -> Context:
    """The context of a session: the workspace it chose, else the store's first. Raises Refused if there is none."""
    names = store.workspaces()
    if not names:
        raise Refused("This store has no workspace yet. Make one in a terminal: python cli.py demo.")
    chosen = _chosen.get(session_id or "")
    return Context(store, chosen if chosen in names else names[0], user=user_of(session_id))


def user_of(session_id: str | None) -> str:
    """Who a session is until there are accounts: a hash of its id, from which the cookie can't be found."""
    return blake2b((session_id or "").encode(), digest_size=16).hexdigest()


def choose_workspace(store: Store, session_id: str | None, name: str) -> None:
    """Makes a session look at another workspace of the store."""
    if name not in store.workspaces():
        raise UnknownName("workspace", name, store.workspaces())
    if not session_id:
        return
    with _choosing:
        _chosen.pop(session_id, None)
        _chosen[session_id] = name
        while len(_chosen) > SESSIONS:
            _chosen.pop(next(iter(_chosen)))
