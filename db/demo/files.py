"""The demo's files: what a CRM, a mailing tool, a web tracker and a telephone system would export, each its own way."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from db.demo.course import Step
from journey_core.intake.rows.mapping import Mapping, ValueMap

ZONE: Final = ZoneInfo("Europe/Berlin")

ACTIVITIES: Final = {
    "E-mail sent": ("email_sent", "email", "outbound"),
    "E-mail received": ("email_replied", "email", "inbound"),
    "Text sent": ("sms_sent", "sms", "outbound"),
    "Text received": ("sms_replied", "sms", "inbound"),
    "Meeting booked": ("meeting_booked", "meeting", ""),
    "Meeting held": ("meeting_held", "meeting", ""),
    "Trade fair": ("fair_visited", "event", "inbound"),
    "Stage change": ("stage_changed", "", ""),
    "Note": ("note", "", ""),
}
"""Activity in the CRM -> kind, channel, direction."""
ACTIVITY_OF: Final = {kind: activity for activity, (kind, _, _) in ACTIVITIES.items()}
MAIL_EVENTS: Final = {"sent": "email_sent", "open": "email_opened", "click": "email_clicked"}
MAIL_EVENT_OF: Final = {kind: event for event, kind in MAIL_EVENTS.items()}
BAD_CALLS: Final = (
    ("T-X1", "31.02.2025 10:12:00", "L-0012", "Paul Hagen", "answered", "out", "95"),
    ("T-X2", "", "L-0013", "Paul Hagen", "no answer", "out", "0"),
    ("T-X3", "12.03.2025 09:41:10", "", "Lena Sommer", "answered", "out", "210"),
    ("T-X4", "13.03.2025 26:05:44", "L-0017", "Sofia Brandt", "answered", "out", "64"),
    ("T-X5", "yesterday", "L-0019", "Tarek Aydin", "no answer", "out", "0"),
    ("T-X6", "14.03.2025 11:20:00", "L-0020", "Tarek Aydin", "answered", "out", "31", "called back"),
)
"""Rows that a real telephone system would not write, but people do."""


@dataclass(frozen=True)
class Layout:
    """One file: its header, how a step is written as one row of it, and how it is to be read."""

    filename: str
    source: str
    header: tuple[str, ...]
    row: Callable[[Step, int], tuple[str, ...]]
    mapping: Mapping
    extra: Sequence[tuple[str, ...]] = ()

    def write(self, folder: Path, steps: Iterable[Step]) -> Path:
        """Writes the file; steps are numbered from 1."""
        path = folder / self.filename
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(self.header)
            writer.writerows(self.row(step, number) for number, step in enumerate(steps, start=1))
            writer.writerows(self.extra)
        return path


def layout_of(step: Step) -> Layout:
    """The file that a step belongs to."""
    if step.kind.startswith("call_"):
        return CALLS
    if step.kind in ("page_viewed", "form_submitted"):
        return WEB
    return MAILINGS if step.campaign else CRM


def _crm_row(step: Step, number: int) -> tuple[str, ...]:
    lead = step.lead
    return (
        f"A-{number:06d}", lead.key, lead.name, lead.email, lead.phone, lead.company, lead.industry, lead.city,
        lead.owner, f"{_utc(step)}Z", ACTIVITY_OF[step.kind], step.stage,
        "" if step.value is None else f"{step.value:.2f}", step.text,
    )  # fmt: skip


def _mailing_row(step: Step, number: int) -> tuple[str, ...]:
    local = step.at.replace(tzinfo=ZONE).isoformat()
    return f"m{number:07d}", step.lead.key, local, MAIL_EVENT_OF[step.kind], step.campaign


def _web_row(step: Step, _number: int) -> tuple[str, ...]:
    is_form = step.kind == "form_submitted"
    page, text = ("/contact", step.text) if is_form else (step.text, "")
    return step.lead.key, f"{_utc(step)}Z", step.kind, step.channel, step.campaign, page, text


def _call_row(step: Step, number: int) -> tuple[str, ...]:
    was_answered = step.kind == "call_connected"
    seconds = 60 + number * 37 % 900 if was_answered else 0
    outcome = "answered" if was_answered else "no answer"
    when = step.at.strftime("%d.%m.%Y %H:%M:%S")
    return f"T-{number:05d}", when, step.lead.key, step.lead.owner, outcome, "out", str(seconds)


def _utc(step: Step) -> str:
    return step.at.replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None).isoformat()


def _part_of_activity(place: int) -> ValueMap:
    return ValueMap("Activity", {activity: said[place] for activity, said in ACTIVITIES.items()})


CRM: Final = Layout(
    "crm.csv",
    "crm",
    (
        "Activity ID", "Contact ID", "Full name", "E-mail", "Phone", "Company", "Industry", "City", "Owner", "When",
        "Activity", "Deal stage", "Amount", "Subject",
    ),
    _crm_row,
    Mapping(
        columns={
            "external_id": "Activity ID", "lead": "Contact ID", "name": "Full name", "email": "E-mail",
            "phone": "Phone", "company": "Company", "lead.industry": "Industry", "lead.city": "City", "owner": "Owner",
            "occurred_at": "When", "stage": "Deal stage", "value": "Amount", "content": "Subject",
        },
        values={"kind": _part_of_activity(0), "channel": _part_of_activity(1), "direction": _part_of_activity(2)},
    ),
)  # fmt: skip
MAILINGS: Final = Layout(
    "email_campaigns.csv",
    "campaign",
    ("message_id", "contact_id", "timestamp", "event", "campaign"),
    _mailing_row,
    Mapping(
        columns={"external_id": "message_id", "lead": "contact_id", "occurred_at": "timestamp"},
        constants={"channel": "email"},
        values={
            "kind": ValueMap("event", MAIL_EVENTS),
            "direction": ValueMap("event", {"sent": "outbound"}, "inbound"),
        },
    ),
)
WEB: Final = Layout(
    "web_analytics.csv",
    "web",
    ("visitor", "time", "event", "medium", "utm_campaign", "page", "message"),
    _web_row,
    Mapping(
        columns={
            "lead": "visitor", "occurred_at": "time", "kind": "event", "channel": "medium", "campaign": "utm_campaign",
            "detail.page": "page", "content": "message",
        },
        constants={"direction": "inbound"},
    ),
)  # fmt: skip
CALLS: Final = Layout(
    "call_log.csv",
    "telephone",
    ("Call ID", "Date", "Contact", "Agent", "Result", "Way", "Seconds"),
    _call_row,
    Mapping(
        columns={
            "external_id": "Call ID", "occurred_at": "Date", "lead": "Contact", "owner": "Agent",
            "detail.seconds": "Seconds",
        },
        constants={"channel": "call"},
        values={
            "kind": ValueMap("Result", {"answered": "call_connected", "no answer": "call_attempted"}),
            "direction": ValueMap("Way", {"out": "outbound", "in": "inbound"}),
        },
        timezone=ZONE.key,
        date_format="%d.%m.%Y %H:%M:%S",
    ),
    BAD_CALLS,
)  # fmt: skip
LAYOUTS: Final = (CRM, MAILINGS, WEB, CALLS)
