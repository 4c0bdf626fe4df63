"""A sentence about what was just done, kept over the rerun that shows its effect."""

from typing import Final, Literal

import streamlit as st

from pages.kit.formats import escape

Tone = Literal["success", "info", "error"]
_KEPT: Final = "notice"


def leave_notice(sentence: str, tone: Tone = "success") -> None:
    """Keeps a sentence for the next run of the page; user text in it stays text."""
    st.session_state[_KEPT] = (tone, sentence)


def show_notice() -> None:
    """Shows the sentence that the last run left, once."""
    tone, sentence = st.session_state.pop(_KEPT, ("", ""))
    if tone:
        getattr(st, tone)(escape(sentence))
