"""How a card shows a change: which way its arrow points, and whether that is good."""

from typing import Literal, TypedDict


class Delta(TypedDict):
    """What `st.metric` is told of a change."""

    delta_color: Literal["green", "red", "off"]
    delta_arrow: Literal["up", "down", "off"]


def delta(change: float, *, is_told: bool = True, is_less_better: bool = False) -> Delta:
    """The arrow of a change, coloured where it is more than chance.

    Streamlit would know a fall by its hyphen, and a true minus sign is none.
    """
    if not change:
        return {"delta_color": "off", "delta_arrow": "off"}
    is_good = (change < 0) == is_less_better
    colour: Literal["green", "red"] = "green" if is_good else "red"
    return {"delta_color": colour if is_told else "off", "delta_arrow": "up" if change > 0 else "down"}
