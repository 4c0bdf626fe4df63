"""Filters live in the address; here it is read and written."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

LEADS_PAGE: Final = "sell/leads.py"
LEAD_PAGE: Final = "sell/lead.py"
LOG_PAGE: Final = "sell/log.py"
UPLOAD_PAGE: Final = "data/upload.py"


def query() -> dict[str, list[str]]:
    """The present address's parameters."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def write(**values: str | Sequence[str]) -> None:
    """Puts values into the address; an empty one is taken out of it."""
    for name, value in values.items():
        if value:
            st.query_params[name] = value if isinstance(value, str) else list(value)
        else:
            st.query_params.pop(name, None)
