"""The words of a workspace: stages in their order, channels and kinds; added, moved and removed."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from db.log.words import add_word, remove_word, reorder_stages
from db.store.workspaces import Workspace
from journey_core.errors import JourneyError
from journey_core.log.comparison import fold
from journey_core.log.vocabulary import BUILT_IN, WordList, Words, spoken
from pages.kit.formats import escape
from pages.kit.notices import leave_notice

_ORDER: Final = "stage_order"


def stages_form(workspace: Workspace, words: Words) -> None:
    """The stages from first to last, each to be moved; nothing is written before “Save the order”."""
    known = [stage for stage in words.stages() if stage != "won"]
    order: list[str] = st.session_state.get(_ORDER, [])
    if sorted(order) != sorted(known):
        order = known
    for place, stage in enumerate(order):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{place + 1}. {escape(spoken(stage))}", width="stretch")
            for sign, other, where in (("↑", place - 1, "earlier"), ("↓", place + 1, "later")):
                is_end = not 0 <= other < len(order)
                if st.button(sign, key=f"stage_{where}_{place}", help=f"{spoken(stage)}: {where}", disabled=is_end):
                    order[place], order[other] = order[other], order[place]
                    st.session_state[_ORDER] = list(order)
                    st.rerun()
    st.caption(
        f"{len(order) + 1}. won, always last; lost closes a journey from anywhere and has no place in the order."
    )
    if st.button("Save the order", type="primary", disabled=order == known):
        with st.spinner("Every lead's stage is worked out anew …"):
            _do(lambda: reorder_stages(workspace, [*order, "won"]), "The order is saved.")


def words_form(workspace: Workspace, name: WordList, words: Words) -> None:
    """Adds words to a list, and removes those of the workspace's own that nothing uses."""
    built_in = {fold(word) for word in BUILT_IN[name]}
    present = [word for word in words.lists[name] if word]
    own = [word for word in present if fold(word) not in built_in]
    st.caption(f"Built in: {', '.join(spoken(word) for word in present if word not in own)}.")
    with st.form(f"add_{name}", clear_on_submit=True):
        word = st.text_input(f"New {name}", placeholder=f"A {name} of your own")
        if st.form_submit_button(f"Add the {name}"):
            _do(lambda: add_word(workspace, name, word), f"The {name} “{word.strip()}” is added.")
    if own:
        with st.form(f"remove_{name}"):
            chosen = st.selectbox(f"Your own {name}s ({len(own)})", own)
            if st.form_submit_button("Remove it"):
                _do(lambda: remove_word(workspace, name, chosen), f"The {name} “{chosen}” is removed.")


def _do(change: Callable[[], None], sentence: str) -> None:
    """Makes the change and says so, or says why not."""
    try:
        change()
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    st.session_state.pop(_ORDER, None)
    leave_notice(sentence)
    st.rerun()
