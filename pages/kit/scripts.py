"""The pages by their address: a script of their own, or, for an analysis that has none, the screen that fits all."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

from journey_core.analyses import ANALYSES

HERE: Final = Path(__file__).parent.parent

OVERVIEW: Final = "overview"
"""The page that opens first."""

SCRIPTS: Final = {
    "overview": ("sell/overview.py", "Overview"),
    "leads": ("sell/leads.py", "Leads"),
    "lead": ("sell/lead.py", "Lead"),
    "report": ("sell/report.py", "Report"),
    "log": ("sell/log.py", "Log"),
    "upload": ("data/upload.py", "Upload"),
    "imports": ("data/imports.py", "Imports"),
    "spend": ("data/spend.py", "Spend"),
    "settings": ("admin/settings.py", "Settings"),
}
"""The script and the title of each page that does not show an analysis, by its address."""

Draw = Callable[[str], None]


def elsewhere(_: str) -> None:
    """Draws nothing: a link knows where it leads, and navigation how that is drawn."""


def sections() -> dict[str, tuple[str, ...]]:
    """The addresses of the pages, by section of the menu."""
    return {
        "Sell": ("overview", "leads", "lead"),
        "Explore": (*ANALYSES, "report"),
        "Operate": ("log", "upload", "imports", "spend", "settings"),
    }


def title_of(address: str) -> str:
    """What a page is called."""
    return ANALYSES[address].title if address in ANALYSES else SCRIPTS[address][1]


def page_at(address: str, draw: Draw = elsewhere) -> st.Page:
    """The page of an address; `draw` draws an analysis that has no script, by its name."""
    script = HERE / (f"analyse/{address}.py" if address in ANALYSES else SCRIPTS[address][0])
    is_first = address == OVERVIEW
    if script.is_file():
        return st.Page(script, title=title_of(address), url_path=address, default=is_first)
    return st.Page(lambda: draw(address), title=title_of(address), url_path=address, default=is_first)
