"""Small logs for reasons: drawn ones, those cut at an instant, and a plain reading of conversations to compare with."""

from dataclasses import dataclass
from datetime import datetime

from hypothesis import strategies as st

from journey_core.log.journeys import Journeys
from journey_core.log.times import microseconds
from journey_core.reasons.facts import facts
from journey_core.reasons.next_steps import NO_PLANS, Plans
from journey_core.reasons.reasons import Reasons, reasons
from tests.builders import at, journeys, words

DAY = 24 * 60
KINDS = (
    "email_sent", "email_opened", "email_replied", "call_attempted", "call_connected", "page_viewed", "form_submitted",
    "meeting_booked", "note", "stage_changed", "converted", "lost", "chat",
)  # fmt: skip
KNOWN = words(kind=["chat"])
STAGES = ("contacted", "qualified", "proposal")

Row = tuple[int, int, str, str, str, str, str]
"""Lead, day, kind, channel, direction, source, stage."""

drawn_rows = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(0, 9), st.sampled_from(KINDS), st.sampled_from(["", "email", "call"]),
        st.sampled_from(["", "inbound", "outbound"]), st.sampled_from(["", "campaign"]), st.sampled_from(STAGES),
    ),
    max_size=24,
)  # fmt: skip


def log_of(rows: list[Row], *, ids: dict[int, int] | None = None, leads: tuple[int, ...] = ()) -> Journeys:
    """The rows as journeys on days of the tests' clock; `ids` renames leads."""
    ids = ids or {}
    return journeys(
        [(ids.get(lead, lead), day * DAY, kind, channel) for lead, day, kind, channel, *_ in rows],
        leads=[ids.get(lead, lead) for lead in leads],
        known=KNOWN,
        direction={place: row[4] for place, row in enumerate(rows)},
        source={place: row[5] for place, row in enumerate(rows) if row[5]},
        stage={place: row[6] for place, row in enumerate(rows) if row[2] == "stage_changed"},
    )


def row(
    lead: int, day: int, kind: str, channel: str = "", direction: str = "", source: str = "", stage: str = ""
) -> Row:
    return lead, day, kind, channel, direction, source, stage


def seen(rows: list[Row], day: float, *, plans: Plans = NO_PLANS) -> Reasons:
    """The reasons of these rows as of a day."""
    return reasons(facts(log_of(rows), as_of=at(day * DAY), plans=plans))


def said(found: Reasons, place: int = 0) -> list[str]:
    """What is said of the lead at a place."""
    return [each.sentence for each in found.of(place)]


@dataclass
class Conversation:
    """What is open between one lead and us, read off a list of rows; None for what has not happened."""

    waiting_since: int | None
    asked_at: int | None
    contacted_at: int | None
    dealt_at: int | None
    calls: int
    opens: int


def conversation(log: Journeys, lead: int, as_of: datetime) -> Conversation:
    """The conversation with the lead at a place, by its definitions and in no clever way."""
    places = [i for i in range(log.offsets[lead], log.offsets[lead + 1]) if log.occurred_at[i] <= microseconds(as_of)]
    times = {i: int(log.occurred_at[i]) for i in places}
    part = {i: plain_part(log, i) for i in places}

    def newest(*parts: str) -> int | None:
        return max((times[i] for i in places if part[i] in parts), default=None)

    def after(moment: int | None, which: str) -> list[int]:
        return [times[i] for i in places if part[i] == which and (moment is None or times[i] > moment)]

    contacted, answered = newest("we", "tried", "both"), newest("we", "tried", "both", "closed")
    moved = [times[i] for i in places if log.stage[i]]
    settled = max([*moved, *([] if answered is None else [answered])], default=None)
    return Conversation(
        min(after(answered, "asks"), default=None),
        max(after(answered, "asks"), default=None),
        contacted,
        newest("we", "tried", "both", "closed", "noted"),
        len(after(newest("asks", "both"), "tried")),
        len(after(settled, "opened")),
    )


def plain_part(log: Journeys, place: int) -> str:
    """Who speaks in a row, in words."""
    kind = log.words.word("kind", int(log.kind[place]))
    direction = ("", "in", "out")[log.direction[place]]
    if kind in {"note", "stage_changed"}:
        return "noted"
    if kind in {"converted", "lost"}:
        return "closed"
    if kind in {"call_connected", "meeting_booked", "meeting_held"}:
        return "both"
    if kind in {"email_opened", "email_clicked"}:
        return "opened"
    if kind == "page_viewed":
        return ""
    if not direction:
        inbound, outbound = (
            {"email_replied", "sms_replied", "form_submitted"},
            {"email_sent", "sms_sent", "call_attempted"},
        )
        direction = "in" if kind in inbound else "out" if kind in outbound else ""
    if direction == "in":
        return "asks"
    is_mass = log.words.word("source", int(log.source[place])) == "campaign" and kind != "call_attempted"
    return "" if not direction or is_mass else "tried" if kind == "call_attempted" else "we"
