"""Figures as pictures: one at a time, each in a process of its own, for so long and no longer."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Final

from db.shown import ShownFigure
from journey_core.errors import Refused, UnknownName

PICTURES: Final = {"png": "image/png", "svg": "image/svg+xml"}
"""Form of a picture -> its media type."""

LIMIT_SECONDS: Final = 60
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_DRAW: Final = Path(__file__).with_name("draw_once.py")

_drawing = Lock()


def picture(figure: ShownFigure, form: str) -> bytes:
    """The figure as PNG or SVG; raises UnknownName for another form, Refused when it can't be drawn in time."""
    if form not in PICTURES:
        raise UnknownName("form of a picture", form, PICTURES)
    browser = _browser() if figure.engine == "plotly" else ""
    if not _drawing.acquire(timeout=LIMIT_SECONDS):
        raise Refused("Other pictures are being drawn; ask for this one again in a minute.")
    try:
        return _drawn(figure, form, browser)
    finally:
        _drawing.release()


def _browser() -> str:
    """The Chromium that draws Plotly's figures: the one that JOURNEY_CHROMIUM names, else the system's."""
    found = os.environ.get("JOURNEY_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if not found:
        raise Refused(
            "This picture needs Chromium, and none is found: install the system's package chromium, or name one in "
            "JOURNEY_CHROMIUM. The numbers can be exported without it."
        )
    return found


def _drawn(figure: ShownFigure, form: str, browser: str) -> bytes:
    command = [sys.executable, str(_DRAW), figure.engine, form]
    # A session of its own, so that the browser ends with the process that leads it.
    with subprocess.Popen(  # noqa: S603, the words of the command are ours
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"BROWSER_PATH": browser}, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            drawing, complaint = process.communicate(figure.content, timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            raise Refused(f"This picture took more than {LIMIT_SECONDS} seconds and was given up.") from None
        finally:
            _end(process)
    if process.returncode or not drawing:
        told = [line for line in complaint.decode(errors="replace").splitlines() if line[:1].strip()]
        raise Refused(f"This picture can't be drawn: {told[-1].rstrip(':.') if told else 'nothing came back'}.")
    return drawing


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
