"""What a new workspace starts with: the built-in words, with the codes that kernels know."""

from sqlalchemy import Connection, insert

from db.store.tables import STATE, WORD
from journey_core.intake.rows.older_hashes import PRESENT_VERSION
from journey_core.log.comparison import fold
from journey_core.log.vocabulary import BUILT_IN, STAGES, built_in

WON_POSITION = 1_000_000
"""The position of `won` in the order of stages; `lost` comes after it, outside the order."""


def seed(connection: Connection, workspace_id: int) -> None:
    """Writes the state row and the built-in words."""
    counters = {
        "data_version": 0,
        "last_import_id": 0,
        "last_spend_id": 0,
        "last_task_id": 0,
        "changes_since": 0,
        "oldest_hash": PRESENT_VERSION,
    }
    connection.execute(insert(STATE).values(workspace_id=workspace_id, **counters))
    seed_words(connection, workspace_id)


def seed_words(connection: Connection, workspace_id: int) -> None:
    """Writes the built-in words."""
    positions = {stage: place for place, stage in enumerate(STAGES)} | {"won": WON_POSITION, "lost": WON_POSITION + 1}
    rows = [
        {
            "workspace_id": workspace_id,
            "list": name,
            "code": code,
            "word": word,
            "folded": fold(word),
            "position": positions[word] if name == "stage" else 0,
            "is_kept": True,
        }
        for name in BUILT_IN
        for code, word in built_in(name)
    ]
    connection.execute(insert(WORD), rows)
