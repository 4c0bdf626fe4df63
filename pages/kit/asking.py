"""How pages ask: from the instant their session looks from, with answers remembered in their cache."""

from typing import Any

from db.questions import ask
from db.questions.ask import Asked
from db.store.workspaces import Workspace
from journey_core.parameters import Parameters, Query
from pages.kit import session
from pages.kit.cached import cached


def asked(workspace: Workspace, name: str, given: Query) -> Asked[Any, Any]:
    """What an address asks of an analysis; raises UnknownName and BadInput."""
    return ask.question(workspace, name, given, as_of=session.as_of(workspace), memo=cached)


def proposed(workspace: Workspace, name: str) -> Parameters:
    """What a fresh page of an analysis asks."""
    return ask.proposal(workspace, name, as_of=session.as_of(workspace), memo=cached)
