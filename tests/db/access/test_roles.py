"""What a role may not do is refused where rows are opened, whoever calls."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from db.access.roles import OPERATOR, ROLES
from db.exports.tables import export
from db.kept.spend import import_spend
from db.kept.tasks import add_task, finish_task, reopen_task, snooze_task, tasks
from db.kept.views import save_view
from db.leads.cards import find_lead
from db.log.imports import import_file
from db.log.mappings import save_mapping
from db.log.record import Entry, edit_lead, record
from db.log.undo import retract, undo
from db.log.words import add_word
from db.store.permissions import PERMISSIONS, Permission, Role
from db.store.settings import Settings, save_settings, settings
from db.store.workspaces import Workspace
from journey_core.errors import NotAllowed
from journey_core.intake.rows.mapping import Mapping
from tests.db.drawn import START

CALLS: dict[str, tuple[Permission, Callable[[Workspace, Path], object]]] = {
    "find a lead": ("see", lambda here, _: find_lead(here, "ada")),
    "read settings": ("see", lambda here, _: settings(here)),
    "export": ("export", lambda here, path: export(here, "leads", path.with_name("out.csv"))),
    "log": ("log", lambda here, _: record(here, Entry(lead="ada", kind="note", occurred_at=START))),
    "set a next step": ("log", lambda here, _: add_task(here, 1, "call", day=START.date())),
    "do a next step": ("log", lambda here, _: finish_task(here, 1)),
    "snooze a next step": ("log", lambda here, _: snooze_task(here, 1, until=START.date())),
    "take back that a step was done": ("log", lambda here, _: reopen_task(here, 1)),
    "list next steps": ("see", lambda here, _: tasks(here)),
    "edit": ("edit", lambda here, _: edit_lead(here, 1, {"name": "Ada"})),
    "retract": ("edit", lambda here, _: retract(here, 1)),
    "import": ("import", lambda here, path: import_file(here, path, mapping=Mapping())),
    "undo": ("import", lambda here, _: undo(here, 1)),
    "keep a mapping": ("import", lambda here, _: save_mapping(here, "mine", Mapping())),
    "save a view": ("save views", lambda here, _: save_view(here, "mine", page="funnel", query={})),
    "enter spend": ("enter spend", lambda here, path: import_spend(here, path.with_name("spend.csv"))),
    "set": ("configure", lambda here, _: save_settings(here, Settings())),
    "add a word": ("configure", lambda here, _: add_word(here, "channel", "fax")),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_call_needs_its_permission(workspace: Workspace, tmp_path: Path, call: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("lead,occurred_at,kind\nada,2024-01-01,note\n")
    path.with_name("spend.csv").write_text("channel,first_day,last_day,amount\nemail,2024-01-01,2024-01-02,5\n")
    needed, does = CALLS[call]
    poor = replace(workspace, role=Role("poor", frozenset(PERMISSIONS) - {needed}))
    with pytest.raises(NotAllowed, match=f"permission to {needed}"):
        does(poor, path)
    assert workspace.data_version() == 0


def test_every_permission_is_asked_for_somewhere() -> None:
    """“change views” is asked for by name where somebody else's view is changed: tests/db/kept/test_views.py."""
    assert {needed for needed, _ in CALLS.values()} == set(PERMISSIONS) - {"change views"}


def test_the_built_in_operator_may_do_all_and_is_the_only_role_without_accounts() -> None:
    assert ROLES == {"operator": OPERATOR}
    assert OPERATOR.may == set(PERMISSIONS)
