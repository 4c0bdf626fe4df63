"""Widgets whose value is the address's: what it says is shown, what is chosen is written into it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_tab_container import TabContainer

from journey_core.calendar.parsing import duration
from journey_core.calendar.periods import PERIODS, period
from journey_core.errors import BadInput
from journey_core.log.predicates import Predicate
from journey_core.log.vocabulary import Words
from journey_core.parameters import Query, choice, first
from journey_core.wording import spoken_duration
from pages.kit import urls

CUSTOM: Final = "custom"


def choice_box(
    place: DeltaGenerator, label: str, name: str, value: str, choices: Sequence[str], title: Callable[[str], str] = str
) -> str:
    """One of the choices, kept in the address as `name`; any other value stays, for the answer to refuse."""
    offered = choices if value in choices else (*choices, value)
    st.session_state[name] = value
    place.selectbox(
        label,
        offered,
        format_func=lambda each: title(each) if each in choices else each,
        key=name,
        on_change=_write_first,
        args=(name,),
    )
    return value


def tab_row(name: str, titles: Sequence[str]) -> Sequence[TabContainer]:
    """Tabs, the open one kept in the address as `name`. Streamlit's own binding would keep the address from being
    cleared, which looking at another workspace does.
    """
    asked = first(urls.query(), name)
    st.session_state[name] = asked if asked in titles else titles[0]
    return st.tabs(titles, key=name, on_change=_write_first, args=(name,))


def duration_box(place: DeltaGenerator, label: str, name: str, value: str, choices: Sequence[str]) -> str:
    """A duration such as 14d, from the choices or typed, kept in the address as `name`."""
    options = [*choices] if value in choices else [*choices, value]
    st.session_state[name] = value
    place.selectbox(
        label,
        options,
        format_func=spoken_span,
        key=name,
        accept_new_options=True,
        help="Others can be typed: 36h, 45d, 8w.",
        on_change=_write_first,
        args=(name,),
    )
    return value


def predicate_box(place: DeltaGenerator, label: str, name: str, value: str, words: Words) -> str:
    """A predicate, from the workspace's words or typed, kept in the address as `name`."""
    options = predicates(words, value)
    st.session_state[name] = value
    place.selectbox(
        label,
        options,
        format_func=sentence,
        key=name,
        accept_new_options=True,
        help="Others can be typed: kind=form_submitted,channel=web.",
        on_change=_write_first,
        args=(name,),
    )
    return value


def period_boxes(place: DeltaGenerator, label: str, given: Query, today: date) -> dict[str, list[str]]:
    """A named period or two days, as `since` and `until` for the parameters of an answer; "" for an open side."""
    since, until = first(given, "since"), first(given, "until")
    name = choice(given, "period", (*PERIODS, CUSTOM), CUSTOM if since or until else "any")
    choice_box(place, label, "period", name, (*PERIODS, CUSTOM), _period_title)
    if name == CUSTOM:
        return {
            "since": [_day(place, "from", "since", since)],
            "until": [_day(place, "before", "until", until)],
        }
    start_day, end_day = period(name, today)
    return {"since": [start_day.isoformat() if start_day else ""], "until": [end_day.isoformat() if end_day else ""]}


def predicates(words: Words, *present: str) -> list[str]:
    """Every stage, kind and channel of the workspace as a predicate, and those already chosen."""
    listed = [str(Predicate(stage=word)) for word in words.stages()]
    listed += [str(Predicate(kind=word)) for word in words.lists["kind"] if word]
    listed += [str(Predicate(channel=word)) for word in words.lists["channel"] if word]
    return list(dict.fromkeys([*listed, *present]))


def sentence(predicate: str) -> str:
    """A predicate as people say it; what can't be read stays as written."""
    try:
        return Predicate.parse(predicate).sentence()
    except BadInput:
        return predicate


def spoken_span(span: str) -> str:
    """A duration as people say it; what can't be read stays as written."""
    try:
        return spoken_duration(duration(span))
    except BadInput:
        return span


def _period_title(name: str) -> str:
    return PERIODS[name].title if name in PERIODS else "from …, before …"


def _write_first(name: str) -> None:
    urls.write(**{name: st.session_state[name] or ""})


def _day(place: DeltaGenerator, label: str, name: str, given: str) -> str:
    """A day, kept in the address; an instant of a list's link stays as it is until another day is chosen."""
    st.session_state[f"{name}_day"] = _readable_day(given)
    place.date_input(label, value=None, format="YYYY-MM-DD", key=f"{name}_day", on_change=_write_day, args=(name,))
    return given


def _readable_day(given: str) -> date | None:
    try:
        return date.fromisoformat(given[:10])
    except ValueError:
        return None


def _write_day(name: str) -> None:
    chosen = st.session_state[f"{name}_day"]
    urls.write(**{name: chosen.isoformat() if chosen else "", "period": CUSTOM})
