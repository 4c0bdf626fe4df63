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


def translation(
    mapping: Mapping, name: str, held: HeldFile, recognised: Recognised, words: Words, key: str, *, is_on: bool
) -> Mapping:
    """The mapping with the field's table of values as edited, or without one."""
    if not is_on:
        return draft.with_translation(mapping, name, None) if name in mapping.values else mapping
    column = draft.column_of(mapping, name)
    present = mapping.values.get(name, ValueMap(column, {}))
    offered = [AS_WRITTEN, *dict.fromkeys([*_words(name, words), *present.map.values(), present.otherwise or ""])]
    with st.container(border=True):
        # The table keeps its first rows and adds the edits; new rows under the same key would lose them.
        rows = held.once(("table", key), lambda: _table(_found(held, recognised, column), present))
        edited = st.data_editor(rows, key=key, hide_index=True, width="stretch", column_config=_columns(offered))
        rest = st.selectbox(
            f"Every other {draft.LABELS[name].casefold()}",
            [word for word in offered if word],
            offered.index(present.otherwise) if present.otherwise in offered and present.otherwise else 0,
            key=f"{key}_rest",
        )
    pairs = dict(zip(edited["In the file"], edited["Becomes"], strict=True))
    chosen = {raw: word for raw, word in pairs.items() if word and word != AS_WRITTEN}
    absent = {raw: word for raw, word in present.map.items() if raw not in pairs}
    return draft.with_translation(mapping, name, chosen | absent, None if rest == AS_WRITTEN else rest)


def values_frame(mapping: Mapping, name: str, held: HeldFile, recognised: Recognised) -> pd.DataFrame:
    """One row per value of the field's column, and what it becomes."""
    chosen = mapping.values[name]
    return _table(_found(held, recognised, chosen.column), chosen, chosen.otherwise or AS_WRITTEN)


def _found(held: HeldFile, recognised: Recognised, column: str) -> list[tuple[str, int]]:
    return held.once(
        ("values", recognised.encoding, recognised.delimiter, recognised.sheet, column),
        lambda: column_values(held.path, recognised, column),
    )


def _words(name: str, words: Words) -> list[str]:
    known = DIRECTIONS if name == "direction" else words.lists[cast(WordList, name)]
    return [word for word in known if word]


def _table(found: list[tuple[str, int]], present: ValueMap, rest: str = AS_WRITTEN) -> pd.DataFrame:
    """One row per value of the column: the value, its rows, our word; `rest` for those that the map does not name."""
    rows = [(raw, count, present.map.get(raw, rest)) for raw, count in found]
    return pd.DataFrame(rows, columns=["In the file", "Rows", "Becomes"])


def _columns(offered: list[str]) -> dict[str, Any]:
    return {
        "In the file": st.column_config.TextColumn(disabled=True),
        "Rows": st.column_config.NumberColumn(disabled=True, format="localized"),
        "Becomes": st.column_config.SelectboxColumn(options=[word for word in offered if word], required=True),
    }
