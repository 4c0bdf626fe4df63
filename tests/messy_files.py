"""Small files as people really export them, each for a kind that once came in wrong, with what they say."""

import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import xlsxwriter
from sqlalchemy import select

from db.store.tables import INTERACTION, LEAD
from db.store.workspaces import Workspace
from journey_core.log.times import instant

DAY: Final = "2024-03-04T00:00:00+00:00"


@dataclass(frozen=True)
class Messy:
    """A file and what must come of it; None where nothing particular is expected.

    asks: the option that has to be said first; options: what is mapped by hand on the terminal.
    """

    name: str
    data: bytes
    created: int = 0
    rejected: int = 0
    warnings: int = 0
    leads: tuple[str, ...] | None = None
    times: tuple[str, ...] | None = None
    values: tuple[float | None, ...] | None = None
    asks: str = ""
    options: tuple[str, ...] = field(default=())
    filename: str = "file.csv"


def what_came_in(workspace: Workspace) -> tuple[tuple[str, ...], tuple[str, ...], tuple[float | None, ...]]:
    """(keys of the leads in order, times, values), the latter in the order of leads and times."""
    with workspace.read("see") as connection:
        keys = connection.scalars(select(LEAD.c.key).order_by(LEAD.c.key)).all()
        same = LEAD.c.lead_id == INTERACTION.c.lead_id
        found = select(INTERACTION.c.occurred_at, INTERACTION.c.value).join(LEAD, same)
        told = connection.execute(found.order_by(LEAD.c.key, INTERACTION.c.occurred_at)).all()
    return tuple(keys), tuple(instant(row.occurred_at).isoformat() for row in told), tuple(row.value for row in told)


def check_log(messy: Messy, workspace: Workspace) -> None:
    """That the log says what the file says, and nothing where something had to be asked first."""
    leads, times, values = what_came_in(workspace)
    assert len(times) == messy.created
    for expected, found in ((messy.leads, leads), (messy.times, times), (messy.values, values)):
        assert expected is None or tuple(sorted(expected, key=str)) == tuple(sorted(found, key=str))


def rows(*lines: str, head: str = "lead,occurred_at,kind,channel") -> bytes:
    return "\n".join((head, *lines, "")).encode()


def dated(*times: str) -> bytes:
    """One interaction of one lead at each of these times."""
    return rows(*(f'K-7,"{time}",form_submitted,web' for time in times))


