"""Rows drawn at random, and the files and entries that contain them."""

import csv
import io
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from db.log.record import Entry
from tests.db.plain_model import Row

START = datetime(2024, 3, 1, 9, tzinfo=UTC)
COLUMNS = {
    "lead": "lead", "email": "email", "minute": "occurred_at", "channel": "channel", "kind": "kind", "stage": "stage",
    "value": "value", "owner": "owner", "external_id": "external_id", "name": "name", "tier": "lead.tier",
}  # fmt: skip

entries = st.builds(
    Row,
    lead=st.sampled_from(["ada", "ada", "bob", "Cid", ""]),
    email=st.sampled_from(["", "", "E@x.org"]),
    minute=st.integers(0, 3),
    channel=st.sampled_from(["", "email", "Fax", "FAX"]),
    kind=st.sampled_from(["", "email_sent", "fax_sent"]),
    stage=st.sampled_from(["", "", "proposal", "Trial", "trial", "Pilot"]),
    value=st.sampled_from(["", "", "5"]),
    owner=st.sampled_from(["", "Kim"]),
    external_id=st.sampled_from(["", "", "e1", "e2"]),
    name=st.sampled_from(["", "Ada", "Lovelace"]),
    tier=st.sampled_from(["", "gold"]),
    source=st.just("csv"),
)
closings = [
    Row(lead, minute=minute, stage=stage) for lead in ("ada", "bob") for minute in (1, 2) for stage in ("won", "LOST")
]
entries |= st.sampled_from(closings)
rows = entries | st.just(Row(lead="ada", minute=None, kind="note"))
files = st.lists(rows, min_size=1, max_size=6).flatmap(
    lambda chosen: st.lists(st.sampled_from(chosen), max_size=2).map(lambda again: chosen + again)
)


def file_text(chosen: list[Row]) -> str:
    """These rows as a CSV file."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(COLUMNS.values())
    for row in chosen:
        said = row._asdict() | {"minute": "no day" if row.minute is None else moment(row).isoformat()}
        write(said[name] for name in COLUMNS)
    return out.getvalue()


def moment(row: Row) -> datetime:
    return START + timedelta(minutes=row.minute or 0)


def entry(row: Row) -> Entry:
    told = {"lead": row.lead, "email": row.email, "channel": row.channel, "kind": row.kind, "stage": row.stage}
    return Entry(
        occurred_at=moment(row), value=float(row.value) if row.value else None, owner=row.owner, source=row.source,
        external_id=row.external_id, attributes={"name": row.name, "tier": row.tier}, **told,
    )  # fmt: skip
