"""Step 2 of an upload: which column says what, with samples of each."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.log.lead_lists import SENTENCE, is_lead_list
from db.log.mappings import saved_mappings
from db.store.workspaces import Workspace
from journey_core.intake.proposal.propose import Proposal, fits, missing, propose
from journey_core.intake.rows.mapping import FIELDS, Mapping, complete
from journey_core.intake.table.previews import sample_values
from journey_core.intake.table.recognise import Recognised
from journey_core.log.vocabulary import Words
from pages.kit.export_menu import Export, exports
from pages.kit.formats import escape
from pages.screens.upload import draft
from pages.screens.upload.cells import cell_choices
from pages.screens.upload.file import HeldFile, next_turn, turn_key
from pages.screens.upload.time import time_choices, with_time_of_day
from pages.screens.upload.values import translation, values_frame

NOT_THERE: Final = -2
CONSTANT: Final = -1
JOINED: Final = -3
"""Several columns as one, as they are proposed or were saved: first and last name."""
_NO_COLUMN: Final = {NOT_THERE: "not in the file", CONSTANT: "the same in every row"}
_DRAFT: Final = "upload_draft"
_HEADER: Final = "upload_header"
"""Of which columns the draft speaks."""


def columns_form(
    workspace: Workspace, held: HeldFile, recognised: Recognised, words: Words, zone: str
) -> Mapping | None:
    """The mapping as chosen so far, None until all that is essential is said."""
    proposal = _proposal(held, recognised, words)
    mapping = _start(workspace, recognised, proposal)
    st.caption("Our field, the column that it comes from, and some of its values.")
    for name in draft.ESSENTIAL:
        mapping = _field_row(mapping, name, held, recognised, words)
        if name == "occurred_at" and draft.column_of(mapping, name):
            mapping = time_choices(held, recognised, mapping, zone, proposal.reasons.get("timezone", ""))
    others = [name for name in FIELDS if name not in draft.ESSENTIAL]
    is_used = any(name in proposal.mapping.fields() or name in proposal.possible for name in others)
    with st.expander("More fields", expanded=is_used):
        for name in others:
            mapping = _field_row(mapping, name, held, recognised, words)
        mapping = _own_fields(mapping, recognised)
    mapping = cell_choices(held, recognised, mapping)
    st.session_state[_DRAFT] = mapping
    _exports(workspace, mapping, held, recognised)
    if is_lead_list(mapping, recognised.header):
        st.info(SENTENCE)
    elif gaps := missing(mapping):
        st.info(f"Still to say: {'; '.join(gaps)}.")
        return None
    return mapping


def _start(workspace: Workspace, recognised: Recognised, proposal: Proposal) -> Mapping:
    """The mapping so far; at first the one that is proposed, or a saved one that fits."""
    fitting = {name: each for name, each in saved_mappings(workspace).items() if fits(each, recognised.header)}
    if fitting:
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        chosen = left.selectbox(
            "A saved mapping fits this file", [*fitting], key="upload_saved", persist_state="session"
        )
        if right.button("Use it", width="stretch"):
            _restart(complete(fitting[chosen], recognised.header))
    known: Mapping | None = st.session_state.get(_DRAFT)
    if known is None or st.session_state.get(_HEADER) != recognised.header:
        known = complete(proposal.mapping, recognised.header)
        st.session_state[_HEADER] = recognised.header
        _restart(known)
    return known


def _restart(mapping: Mapping) -> None:
    """Every box shows what this mapping says."""
    st.session_state[_DRAFT] = mapping
    next_turn()


def _field_row(mapping: Mapping, name: str, held: HeldFile, recognised: Recognised, words: Words) -> Mapping:
    """One row of the table: our field, their column, samples, and how the two were matched."""
    label, source, samples, status = st.columns([2, 3, 4, 2], vertical_alignment="center")
    label.markdown(f"**{draft.LABELS[name]}**", help=draft.MEANINGS[name])
    proposal = _proposal(held, recognised, words)
    likely = proposal.possible.get(name, ())
    several = _several(mapping, proposal.mapping, name, recognised.header)
    place = _column_box(source, mapping, name, recognised.header, likely, several)
    if place == CONSTANT:
        given = mapping.constants.get(name, "")
        constant = samples.text_input("In every row", given, key=turn_key("constant", name), placeholder="in every row")
        mapping = draft.with_constant(mapping, name, constant.strip())
        status.caption(escape(_reason(proposal, mapping, name)))
        return mapping
    if place == NOT_THERE:
        free = draft.unused(mapping, recognised.header)
        status.caption(_hint(name, [column for column in likely if column in free]))
        return draft.without(mapping, name, recognised.header)
    column = several if place == JOINED else recognised.header[place]
    shown = _samples(Mapping({name: column}), name, recognised)
    samples.caption(escape(" · ".join(each[:40] for each in shown)) or "no values so far")
    if name == "occurred_at":
        column = with_time_of_day(samples, held, recognised, mapping, column)
    mapping = draft.with_column(mapping, name, column)
    status.caption(escape(_reason(proposal, mapping, name)))
    if name in draft.TRANSLATABLE:
        is_on = status.toggle("Translate", name in mapping.values, key=turn_key("translate", name))
        return translation(mapping, name, held, recognised, words, turn_key("values", name, column), is_on=is_on)
    return mapping


def _proposal(held: HeldFile, recognised: Recognised, words: Words) -> Proposal:
    return held.once(("proposal", recognised.key), lambda: propose(held.path, recognised, words=words))


def _reason(proposal: Proposal, mapping: Mapping, name: str) -> str:
    """Why the field comes from where it does: as it was proposed, or because a person chose it."""
    chosen, proposed = draft.source_of(mapping, name), draft.source_of(proposal.mapping, name)
    return proposal.reasons.get(name, "by its name") if chosen == proposed else "chosen" if chosen else ""


def _column_box(
    place: DeltaGenerator, mapping: Mapping, name: str, header: Sequence[str], likely: Sequence[str], several: str
) -> int:
    """Where the field comes from: NOT_THERE, CONSTANT, JOINED or a column's place; likely ones come first."""
    columns = [*likely, *(column for column in header if column not in likely)]
    choices = [NOT_THERE, CONSTANT, *([JOINED] if several else []), *map(header.index, columns)]
    chosen: int = place.selectbox(
        f"Column for {draft.LABELS[name]}",
        choices,
        choices.index(_place(mapping, name, header)),
        format_func=lambda place: several if place == JOINED else _source_label(place, header),
        key=turn_key("column", name),
        label_visibility="collapsed",
    )
    return chosen


