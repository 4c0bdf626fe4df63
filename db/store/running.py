"""The store that this process serves."""

from functools import cache
from threading import Lock

from db.store.store import Store, store_url

_opening = Lock()


def running_store() -> Store:
    """The store at `store_url()`, opened once per process: SQLite wants one read-write connection in each."""
    with _opening:
        return _opened(store_url())


@cache
def _opened(url: str) -> Store:
    return Store.open(url)
