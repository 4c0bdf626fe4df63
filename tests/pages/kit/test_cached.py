"""No value crosses from one workspace, role or state of the data to another."""

from dataclasses import dataclass, replace

import pandas as pd
import pytest

from db.access.roles import as_operator
from db.log.record import Entry, record
from db.store.permissions import Role
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from pages.kit.cached import cached
from tests.pages.conftest import moment


@dataclass(frozen=True)
class Options:
    step: str
    digits: tuple[int, ...]


def test_a_value_is_computed_once(workspace: Workspace) -> None:
    calls: list[int] = []
    for _ in range(2):
        assert cached(workspace, "answer", Options("a", (1,)), lambda: calls.append(1) or 42) == 42
    assert len(calls) == 1


def test_two_workspaces_never_share_a_value(store: Store, workspace: Workspace) -> None:
    """ATTACKS 37."""
    store.add_workspace("Other")
    other = open_workspace(as_operator(store, "Other"))
    assert workspace.data_version() == other.data_version()
    assert [cached(each, "name", None, lambda each=each: each.name) for each in (workspace, other)] == ["Test", "Other"]


def test_two_roles_never_share_a_value(workspace: Workspace) -> None:
    roles = [replace(workspace, role=Role(name, frozenset({"see"}))) for name in ("admin", "analyst")]
    assert [cached(each, "role", None, lambda each=each: each.role.name) for each in roles] == ["admin", "analyst"]


def test_a_change_of_the_data_is_seen_at_once(workspace: Workspace) -> None:
    before = cached(workspace, "version", None, workspace.data_version)
    record(workspace, Entry(lead="ada", kind="note", occurred_at=moment(0)))
    assert cached(workspace, "version", None, workspace.data_version) > before


def test_other_options_are_another_value(workspace: Workspace) -> None:
    asked = [Options("a", (1,)), Options("a", (2,)), Options("b", (1,))]
    assert [cached(workspace, "echo", options, lambda options=options: options) for options in asked] == asked


def test_a_frame_can_t_be_a_key(workspace: Workspace) -> None:
    with pytest.raises(TypeError):
        cached(workspace, "frame", pd.DataFrame({"a": [1]}), lambda: 1)
