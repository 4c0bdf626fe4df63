"""Shelves: what sessions have on their screens, kept for a while so that exactly that can be exported as a file.

A thing belongs to the session and workspace that it was shown to; nobody else can ask for it.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

from db.store.workspaces import Workspace
from journey_core.errors import Refused

Item = TypeVar("Item")
Key = tuple[str, int, str, str]


class Shelf(Generic[Item]):
    """Things of all sessions under names, in memory; when it is full, what was last asked for the longest ago goes
    first.
    """

    def __init__(self, room: int, *, size: Callable[[Item], int], missing: str) -> None:
        """`room`: how much fits, by the `size` of each; `missing`: the sentence for an item that is not there."""
        self.missing = missing
        # An item larger than all the room is kept alone: whatever is shown can be exported once.
        self._items: LRUCache[Key, Item] = LRUCache(room, getsizeof=lambda item: min(size(item), room))
        self._using = Lock()

    def keep(self, workspace: Workspace, session_id: str | None, name: str, item: Item) -> str:
        """Keeps the item for the session under a name, which it returns."""
        with self._using:
            self._items[_key(workspace, session_id, name)] = item
        return name

    def kept(self, workspace: Workspace, session_id: str | None, name: str) -> Item:
        """The item with this name; raises Refused when it is not kept for this session."""
        with self._using:  # asking for an item changes the order in which they go
            item = self._items.get(_key(workspace, session_id, name))
        if item is None:
            raise Refused(self.missing)
        return item


def _key(workspace: Workspace, session_id: str | None, name: str) -> Key:
    return workspace.store.url, workspace.id, session_id or "", name
