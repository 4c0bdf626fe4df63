"""Figures as pictures: one at a time, each in a process of its own, within a time limit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final

from db.sessions.screen_contents import ShownFigure
from db.store.temporary import own_prefix
from journey_core.errors import Refused, UnknownName

PICTURES: Final = {"png": "image/png", "svg": "image/svg+xml"}
"""Format of a picture -> its media type."""

LIMIT_SECONDS: Final = 60
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_DRAW: Final = Path(__file__).with_name("draw_once.py")

_drawing = Lock()


def picture(figure: ShownFigure, form: str) -> bytes:
    """The figure as PNG or SVG; raises UnknownName for another format, Refused when it can't be drawn in time."""
    if form not in PICTURES:
        raise UnknownName("picture format", form, PICTURES)
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
            "This picture needs Chromium, which was not found: install the system's package chromium, or name one in "
            "JOURNEY_CHROMIUM. The numbers can be exported without it."
        )
    return found


def _drawn(figure: ShownFigure, form: str, browser: str) -> bytes:
    command = [sys.executable, str(_DRAW), figure.engine, form]
    with TemporaryDirectory(prefix=own_prefix(), ignore_cleanup_errors=True) as folder:
        surroundings = os.environ | {"BROWSER_PATH": browser, "TMPDIR": folder}
        try:
            # A browser ends with the process that leads it, and what it wrote goes with the folder.
            done = subprocess.run(  # noqa: S603, the words of the command are our own
                command, input=figure.content, capture_output=True, env=surroundings, timeout=LIMIT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise Refused(f"This picture took more than {LIMIT_SECONDS} seconds and was given up.") from None
    if done.returncode or not done.stdout:
        told = [line for line in done.stderr.decode(errors="replace").splitlines() if line[:1].strip()]
        raise Refused(f"This picture can't be drawn: {told[-1].rstrip(':.') if told else 'nothing came back'}.")
    return done.stdout
