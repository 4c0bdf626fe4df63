"""The store that this process serves."""

import os
from functools import cache
from threading import Lock

from db.engine import DEFAULT_URL, Store

_opening = Lock()


def running_store() -> Store:
    """The store at $JOURNEY_STORE, opened once a process: SQLite wants one read-write connection in each."""
    with _opening:
        return _opened(os.environ.get("JOURNEY_STORE") or DEFAULT_URL)


@cache
def _opened(url: str) -> Store:
    return Store.open(url)
