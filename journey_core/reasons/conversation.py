"""What an interaction is in the conversation with a lead: who spoke, and who owes an answer."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

import numpy as np

from journey_core.log.arrays import Bytes
from journey_core.log.comparison import fold
from journey_core.log.vocabulary import SOURCES, Words


class Part(IntEnum):
    """What an interaction does to the conversation.

    ASKS: the lead speaks, and waits for an answer · REACHES: we speak · CALLS: we call and reach nobody · TALKS: both
    speak, or have agreed when to · CLOSES: won or lost · OPENS: the lead opens or clicks what we sent · NOTES: we write
    something down or move the lead · NOTHING: pages viewed, deliveries, kinds without a direction.
    REACHES to TALKS are contacts, REACHES to CLOSES are answers: kernels compare with the ends.
    """

    NOTHING = 0
    ASKS = 1
    REACHES = 2
    CALLS = 3
    TALKS = 4
    CLOSES = 5
    OPENS = 6
    NOTES = 7


BY_DIRECTION: Final = (Part.NOTHING, Part.ASKS, Part.REACHES)
"""The part of a kind that is not among PARTS, by its direction: not said, inbound, outbound."""

_ALWAYS: Final[Mapping[Part, tuple[str, ...]]] = {
    Part.NOTHING: ("page_viewed", "email_delivered", "email_bounced", "unsubscribed", "sms_delivered"),
    Part.TALKS: ("call_connected", "meeting_booked", "meeting_held"),
    Part.OPENS: ("email_opened", "email_clicked"),
    Part.NOTES: ("note", "stage_changed"),
    Part.CLOSES: ("converted", "lost"),
}
_BY_NATURE: Final[Mapping[Part, tuple[str, ...]]] = {
    Part.ASKS: ("email_replied", "sms_replied", "form_submitted"),
    Part.REACHES: ("email_sent", "sms_sent"),
}

PARTS: Final[Mapping[str, tuple[Part, Part, Part]]] = {
    **{kind: (part, part, part) for part, kinds in _ALWAYS.items() for kind in kinds},
    **{kind: (part, *BY_DIRECTION[1:]) for part, kinds in _BY_NATURE.items() for kind in kinds},
    "call_attempted": (Part.CALLS, Part.ASKS, Part.CALLS),
}
"""Kind -> its part by direction. A kind that only one side can do says who spoke where the direction does not."""

MASS_SOURCE: Final = SOURCES.index("campaign") + 1
"""Code of the source whose mails go to many at once: they answer nobody."""


def part_of(kind: str, direction: int, source: str = "") -> Part:
    """The part of one interaction; direction: a code of `Direction`."""
    part = PARTS.get(fold(kind), BY_DIRECTION)[direction]
    is_mass = part == Part.REACHES and fold(source) == SOURCES[MASS_SOURCE - 1]
    return Part.NOTHING if is_mass else part


def parts_table(words: Words) -> Bytes:
    """uint8[kinds, 3]: the part of every kind of a workspace by direction."""
    return np.array([PARTS.get(fold(kind), BY_DIRECTION) for kind in words.lists["kind"]], np.uint8)
