"""Shelves: what sessions have on their screens, kept for a while so that exactly it can be taken away as a file.

A thing belongs to the session and workspace that it was shown to; nobody else can ask for it.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from db.store.workspaces import Workspace
from journey_core.errors import Refused

Item = TypeVar("Item")
Key = tuple[str, int, str, str]


class Shelf(Generic[Item]):
    """Things of all sessions under names, in memory; the oldest go first when it is full."""

    def __init__(self, room: int, *, size: Callable[[Item], int], missing: str) -> None:
        """`room`: how much fits, measured by `size` of each; `missing`: the sentence for what is not there."""
        self.room, self.size, self.missing = room, size, missing
        self._items: dict[Key, Item] = {}
        self._taken = 0
        self._keeping = Lock()

    def keep(self, workspace: Workspace, session_id: str | None, name: str, item: Item) -> str:
        """Keeps the item for the session under a name, which it returns."""
        with self._keeping:
            self._drop(_key(workspace, session_id, name))
            self._items[_key(workspace, session_id, name)] = item
            self._taken += self.size(item)
            while self._taken > self.room and len(self._items) > 1:
                self._drop(next(iter(self._items)))
        return name

    def kept(self, workspace: Workspace, session_id: str | None, name: str) -> Item:
        """The item of this name; raises Refused when it is not kept for this session."""
        item = self._items.get(_key(workspace, session_id, name))
        if item is None:
            raise Refused(self.missing)
        return item

    def _drop(self, key: Key) -> None:
        if key in self._items:
            self._taken -= self.size(self._items.pop(key))


def _key(workspace: Workspace, session_id: str | None, name: str) -> Key:
    return workspace.store.url, workspace.id, session_id or "", name
