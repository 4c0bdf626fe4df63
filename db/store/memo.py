"""What remembers answers until the workspace's data change, such as the pages' cache; and what remembers nothing."""

from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar

from db.store.workspaces import Workspace

Value = TypeVar("Value")


class Memo(Protocol):
    """Gives an answer by its name and options, computed unless it is remembered."""

    def __call__(
        self, workspace: Workspace, name: str, options: Hashable, compute: Callable[[], Value], /
    ) -> Value: ...


def at_once(_workspace: Workspace, _name: str, _options: Hashable, compute: Callable[[], Value], /) -> Value:
    """Remembers nothing: for the terminal, which asks once."""
    return compute()
