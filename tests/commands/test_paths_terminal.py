"""The paths command: what a workspace has set is its default, and no option is dropped without a word."""

from pathlib import Path

import pytest

from db.access.roles import as_operator
from db.store.settings import Settings, save_settings
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from tests.commands.terminal import answer, refusal

ROWS = (
    "lead,occurred_at,channel,kind\n"
    "ada,2024-03-01T10:00Z,web,form_submitted\nada,2024-03-01T10:00Z,,converted\nada,2024-03-02T10:00Z,email,email_sent\n"
)


@pytest.fixture
def walked(tmp_path: Path) -> Workspace:
    """ada: a form and won at once, then e-mail."""
    store = Store.open(f"sqlite:///{tmp_path / 'store'}")
    (tmp_path / "rows.csv").write_text(ROWS)
    store.add_workspace("Sales")
    answer("import", tmp_path / "rows.csv", "--store", store.url)
    return open_workspace(as_operator(store, "Sales"))


def test_a_conversion_at_the_anchor_s_instant_comes_after_it(walked: Workspace) -> None:
    told = answer("paths", "--anchor", "kind=form_submitted", "--store", walked.store.url)
    assert (told["leads"], told["converted"]) == (1, 1)
    assert [(edge["source"], edge["target"]) for edge in told["edges"]] == [("(anchor)", "(converted)")]


def test_the_goal_of_the_workspace_is_the_goal_of_paths(walked: Workspace) -> None:
    save_settings(walked, Settings(goal="kind=email_opened"))
    assert answer("paths", "--store", walked.store.url)["converted"] == 0
    assert answer("paths", "--goal", "kind=converted", "--store", walked.store.url)["converted"] == 1


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_side_of_no_anchor_is_refused(walked: Workspace, side: str) -> None:
    assert "there is no --anchor" in refusal("paths", "--side", side, "--store", walked.store.url, status=1)
    assert answer("paths", "--side", side, "--anchor", "kind=converted", "--store", walked.store.url)["leads"] == 1


def test_repeats_of_stages_are_refused_since_there_are_none(walked: Workspace) -> None:
    asked = ("paths", "--repeats", "--store", walked.store.url)
    assert "always one step" in refusal(*asked, "--over", "stage", status=1)
    assert "repeats count" in answer(*asked, "--over", "kind")["definition"]


@pytest.mark.parametrize("option", ["--over", "--anchor", "--side", "--outcome", "--goal", "--since", "--until"])
def test_paths_take_no_empty_option(walked: Workspace, option: str) -> None:
    said = refusal("paths", option, " ", "--store", walked.store.url, status=1)
    assert said == f"{option} is empty; leave it out, or give it a value.\n"
