"""Words: the order of stages is one order, in what is stored and in what analyses read."""

from db.log.derived import stored_ranks
from db.log.words import add_word, remove_word, reorder_stages, words
from db.store.workspaces import Workspace


def orders(workspace: Workspace) -> tuple[list[int], list[int]]:
    """The stages by their stored rank, and by the rank that analyses use."""
    known = words(workspace)
    with workspace.read("see") as connection:
        stored = stored_ranks(connection, workspace)
    codes = [code for code, word in enumerate(known.lists["stage"]) if word]
    assert len({stored[code] for code in codes}) == len(codes)
    return sorted(codes, key=stored.__getitem__), sorted(codes, key=known.stage_rank.__getitem__)


def test_stored_stage_keys_and_analyses_put_stages_in_one_order(workspace: Workspace) -> None:
    for word in ("Trial", "Demo", "Pilot"):
        add_word(workspace, "stage", word)
    reorder_stages(workspace, ["Trial", "new", "contacted", "Pilot", "qualified", "Demo", "proposal", "won"])
    stored, used = orders(workspace)
    assert stored == used
    assert [words(workspace).word("stage", code) for code in used] == [*words(workspace).stages(), "lost"]


def test_a_gap_left_by_a_withdrawn_stage_changes_no_order(workspace: Workspace) -> None:
    for word in ("Trial", "Demo"):
        add_word(workspace, "stage", word)
    remove_word(workspace, "stage", "Trial")
    add_word(workspace, "stage", "Pilot")
    stored, used = orders(workspace)
    assert stored == used
    assert words(workspace).stages()[-3:] == ("Demo", "Pilot", "won")