def workbook(*lines: tuple[Any, ...]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet("Export")
        for place, line in enumerate(lines):
            sheet.write_row(place, 0, line)
    return data.getvalue()


def told(place: int, hour: int, minute: int = 5) -> str:
    return f"2024-03-{place:02}T{hour:02}:{minute:02}:00+00:00"


TWO: Final = (told(4, 9), told(5, 10))
NAMES: Final = tuple(f"Zoë-{number}" for number in range(12))
FILES: Final = (
    Messy("ten digits", dated("2024030409", "2024031023"), asks="date_format"),
    Messy("microseconds since 1970", dated("1709543100000000", "1709633100000000"), 2, times=TWO),
    Messy("fourteen digits", dated("20240304090500", "20240305100500"), 2, times=TWO),
    Messy("single digits", dated("2024-3-4 9:05", "2024-3-5 10:05"), 2, times=TWO),
    Messy("an hour of one digit", dated("2024-03-04 9:05:00", "2024-03-05 10:05:00"), 2, times=TWO),
    Messy("ISO with half days", dated("2024-03-04 09:05 AM", "2024-03-05 10:05 AM"), 2, times=TWO),
    Messy("seconds and PM without a space", dated("3/14/2024 1:30:22PM"), 1, times=("2024-03-14T13:30:22+00:00",)),
    Messy("times of e-mails", dated("Mon, 04 Mar 2024 10:05:00 +0100",
    "Tue, 05 Mar 2024 10:05:00 +0000"), 2, times=TWO),
    Messy("GMT and an offset", dated("2024-03-04 10:05 GMT+1", "2024-03-05 11:05 GMT+1"), 2, times=TWO),
    Messy("the name of a zone", dated("2024-03-04 10:05:00 CET", "2024-03-05 05:05:00 EST"), 2, times=TWO),
    Messy("UTC behind the time", dated("2024-03-04 09:05:00 UTC", "2024-03-05 10:05:00 UTC"), 2, times=TWO),
    Messy("a zone word of several zones", dated("2024-03-04 09:05 IST"), asks="timezone"),
    Messy(
        "German months", dated("4. März 2024", "5. Mai 2024"), 2, times=(DAY, "2024-05-05T00:00:00+00:00"),
    ),
    Messy("days that read two ways", dated("04/03/2024", "05/03/2024"), asks="date_format"),
    Messy(
        "points between thousands",
        rows("a;2024-03-04;converted;3.000", "b;2024-03-04;converted;12.500", "c;2024-03-04;converted;1.250,50",
             "d;2024-03-04;converted;980", head="lead;occurred_at;kind;value"),
        4, values=(3000.0, 12500.0, 1250.5, 980.0),
    ),
    Messy(
        "values with currencies",
        rows('a,2024-03-04,converted,"€ 1.250,50"', 'b,2024-03-04,converted,"(300,00) EUR"',
             'c,2024-03-04,converted,45 %', head="lead,occurred_at,kind,value"),
        3, values=(1250.5, -300.0, 0.45),
    ),
    Messy("values that read two ways", rows("a,2024-03-04,converted,3.000", head="lead,occurred_at,kind,value"),
          asks="number_format"),
    Messy(
        "one broken byte", rows(*(f"{name},2024-03-04,note," for name in NAMES)) + b"Zo\xc3,2024-03-04,note,\n", 12, 1,
        leads=NAMES,
    ),
    Messy("composed and decomposed", rows("Zoé,2024-03-04,note,", "Zoe\u0301,2024-03-05,note,"), 2, leads=("Zoé",)),
    Messy("zero width in a key", rows("k\u200b,2024-03-04,note,", "k,2024-03-05,note,"), 2, leads=("k\u200b",)),
    Messy("keys by case", rows("Ada@Example.com,2024-03-04,note,", "ada@example.com,2024-03-05,note,"), 2,
          leads=("Ada@Example.com",)),
    Messy("keys that begin like formulas", rows("@handle,2024-03-04,note,", "-17,2024-03-05,note,"), 2,
          leads=("-17", "@handle")),
    Messy("two extensions", rows("+12025550100 x12,2024-03-04,note,", "+1 202 555 0100 ext. 34,2024-03-04,note,",
                                 head="phone,occurred_at,kind,channel"),
          2, leads=("+12025550100 ext. 12", "+12025550100 ext. 34")),
    Messy("a double zero", rows("0049 171 1234567,2024-03-04,note,", "+491711234567,2024-03-05,note,",
                                head="phone,occurred_at,kind,channel"), 2, leads=("+491711234567",)),
    Messy("placeholders as leads", rows("null,2024-03-04,note,", "N/A,2024-03-04,note,", "k,2024-03-04,note,"), 1, 2,
          leads=("k",)),
    Messy("errors of a lookup", rows("#N/A,2024-03-04,note,", "#NV,2024-03-04,note,", "k,2024-03-04,note,"), 1, 2,
          leads=("k",)),
    Messy("optional cells that say nothing", rows("a,2024-03-04,note,-,", "b,2024-03-04,note,,n/a",
                                                  head="lead,occurred_at,kind,value,phone"), 2, warnings=2,
          values=(None, None)),
    Messy("several addresses", rows('"ada@example.com; bob@example.com",2024-03-04,note,',
                                    "Ada <ada@example.com>,2024-03-04,note,", "mailto:ADA@example.com,2024-03-05,note,",
                                    head="email,occurred_at,kind,channel"), 3, warnings=1, leads=("ada@example.com",)),
    Messy("a trailing comma on rows only", rows("k,2024-03-04,note,web,", "l,2024-03-04,note,web,"), 2),
    Messy("short rows", rows("k,2024-03-04,note", "l,2024-03-04,note,web"), 2),
    Messy("title lines", b"Activity report\nExported 2024-04-01\n\n" + rows("k,2024-03-04,note,web",
    "l,2024-03-04,note,web"),
          2, leads=("k", "l")),
    Messy("a sep line", b"sep=;\n" + rows("k;2024-03-04;note;web", head="lead;occurred_at;kind;channel"), 1),
    Messy("a vertical tab in a note", rows("k,2024-03-04,note,one\vtwo", head="lead,occurred_at,kind,content"), 1,
          warnings=1),
    Messy(
        "a time in two columns",
        workbook(("lead", "Date", "Time", "kind"), ("k", datetime(2024, 3, 4), "09:05", "note"),
                 ("k", datetime(2024, 3, 5), "10:05", "note")),
        2, times=TWO, options=("--map", "occurred_at=Date+Time"), filename="file.xlsx",
    ),
)  # fmt: skip
