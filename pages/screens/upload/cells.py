"""How cells are read: the decimal mark of values, asked where it can't be told; national numbers; placeholders."""

from dataclasses import replace

import streamlit as st

from journey_core.errors import AskNumberFormat
from journey_core.intake.cells.numbers import COMMA
from journey_core.intake.cells.placeholders import KEEP
from journey_core.intake.rows.formats import file_number_format
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.table.recognise import Recognised
from pages.kit.formats import escape
from pages.screens.upload.file import HeldFile, turn_key


def cell_choices(held: HeldFile, recognised: Recognised, mapping: Mapping) -> Mapping:
    """The mapping with number format, phone region and placeholders as chosen."""
    mapping = replace(mapping, number_format=_number_format(held, recognised, mapping))
    with st.expander("How cells are read", expanded=bool(mapping.phone_region or mapping.placeholders)):
        left, right = st.columns(2, vertical_alignment="bottom")
        region = left.text_input(
            "Country of national phone numbers", mapping.phone_region or "", key=turn_key("region"), max_chars=2,
            placeholder="DE", help="Two letters. Numbers without a country belong there; without it they are left out.",
        ).strip()  # fmt: skip
        keeps = right.toggle(
            "Take n/a, null, - and the like as they are", mapping.placeholders == KEEP, key=turn_key("placeholders"),
            help="Otherwise they say nothing: no lead is called null.",
        )  # fmt: skip
    return replace(mapping, phone_region=region.upper() or None, placeholders=KEEP if keeps else None)


def is_number_asked(held: HeldFile, recognised: Recognised, mapping: Mapping) -> bool:
    """Whether the values can't be read before a person says how."""
    return mapping.number_format is None and isinstance(_found(held, recognised, mapping), AskNumberFormat)


def _number_format(held: HeldFile, recognised: Recognised, mapping: Mapping) -> str | None:
    """The convention that was chosen; None where the column shows its own, or where nothing is chosen yet."""
    found = _found(held, recognised, mapping)
    if not isinstance(found, AskNumberFormat):
        if found == COMMA:
            st.caption("Values are read with a decimal comma.")
        return None
    options = list(found.readings)
    return st.radio(
        f"The values read more than one way. What is “{escape(found.value)}”?",
        options,
        index=options.index(mapping.number_format) if mapping.number_format in options else None,
        format_func=lambda mark: f"{escape(found.readings[mark])}  (decimal {mark})",
        key=turn_key("numbers", "+".join(mapping.sources("value", recognised.header))),
    )


def _found(held: HeldFile, recognised: Recognised, mapping: Mapping) -> str | AskNumberFormat | None:
    """The convention that the whole column shows, or what has to be asked."""

    def look() -> str | AskNumberFormat | None:
        try:
            return file_number_format(held.path, recognised, replace(mapping, number_format=None))
        except AskNumberFormat as question:
            return question

    columns = mapping.sources("value", recognised.header)
    return held.once(("numbers", recognised.key, columns), look)
