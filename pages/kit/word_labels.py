"""Which words of the vocabulary go together."""

from collections.abc import Iterable
from typing import Final

from journey_core.log.vocabulary import KINDS, RECORD_KINDS

_KINDS_OF: Final = {
    "email": ("email_sent", "email_opened", "email_clicked", "email_replied"),
    "sms": ("sms_sent", "sms_replied"),
    "call": ("call_connected", "call_attempted"),
    "web": ("page_viewed", "form_submitted"),
    "meeting": ("meeting_held", "meeting_booked"),
}
_OUTBOUND: Final = frozenset({"email_sent", "sms_sent", "call_attempted", "call_connected"})
_INBOUND: Final = frozenset(
    {"email_opened", "email_clicked", "email_replied", "sms_replied", "page_viewed", "form_submitted"}
)


def kinds_for(channel: str, kinds: Iterable[str]) -> list[str]:
    """What can have happened on a channel, the usual first: its own kinds, the workspace's own, a note, the rest."""
    offered = [kind for kind in kinds if kind and (kind not in RECORD_KINDS or kind == "note")]
    own = [kind for kind in _KINDS_OF.get(channel, ()) if kind in offered]
    custom = [kind for kind in offered if kind not in KINDS]
    return list(dict.fromkeys([*own, *custom, "note", *offered]))


def channel_of(word: str) -> str:
    """The channel that a kind usually comes through; any other word as it is."""
    return next((channel for channel, kinds in _KINDS_OF.items() if word in kinds), word)


def usual_direction(kind: str) -> str:
    """Who usually speaks in an interaction of this kind; "" where either may."""
    return "outbound" if kind in _OUTBOUND else "inbound" if kind in _INBOUND else ""
