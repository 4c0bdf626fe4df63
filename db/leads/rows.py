"""Leads as lists show them: who they are, where they stand, how warm they are. Row k is lead k."""

from dataclasses import dataclass
from datetime import datetime

from db.columns.snapshot import journeys
from db.leads.people import People, people
from db.store.memo import Memo, at_once
from db.store.settings import settings
from db.store.workspaces import Workspace
from journey_core.leads.scoring import Scores, scores
from journey_core.leads.standing import Standing, standing
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.log.times import instant


@dataclass(frozen=True, eq=False)
class LeadRows:
    """Everything that lists and pages ask about the leads of a workspace, as of one instant."""

    as_of: datetime
    columns: Journeys
    people: People
    stands: Standing
    scored: Scores


def lead_rows(workspace: Workspace, as_of: datetime, *, memo: Memo = at_once) -> LeadRows:
    """All leads as of an instant. What depends on the clock alone is computed anew; the rest is left to `memo`."""
    columns, chosen = journeys(workspace), settings(workspace)
    newest = columns.newest_at
    # Nothing comes after the newest interaction, so every later instant has the same standing.
    seen = min(as_of, newest) if newest else as_of
    goal = Predicate.parse(chosen.goal)
    return LeadRows(
        as_of,
        columns,
        memo(workspace, "people", None, lambda: people(workspace, columns.lead_id)),
        memo(workspace, "standing", (seen, goal), lambda: standing(columns, as_of=seen, goal=goal)),
        memo(workspace, "scores", (as_of, chosen.score), lambda: scores(columns, as_of=as_of, constants=chosen.score)),
    )


def last_touch(rows: LeadRows, lead: int) -> datetime | None:
    """When the lead with this number was last heard from."""
    return instant(int(rows.stands.last_at[lead])) if rows.stands.interactions[lead] else None
