"""The only cache of the pages. Every key names store, workspace, role and data version, so no value crosses over."""

from collections.abc import Callable, Hashable
from typing import Final, TypeVar

import streamlit as st

from db.columns.snapshot import seen_version
from db.store.workspaces import Workspace

Value = TypeVar("Value")

ENTRIES: Final = 256
"""Values kept in one process, over all workspaces; the least recently used leave."""

OF_LEADS: Final = frozenset({"people", "standing", "scores", "contacts", "lead facts", "funnel", "bottlenecks"})
LARGE_ENTRIES: Final = 16
"""The same for answers with an entry for every lead: with a million leads each takes about a hundred megabytes."""


def cached(workspace: Workspace, name: str, options: Hashable, compute: Callable[[], Value]) -> Value:
    """`compute()`, remembered until the workspace's data change.

    `name` says which answer it is, `options` all that it depends on besides the data: plain values or frozen
    dataclasses of them, never a frame or an array (TypeError). The value is shared between users of the workspace:
    nobody may change it.
    """
    hash(options)
    key = (
        workspace.store.url,
        workspace.id,
        workspace.name,
        workspace.role.name,
        seen_version(workspace),
        name,
        options,
    )
    remembered = _remembered_of_leads if name in OF_LEADS else _remembered
    return remembered(repr(key), compute)


@st.cache_resource(max_entries=LARGE_ENTRIES, show_spinner=False)
def _remembered_of_leads(key: str, _compute: Callable[[], Value]) -> Value:  # noqa: ARG001, the key is for Streamlit
    return _compute()


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _remembered(key: str, _compute: Callable[[], Value]) -> Value:  # noqa: ARG001, the key is for Streamlit
    return _compute()
