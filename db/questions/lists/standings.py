"""Lists behind the overview: who stands at a stage, who is new, who converted, and whom a file names."""

from datetime import datetime
from typing import Final

from db.log.claims import leads_of_import
from db.questions.lists.kinds import ListKind, Viewpoint
from journey_core.calendar.parsing import start_of
from journey_core.lead_lists import Found, LeadList
from journey_core.leads.momentum import converted_leads, leads_at, new_leads
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.parameters import Query, first, whole_number
from journey_core.wording import spoken_moment, spoken_period


def stage_list(stage: str, as_of: datetime) -> LeadList:
    """The leads that stand at a stage."""
    return LeadList("stage", (("in_stage", (stage,)), ("as_of", (as_of.isoformat(),))))


def _stage_leads(given: Query, here: Viewpoint) -> Found:
    stage = first(given, "in_stage")
    leads = leads_at(here.journeys, stage, as_of=here.as_of)
    return Found(f"Leads that stand at {stage}, as of {spoken_moment(here.as_of.astimezone(here.zone))}.", leads)


def new_list(since: datetime, until: datetime) -> LeadList:
    """The leads whose first interaction lies in a period."""
    return LeadList("new", (("since", (since.isoformat(),)), ("until", (until.isoformat(),))))


def _new_leads(given: Query, here: Viewpoint) -> Found:
    since, until = _period(given, here)
    sentence = f"Leads with their first interaction{_spoken(since, until, here)}."
    return Found(sentence, new_leads(here.journeys, since=since, until=until))


def converted_list(goal: Predicate, since: datetime, until: datetime) -> LeadList:
    """The leads that converted in a period."""
    return LeadList("converted", (("goal", (str(goal),)), *new_list(since, until).parameters))


def _converted_leads(given: Query, here: Viewpoint) -> Found:
    goal, (since, until) = Predicate.parse(first(given, "goal", str(USUAL_GOAL))), _period(given, here)
    leads = converted_leads(here.journeys, goal, since=since, until=until)
    return Found(f"Leads with a conversion ({goal.sentence()}){_spoken(since, until, here)}.", leads)


def import_list(import_id: int) -> LeadList:
    """The leads whose interactions an import claims."""
    return LeadList("import", (("import_id", (str(import_id),)),))


def _import_leads(given: Query, here: Viewpoint) -> Found:
    import_id = whole_number(given, "import_id", 0)
    # The columns do not say which file brought a row, so the log itself is asked.
    return Found(f"Leads in the file of import {import_id}.", leads_of_import(here.workspace, import_id))


def _period(given: Query, here: Viewpoint) -> tuple[datetime, datetime]:
    """The period of an address; without one, everything until the viewpoint's instant."""
    since, until = first(given, "since", "1970-01-01"), first(given, "until")
    return start_of(since, here.zone), start_of(until, here.zone) if until else here.as_of


def _spoken(since: datetime, until: datetime, here: Viewpoint) -> str:
    return spoken_period(since.astimezone(here.zone), until.astimezone(here.zone))


KINDS: Final = {
    "stage": ListKind(("in_stage", "as_of"), _stage_leads),
    "new": ListKind(("since", "until"), _new_leads),
    "converted": ListKind(("goal", "since", "until"), _converted_leads),
    "import": ListKind(("import_id",), _import_leads),
}
