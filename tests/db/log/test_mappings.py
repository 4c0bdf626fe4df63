"""Saved mappings read back as they were, one per name; an import's leads are those whose rows it claims."""

import pytest

from db.log.claims import leads_of_import
from db.log.mappings import remove_mapping, save_mapping, saved_mappings
from db.log.undo import undo
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, UnknownName
from journey_core.intake.rows.mapping import Mapping, ValueMap
from tests.db.conftest import Load

CALLS = Mapping({"lead": "Who"}, {"source": "bank"}, {"channel": ValueMap("What", {"W": "call"}, "web")}, "Asia/Tokyo")


def test_a_saved_mapping_reads_back_equal(workspace: Workspace) -> None:
    save_mapping(workspace, " Bank ", CALLS)
    assert saved_mappings(workspace) == {"Bank": CALLS}


def test_a_name_holds_the_newest_mapping_only(workspace: Workspace) -> None:
    save_mapping(workspace, "Bank", CALLS)
    save_mapping(workspace, "Bank", Mapping())
    assert saved_mappings(workspace) == {"Bank": Mapping()}


def test_a_mapping_is_forgotten_and_an_unknown_one_named(workspace: Workspace) -> None:
    save_mapping(workspace, "Bank", CALLS)
    remove_mapping(workspace, "Bank")
    assert saved_mappings(workspace) == {}
    with pytest.raises(UnknownName, match="Bank"):
        remove_mapping(workspace, "Bank")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101])
def test_a_name_that_cannot_be_shown_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(BadInput, match="name a mapping"):
        save_mapping(workspace, name, CALLS)


def test_two_files_with_a_row_in_common_both_count_its_lead(workspace: Workspace, load: Load) -> None:
    one = "lead,occurred_at,kind\nada,2024-01-01T10:00:00Z,note\n"
    first, second = load(one), load(one + "bob,2024-01-01T10:00:00Z,note\n")
    assert first.import_id is not None
    assert second.import_id is not None
    assert len(leads_of_import(workspace, first.import_id)) == 1
    assert len(leads_of_import(workspace, second.import_id)) == 2
    undo(workspace, second.import_id)
    assert len(leads_of_import(workspace, second.import_id)) == 0
