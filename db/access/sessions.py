"""Sessions of browsers, as rows of the directory. Only ids that were given are known; of each only a hash is stored.

A session says who asks and which workspace an address without one opens. Which workspace an address names is in the
address; it chooses among those that the session may see and grants nothing. Until there are accounts, that is every
workspace, and the server listens on loopback only.
"""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from hmac import compare_digest
from threading import Lock
from typing import Final

from cachetools import LRUCache
from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from db.access.roles import OPERATOR
from db.store.directory import Listed
from db.store.directory_tables import SESSION
from db.store.store import Store
from db.store.workspaces import Context
from journey_core.errors import Refused, StoreError, UnknownAddress

SESSION_COOKIE: Final = "journey_session"
SESSION_BYTES: Final = 32

ADDRESS: Final = "w"
"""The parameter of every address that names the workspace."""
TOKEN: Final = "t"  # noqa: S105, the name of a parameter
"""The parameter of links to files that binds them to session and workspace."""

IDLE: Final = timedelta(days=60)
"""A session that was not seen for this long is over."""
ABSOLUTE: Final = timedelta(days=400)
"""So is one that was given this long ago."""
UNUSED: Final = timedelta(days=1)
"""So is one that never came again: a program that takes no cookies makes one with every call."""
NOTED: Final = timedelta(minutes=5)
"""How exactly it is known when a session was last seen."""
MOST_UNUSED: Final = 10_000
WAIT_SECONDS: Final = 2
"""How long a page waits to write to the directory; it can do without."""


@dataclass(frozen=True)
class Session:
    """A session that was given and is not over. `user` names whoever has it, `offered` the workspace that an address
    without one opens, if there is one.
    """

    id: str
    user: str
    offered: int | None


_unstored: LRUCache[str, Session] = LRUCache(1_000)
"""By the hash of their ids, sessions that could not be written; they last as long as this process."""
_using_unstored: Final = Lock()
"""Asking changes the order in which they go, and requests ask from many threads."""


def new_id() -> str:
    """The id of a new session, which its cookie holds."""
    return secrets.token_urlsafe(SESSION_BYTES)


def hash_of(session_id: str) -> str:
    """What is stored of a session's id: from this, the cookie can't be found."""
    return blake2b(session_id.encode(), digest_size=16).hexdigest()


def give_session(store: Store) -> str:
    """Makes a session, and returns its id; those that are over go."""
    session_id, now = new_id(), datetime.now(UTC)
    token_hash, user = hash_of(session_id), secrets.token_hex(16)
    row = {"token_hash": token_hash, "user": user, "has_returned": False, "created_at": now, "seen_at": now}
    unused = select(SESSION.c.token_hash).where(~SESSION.c.has_returned).order_by(SESSION.c.seen_at.desc())
    try:
        with store.directory.write(patience=WAIT_SECONDS) as connection:
            connection.execute(delete(SESSION).where(_is_over(now)))
            connection.execute(delete(SESSION).where(SESSION.c.token_hash.in_(unused.offset(MOST_UNUSED))))
            connection.execute(insert(SESSION).values(row))
    except StoreError:  # full, busy or for reading only: what can be read shall be
        with _using_unstored:
            _unstored[token_hash] = Session(session_id, user, None)
    return session_id


def session_of(store: Store, session_id: str | None) -> Session | None:
    """The session with this id; None when none was given with it or it is over. Notes that it was seen."""
    if not session_id:
        return None
    now, known = datetime.now(UTC), SESSION.c.token_hash == hash_of(session_id)
    with store.directory.read() as connection:
        row = connection.execute(select(SESSION).where(known, ~_is_over(now))).one_or_none()
    if row is None:
        with _using_unstored:
            return _unstored.get(hash_of(session_id))
    if not (row.has_returned and now - row.seen_at < NOTED):
        with suppress(StoreError), store.directory.write(patience=0) as connection:
            connection.execute(update(SESSION).where(known).values(seen_at=now, has_returned=True))
    return Session(session_id, row.user, row.workspace_id)


def offer(store: Store, session: Session, workspace: Listed) -> None:
    """Makes a workspace the one that an address without one opens."""
    with suppress(StoreError), store.directory.write(patience=WAIT_SECONDS) as connection:
        known = SESSION.c.token_hash == hash_of(session.id)
        connection.execute(update(SESSION).where(known).values(workspace_id=workspace.id))


def seen_by(store: Store, session: Session) -> list[Listed]:  # noqa: ARG001, accounts will tell sessions apart
    """The workspaces that a session may see, oldest first."""
    return store.listed()


def opened_by(store: Store, session: Session, address: str) -> Listed:
    """The workspace that an address names among those that the session may see; the offered one, else the oldest,
    where it names none. Raises UnknownAddress alike for one that is not there and one that is not theirs; Refused where
    there is none at all.
    """
    seen = seen_by(store, session)
    if not seen:
        raise Refused("This store has no workspace yet. Make one in a terminal: python cli.py demo.")
    if not address:
        return next((each for each in seen if each.id == session.offered), seen[0])
    return _named(seen, address)


def context_of(store: Store, session: Session, workspace: Listed) -> Context:
    """Who asks, looking at a workspace that they may see."""
    return Context(store, workspace, OPERATOR, session.user)


def link_token(session_id: str, address: str) -> str:
    """What a link to a file carries: it binds the file to the session and the workspace that it was shown in."""
    return blake2b(address.encode(), key=session_id.encode(), digest_size=16).hexdigest()


def opened_by_link(store: Store, session: Session, address: str, token: str) -> Listed:
    """The workspace of a link to a file. Raises Refused where the token is that of another workspace that the session
    may see, UnknownAddress for every other that is not this session's and workspace's.
    """
    seen = seen_by(store, session)
    listed = _named(seen, address)
    if _is_token(session, address, token):
        return listed
    if any(_is_token(session, each.address, token) for each in seen):
        raise Refused("This link was made in another workspace; open its page again, and take the file from there.")
    raise UnknownAddress


def _is_token(session: Session, address: str, token: str) -> bool:
    return compare_digest(link_token(session.id, address).encode(), token.encode())


def _named(seen: Iterable[Listed], address: str) -> Listed:
    for each in seen:
        if each.address == address:
            return each
    raise UnknownAddress


def _is_over(now: datetime) -> ColumnElement[bool]:
    return or_(
        SESSION.c.seen_at < now - IDLE,
        SESSION.c.created_at < now - ABSOLUTE,
        ~SESSION.c.has_returned & (SESSION.c.seen_at < now - UNUSED),
    )
