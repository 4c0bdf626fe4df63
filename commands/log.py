"""One interaction in: log."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from commands.face import Face, command
from db.leads.named import who
from db.log.record import Entry, record
from db.store.settings import settings
from journey_core.calendar.parsing import start_of


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "log")(log_command)


def log_command(
    face: Face,
    lead: Annotated[str, typer.Option(help="Key of the lead: id, e-mail or phone; a new key makes a new lead.")],
    channel: Annotated[str, typer.Option(help="email, call, meeting …")] = "",
    kind: Annotated[str, typer.Option(help="call_connected, note, converted …")] = "",
    direction: Annotated[str, typer.Option(help="inbound or outbound")] = "",
    at: Annotated[str | None, typer.Option(help="When, ISO 8601; default now.")] = None,
    value: Annotated[float | None, typer.Option(help="Money, in the workspace's currency.")] = None,
    stage: Annotated[str, typer.Option(help="The stage that the lead moves to.")] = "",
    note: Annotated[str, typer.Option(help="What was said.")] = "",
    campaign: Annotated[str, typer.Option()] = "",
    owner: Annotated[str, typer.Option()] = "",
    source: Annotated[str, typer.Option(help="The system that reports it.")] = "api",
    external_id: Annotated[str, typer.Option(help="Its id there; the same id twice is one interaction.")] = "",
) -> None:
    """Logs one interaction. The same one again changes nothing."""
    zone = settings(face.workspace).tz
    entry = Entry(
        occurred_at=start_of(at, zone) if at else datetime.now(UTC),
        channel=channel,
        kind=kind,
        direction=direction,
        value=value,
        stage=stage,
        content=note,
        campaign=campaign,
        owner=owner,
        source=source,
        external_id=external_id,
        **who(face.workspace, lead),
    )
    done = record(face.workspace, entry)
    said = "Logged" if done.created else "This was in the log already; nothing changed"
    face.answer(
        {"interaction_id": done.interaction_id, "created": done.created, "lead": done.lead_key},
        f"{said}: interaction {done.interaction_id} of {done.lead_key}.",
    )
