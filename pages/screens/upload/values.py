"""Their words into ours: the values of a column, and what each becomes."""

from typing import Any, cast

import pandas as pd
import streamlit as st

from journey_core.intake.rows.mapping import Mapping, ValueMap
from journey_core.intake.table.previews import column_values
from journey_core.intake.table.recognise import Recognised
from journey_core.log.vocabulary import DIRECTIONS, WordList, Words
from pages.screens.upload import draft
from pages.screens.upload.file import HeldFile

AS_WRITTEN = "as written"
LEFT_EMPTY = "left empty"


def translation(
    mapping: Mapping, name: str, held: HeldFile, recognised: Recognised, words: Words, key: str, *, is_on: bool
) -> Mapping:
    """The mapping with the field's table of values as edited, or without one."""
    if not is_on:
        return draft.with_translation(mapping, name, None) if name in mapping.values else mapping
    column = draft.column_of(mapping, name)
    present = mapping.values.get(name, ValueMap(column, {}))
    said = [word for word in (*present.map.values(), present.otherwise) if word]
    offered = [AS_WRITTEN, LEFT_EMPTY, *dict.fromkeys([*_words(name, words), *said])]
    with st.container(border=True):
        # The table keeps its first rows and adds the edits; new rows under the same key would lose them.
        rows = held.once(("table", key), lambda: _table(_found(held, recognised, column), present))
        edited = st.data_editor(rows, key=key, hide_index=True, width="stretch", column_config=_columns(offered))
        others = f"Every other {draft.LABELS[name].casefold()}"
        chosen_rest = st.selectbox(others, offered, offered.index(_shown(present.otherwise)), key=f"{key}_rest")
    pairs = dict(zip(edited["In the file"], edited["Becomes"], strict=True))
    chosen = {raw: _word(shown) for raw, shown in pairs.items() if shown not in (None, AS_WRITTEN, chosen_rest)}
    absent = {raw: word for raw, word in present.map.items() if raw not in pairs}
    otherwise = None if chosen_rest == AS_WRITTEN else _word(chosen_rest)
    return draft.with_translation(mapping, name, chosen | absent, otherwise)


def _shown(word: str | None) -> str:
    """How the table names what a value becomes; None: as it is written."""
    return AS_WRITTEN if word is None else word or LEFT_EMPTY


def _word(shown: str) -> str:
    """What the table's name for it stands for."""
    return "" if shown == LEFT_EMPTY else shown


def values_frame(mapping: Mapping, name: str, held: HeldFile, recognised: Recognised) -> pd.DataFrame:
    """One row per value of the field's column, and what it becomes."""
    chosen = mapping.values[name]
    return _table(_found(held, recognised, chosen.column), chosen)


def _found(held: HeldFile, recognised: Recognised, column: str) -> list[tuple[str, int]]:
    return held.once(
        ("values", recognised.key, column),
        lambda: column_values(held.path, recognised, column),
    )


def _words(name: str, words: Words) -> list[str]:
    known = DIRECTIONS if name == "direction" else words.lists[cast(WordList, name)]
    return [word for word in known if word]


def _table(found: list[tuple[str, int]], present: ValueMap) -> pd.DataFrame:
    """One row per value of the column: the value, its rows, and what it becomes."""
    rows = [(raw, count, _shown(present.map.get(raw, present.otherwise))) for raw, count in found]
    return pd.DataFrame(rows, columns=["In the file", "Rows", "Becomes"])


def _columns(offered: list[str]) -> dict[str, Any]:
    return {
        "In the file": st.column_config.TextColumn(disabled=True),
        "Rows": st.column_config.NumberColumn(disabled=True, format="localized"),
        "Becomes": st.column_config.SelectboxColumn(options=offered, required=True),
    }
