"""The search box and the filters of the leads page; what is chosen is the address."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from db.leads.rows import LeadRows
from db.questions.lead_filters import FILTERS, Filter, Mask, asked_words, matching
from journey_core.log.vocabulary import spoken
from pages.kit import urls
from pages.kit.formats import escape

MANY: Final = 12
"""With more choices a filter is a box to search in instead of pills."""

BAND_LABELS: Final = {"hot": "hot, .60 and up", "warm": "warm, .30 to .60", "cold": "cold, below .30"}
TOUCH_LABELS: Final = {
    "1d": "in the last day",
    "7d": "in the last 7 days",
    "30d": "in the last 30 days",
    "older": "before that",
}
LABELS: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "standing": ("Stage", spoken),
    "owned_by": ("Owner", str),
    "through": ("Channel", spoken),
    "score": ("Score", lambda band: BAND_LABELS.get(band, band)),
    "touched": ("Last touch", lambda touch: TOUCH_LABELS.get(touch, touch)),
    "source": ("Source", spoken),
}
"""Filter -> its title, and how its choices read."""


def lead_filter_bar(rows: LeadRows) -> Mask:
    """Draws search box and filters; true for the leads that all of them leave. Raises UnknownName once they are drawn,
    so that an unknown word can be taken away.
    """
    text = _search_box()
    with st.container(horizontal=True, gap="small"):
        chosen = {each.name: _choices(each, each.choices(rows)) for each in FILTERS}
        if is_filtered() and st.button("Clear all", type="tertiary"):
            clear()
            st.rerun()
    return matching(rows, text, chosen)


def is_filtered() -> bool:
    """Whether the address narrows the leads."""
    return any(st.query_params.get(name) for name in ("q", *(each.name for each in FILTERS)))


def clear() -> None:
    """Takes every filter out of the address."""
    urls.write(q="", **{each.name: "" for each in FILTERS})


def _search_box() -> str:
    key, given = _followed("q")
    if given is not None:
        st.session_state[key] = given[0] if given else ""
    text = st.text_input(
        "Search",
        key=key,
        type="search",
        live="400ms",
        placeholder="Search name, e-mail, phone, company or id",
        label_visibility="collapsed",
    )
    _say("q", (text or "").strip())
    return (text or "").strip()


def _choices(of: Filter, offered: Sequence[str]) -> list[str]:
    """A button that tells what is chosen and opens the choices; what the address names beyond them is one, too."""
    key, given = _followed(of.name)
    before = st.session_state.get(key) if given is None else asked_words(of, {of.name: given})
    offered = list(dict.fromkeys([*offered, *(before or ())]))
    st.session_state[key] = chosen = [choice for choice in offered if choice in (before or ())]
    title, label = LABELS[of.name]
    told = ", ".join(label(choice).partition(",")[0] for choice in chosen)
    with st.popover(escape(f"{title}: {told}" if told else title), type="primary" if told else "secondary"):
        if not offered:
            st.caption("There is nothing to choose from yet.")
        elif len(offered) > MANY:
            st.multiselect(title, offered, key=key, format_func=label)
        else:
            st.pills(title, offered, selection_mode="multi", key=key, format_func=lambda word: escape(label(word)))
    _say(of.name, chosen)
    return chosen


def _followed(name: str) -> tuple[str, list[str] | None]:
    """The key of a filter's widget, and what the address says if something other than this bar wrote it since: a link,
    the browser's back, a typed address. Then the key is new, because a browser keeps the old value of a widget that
    it does not show at the moment.
    """
    said, turn, here = f"said {name}", f"turn {name}", st.query_params.get_all(name)
    if st.session_state.get(said) == here and turn in st.session_state:
        return f"leads {name} {st.session_state[turn]}", None
    st.session_state[turn] = st.session_state.get(turn, 0) + 1
    return f"leads {name} {st.session_state[turn]}", here


def _say(name: str, value: str | list[str]) -> None:
    urls.write(**{name: value})
    st.session_state[f"said {name}"] = st.query_params.get_all(name)
