"""The menu of saved views, where they are many."""

import pytest
from streamlit.testing.v1 import AppTest

from db.kept.views import save_view
from db.store.workspaces import Workspace
from tests.pages.conftest import Open, link_label

STEPS = {"step": ["kind=page_viewed", "kind=converted"], "window": ["9d"]}
NAMES = {"Ada", "Bob", "Cy", "Dan"}


def test_of_very_many_views_the_menu_draws_some_and_finds_the_others_by_name(
    workspace: Workspace, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.kit.view_bar.MOST", 2)
    for name in NAMES:
        save_view(workspace, name, page="attribution", query={}, is_shared=True)

    def drawn(page: AppTest) -> set[str]:
        return {link_label(each.proto.label) for each in page.get("page_link")} & NAMES

    page = open_page("analyse/funnel", **STEPS)
    page.session_state["views menu"] = True
    assert drawn(page.run()) == {"Ada", "Bob"}
    assert "And 2 more views; type part of a name to find them." in [each.value for each in page.caption]
    page.session_state["views menu"] = True
    page.text_input(key="views find").set_value("DA").run()
    assert drawn(page) == {"Ada", "Dan"}