def _hint(name: str, likely: Sequence[str]) -> str:
    """What stands beside a field that comes from nowhere yet."""
    needed = ["needed"] if name == "occurred_at" else []
    return ", ".join([*needed, *(f"perhaps {escape(column)}" for column in likely[:1])])


def _own_fields(mapping: Mapping, recognised: Recognised) -> Mapping:
    """Columns without a field can be kept under their own names."""
    unused = draft.unused(mapping, recognised.header)
    for prefix, label in (("lead", "Keep as attributes of the lead"), ("detail", "Keep as details of the interaction")):
        kept = [column for column in draft.own_columns(mapping, prefix) if column in unused]
        chosen = st.multiselect(
            label, unused, kept, key=turn_key("own", prefix), placeholder="Columns that have no field above"
        )
        mapping = draft.with_own_columns(mapping, prefix, chosen)
    return mapping


def _exports(workspace: Workspace, mapping: Mapping, held: HeldFile, recognised: Recognised) -> None:
    """What was chosen so far as a table, and every table of their words and ours."""
    words = [
        Export(f"Words of {draft.LABELS[name]}", partial(values_frame, mapping, name, held, recognised))
        for name in mapping.values
    ]
    exports(workspace, "Columns of the file", frame=lambda: columns_frame(mapping, recognised), also=words)


def columns_frame(mapping: Mapping, recognised: Recognised) -> pd.DataFrame:
    """One row per field that has a source: its column or its constant, and some values of the column."""
    columns = {name: draft.column_of(mapping, name) for name in mapping.fields()}
    samples = [" · ".join(_samples(mapping, name, recognised)) for name in columns]
    constants = [mapping.constants.get(name, "") for name in columns]
    return pd.DataFrame({"field": columns.keys(), "column": columns.values(), "constant": constants, "values": samples})


def _samples(mapping: Mapping, name: str, recognised: Recognised) -> list[str]:
    """The first values of every column that a field comes from."""
    columns = mapping.sources(name, recognised.header)
    return [value for column in columns for value in sample_values(recognised, column)]


def _several(mapping: Mapping, proposed: Mapping, name: str, header: Sequence[str]) -> str:
    """The columns that are chosen or proposed to be joined, “First name+Last name”; "" if none are."""
    joined = [each for each in (mapping, proposed) if _place(each, name, header) == JOINED]
    return joined[0].columns[name] if joined else ""


def _place(mapping: Mapping, name: str, header: Sequence[str]) -> int:
    if name in mapping.constants:
        return CONSTANT
    columns = mapping.sources(name, header)
    if len(columns) > 1 and name != "occurred_at":
        return JOINED
    return header.index(columns[0]) if columns else NOT_THERE


def _source_label(place: int, header: Sequence[str]) -> str:
    """A column is its name, in quotation marks where it would read as one of the choices that are not columns."""
    if place in _NO_COLUMN:
        return _NO_COLUMN[place]
    name = header[place]
    return f"“{name}”" if name.strip("“”") in _NO_COLUMN.values() else name
