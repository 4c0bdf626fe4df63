"""Whether what is derived agrees with the log: check."""

import typer

from commands.face import Face, command
from db.checks.check import check


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "check")(check_command)


def check_command(face: Face) -> None:
    """Derives everything anew from the log and reports what differs, and what looks odd in the data."""
    report = check(face.workspace)
    notices = [f"{notice.what}: {', '.join(notice.leads[:20])}" for notice in report.notices]
    document = {
        "ok": not report.differences,
        "differences": list(report.differences),
        "notices": [
            {"what": notice.what, "count": len(notice.leads), "leads": notice.leads} for notice in report.notices
        ],
    }
    face.answer(document, [*(report.differences or ["All derived values agree with the log."]), *notices])
    if report.differences:
        raise typer.Exit(1)
