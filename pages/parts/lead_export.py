"""Where the leads on the screen can be had as a file."""

from db.engine import Workspace
from db.lists import keep_list
from journey_core.journeys import Ints
from pages.parts import session


def export_address(workspace: Workspace, leads: Ints) -> str:
    """The address that answers with the leads of these ids as CSV, to this session only."""
    return f"/api/export/leads.csv?list={keep_list(workspace, session.session_id(), leads)}"
