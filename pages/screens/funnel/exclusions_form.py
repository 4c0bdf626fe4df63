"""What must not lie between two steps of a funnel: said in the sentence, added and removed beside it."""

import streamlit as st

from journey_core.funnel.options import Exclusion
from journey_core.log.predicates import Predicate
from journey_core.log.vocabulary import Words
from pages.kit import urls
from pages.kit.controls import predicates, sentence
from pages.kit.formats import escape
from pages.screens.funnel.draft import StepsDraft, draft_of


def exclusions_form(draft: StepsDraft, words: Words) -> None:
    """One line per exclusion, and a menu to add one."""
    for place, each in enumerate(draft.exclusions):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall"):
            between = f"between steps {each.after} and {each.before}"
            st.markdown(escape(f"no {each.predicate.noun()} {between}"), width="stretch")
            st.button("Remove", key=f"exclusion_{place}", on_click=_remove, args=(place,), type="tertiary")
    opened = st.popover("Without…", key="without", on_change="rerun", width="stretch")
    if opened.open:
        with opened:
            _menu(draft, words)


def _menu(draft: StepsDraft, words: Words) -> None:
    """Which interaction must not lie between which steps; steps that can be skipped can't be its bounds."""
    bounds = [number for number in range(1, len(draft.steps) + 1) if number not in draft.optional]
    if len(bounds) < 2:
        st.caption("Two steps that can't be skipped are needed: what lies between them can be ruled out.")
        return
    st.selectbox("no", predicates(words), format_func=sentence, key="excluded")
    between, and_ = st.columns(2)
    after = between.selectbox("between step", bounds[:-1], key="excluded_after")
    later = [number for number in bounds if number > after]
    and_.selectbox("and step", later, key="excluded_before")
    st.button("Rule it out", on_click=_add, width="stretch")


def _add() -> None:
    after, before = st.session_state["excluded_after"], st.session_state["excluded_before"]
    each = Exclusion(Predicate.parse(st.session_state["excluded"]), after=after, before=before)
    urls.write(**draft_of(urls.query()).excluding(each).query())


def _remove(place: int) -> None:
    urls.write(**draft_of(urls.query()).without_exclusion(place).query())
