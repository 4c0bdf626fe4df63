"""Why leads are worth a call, as pages, terminal and JSON all ask it."""

from datetime import datetime, time

from db.kept.tasks import steps_from
from db.store.memo import Memo, at_once
from db.store.settings import settings
from db.store.workspaces import Workspace
from journey_core.leads.scoring import Scores
from journey_core.leads.standing import Standing
from journey_core.log.journeys import Journeys
from journey_core.reasons.contacts import contacts
from journey_core.reasons.facts import Facts
from journey_core.reasons.next_steps import plans
from journey_core.reasons.reasons import Reasons, reasons
from journey_core.reasons.usual_stays import usual_stays


def reasons_of(
    workspace: Workspace, columns: Journeys, stands: Standing, scored: Scores, *, as_of: datetime, memo: Memo = at_once
) -> Reasons:
    """The reasons of all leads as of an instant, with the next steps that were set by then; days are those of the
    workspace's zone. `stands` and `scored` are of the same instant.
    """
    here = as_of.astimezone(settings(workspace).tz)
    newest = columns.newest_at
    # Nothing comes after the newest interaction, so every later instant has the same conversations.
    seen = min(as_of, newest) if newest else as_of
    steps = steps_from(workspace, datetime.combine(here.date(), time.min, here.tzinfo))
    return reasons(
        Facts(
            here,
            columns,
            stands,
            scored,
            memo(workspace, "contacts", seen, lambda: contacts(columns, as_of=seen)),
            memo(workspace, "usual stays", as_of, lambda: usual_stays(columns, as_of=as_of)),
            plans(columns, steps, as_of=here),
        )
    )
