"""Roles, and what each may do. Until there are accounts, one built-in operator has every permission."""

from typing import Final

from db.store.permissions import PERMISSIONS, Role
from db.store.store import Store
from db.store.workspaces import Context

OPERATOR: Final = Role("operator", frozenset(PERMISSIONS))

ROLES: Final = {role.name: role for role in (OPERATOR,)}
"""Every role by its name; there is no default."""

TERMINAL: Final = "terminal"
"""The user outside a browser: whoever can run a command on the store."""


def as_operator(store: Store, workspace: str, *, user: str = TERMINAL) -> Context:
    """The context of the operator, who looks at the workspace of this name. Raises UnknownName."""
    return Context(store, store.named(workspace), OPERATOR, user)
