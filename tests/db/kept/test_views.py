"""Views are kept for whoever saved them; everybody sees what is shared."""

from dataclasses import replace

import pytest

from db.kept.views import NAME_LIMIT, QUERY_LIMIT, View, pin_view, remove_view, save_view, view, view_names, views
from db.store.permissions import Role
from db.store.store import Store
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, Refused, UnknownName
from tests.commands.terminal import answer, refusal

STEPS = {"step": ["stage=new", "stage=won"], "window": ["9d"]}


@pytest.fixture
def other(workspace: Workspace) -> Workspace:
    """The same workspace, for somebody else."""
    return replace(workspace, user="somebody else")


def names(found: list[View]) -> list[str]:
    return [each.name for each in found]


def test_a_view_comes_back_as_it_was_saved(workspace: Workspace) -> None:
    saved = save_view(workspace, "  Spring  funnel ", page="funnel", query=STEPS, description="x", is_pinned=True)
    assert views(workspace) == [saved]
    assert (saved.name, saved.page, saved.parameters) == ("Spring funnel", "funnel", STEPS)
    assert (saved.description, saved.is_shared, saved.is_pinned, saved.is_own) == ("x", False, True, True)


def test_a_private_view_is_seen_by_its_owner_only(workspace: Workspace, other: Workspace) -> None:
    save_view(workspace, "Mine", page="funnel", query=STEPS)
    save_view(workspace, "Ours", page="funnel", query=STEPS, is_shared=True)
    assert names(views(workspace)) == ["Mine", "Ours"]
    assert [(each.name, each.is_own) for each in views(other)] == [("Ours", False)]
    with pytest.raises(UnknownName, match="no saved view “Mine” here"):
        view(other, "Mine")


def test_an_owner_s_views_have_an_end(workspace: Workspace, other: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.kept.views.VIEW_LIMIT", 2)
    for name in ("a", "b"):
        save_view(workspace, name, page="funnel", query=STEPS)
    with pytest.raises(Refused, match="2 saved views"):
        save_view(workspace, "c", page="funnel", query=STEPS)
    save_view(workspace, "b", page="funnel", query={})
    save_view(other, "c", page="funnel", query=STEPS)
    assert names(views(workspace)) == ["a", "b"]


def test_one_owner_s_name_is_one_view_and_another_s_is_their_own(workspace: Workspace, other: Workspace) -> None:
    first = save_view(workspace, "Won", page="leads", query={"standing": ["won"]}, is_shared=True)
    again = save_view(workspace, "Won", page="leads", query={"standing": ["lost"]}, is_shared=True)
    theirs = save_view(other, "Won", page="leads", query={"q": ["ada"]})
    assert again.view_id == first.view_id
    assert view(workspace, "Won").parameters == {"standing": ["lost"]}
    assert view(other, "Won") == theirs, "one's own stands before a shared one"


def test_a_view_of_one_page_does_not_replace_that_of_another(workspace: Workspace) -> None:
    segment = save_view(workspace, "Won", page="leads", query={"standing": ["won"]})
    with pytest.raises(Refused, match="of the page leads"):
        save_view(workspace, "Won", page="funnel", query=STEPS)
    assert view(workspace, "Won") == segment


def test_another_s_private_view_can_neither_be_removed_nor_pinned(workspace: Workspace, other: Workspace) -> None:
    mine = save_view(workspace, "Mine", page="funnel", query=STEPS)
    for change in (remove_view, pin_view):
        with pytest.raises(UnknownName):
            change(other, mine.view_id)
    assert views(workspace) == [mine]


def test_a_shared_view_is_changed_by_its_owner_and_administrators(workspace: Workspace, other: Workspace) -> None:
    ours = save_view(workspace, "Ours", page="funnel", query=STEPS, is_shared=True)
    with pytest.raises(Refused, match="saved by somebody else"):
        remove_view(replace(other, role=Role("analyst", frozenset({"see", "save views"}))), ours.view_id)
    pin_view(other, ours.view_id)
    assert view(workspace, "Ours").is_pinned
    remove_view(workspace, ours.view_id)
    assert views(other) == []


@pytest.mark.parametrize("name", ["", " \t", "x" * (NAME_LIMIT + 1), "a\x00b", "a\N{RIGHT-TO-LEFT OVERRIDE}b"])
def test_what_names_nothing_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(BadInput, match="can't name a view"):
        save_view(workspace, name, page="funnel", query=STEPS)


def test_other_people_s_text_is_kept_as_written(workspace: Workspace) -> None:
    name = "'; DROP TABLE lead; -- **x** <b> ![](http://example.com)"
    save_view(workspace, name, page="leads", query={"q": ["=1+1 \N{SNOWMAN}"]}, description="[x](http://example.com)")
    assert view(workspace, name).parameters == {"q": ["=1+1 \N{SNOWMAN}"]}


def test_a_page_without_questions_and_an_endless_address_are_refused(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="no page to keep a question of “settings”"):
        save_view(workspace, "x", page="settings", query={})
    with pytest.raises(BadInput, match="too long to keep"):
        save_view(workspace, "x", page="leads", query={"q": ["x" * QUERY_LIMIT]})


def test_saving_a_view_changes_no_answer(workspace: Workspace) -> None:
    before = workspace.data_version()
    save_view(workspace, "x", page="funnel", query=STEPS)
    assert workspace.data_version() == before


def test_the_terminal_saves_lists_and_removes(sqlite_store: Store) -> None:
    sqlite_store.add_workspace("Test")
    store = ("--store", sqlite_store.url)
    query = "step=stage%3Dnew&step=stage%3Dwon&window=9d"
    saved = answer("views", "save", "Spring", "--page", "funnel", "--query", query, "--pin", *store)
    assert (saved["query"], saved["is_shared"], saved["is_pinned"]) == (STEPS, True, True)
    assert answer("views", "list", *store) == [saved]
    assert answer("views", "remove", "Spring", *store) == {"name": "Spring", "removed": True}
    assert "no saved view “Spring”" in refusal("views", "remove", "Spring", *store, status=1)


def test_names_are_those_of_the_views_that_one_sees_each_once(workspace: Workspace, other: Workspace) -> None:
    save_view(workspace, "both", page="leads", query={}, is_shared=True)
    save_view(other, "both", page="leads", query={}, is_shared=True)
    save_view(other, "Funnel", page="funnel", query={}, is_shared=True, is_pinned=True)
    save_view(other, "secret", page="leads", query={})
    assert view_names(workspace) == ("both", "Funnel")
    assert view_names(workspace, page="leads") == ("both",)
    assert [each.name for each in views(workspace, only_pinned=True)] == ["Funnel"]


@pytest.mark.parametrize("start", ["", "?", "/funnel?", "http://127.0.0.1:8501/funnel?"])
def test_the_terminal_takes_an_address_from_wherever_it_was_copied(sqlite_store: Store, start: str) -> None:
    """When all of it was taken for parameters, the first one was silently lost."""
    store = ("--store", sqlite_store.url, "-w", "Test")
    sqlite_store.add_workspace("Test")
    saved = answer("views", "save", "Won", "--page", "funnel", "--query", f"{start}step=stage%3Dnew&window=9d", *store)
    assert saved["query"] == {"step": ["stage=new"], "window": ["9d"]}
