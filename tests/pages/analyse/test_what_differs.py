"""What differs on the page: every cell is the length of its list, whichever way its row was compared."""

from zoneinfo import ZoneInfo

from db.log.record import Entry
from db.questions.ask import question
from db.questions.lists.resolving import resolve
from db.questions.parts.funnel import differences
from db.questions.segments import viewpoint
from db.store.workspaces import Workspace
from journey_core.funnel.differences import AT_ENTRY, PER_DAY
from pages.screens.funnel.differs import differs_table
from tests.pages.conftest import START, LogAll, moment

UTC = ZoneInfo("UTC")
WEEK = 7 * 24 * 60


def replied_or_viewed(log_all: LogAll) -> None:
    """Sixty leads of two owners fill a form; half reply, and two thirds of them convert; half view a page, a third of
    them converts.
    """
    for lead in range(60):
        kind, channel = (("email_replied", "email"), ("page_viewed", "web"))[lead % 2]
        rows = [("form_submitted", "web", 0.0), (kind, channel, 1.0)]
        rows += [("converted", "", 5.0)] if (lead // 2 % 3 > 0) == (lead % 2 == 0) else []
        who = {"lead": f"lead {lead:02}", "owner": ("Sam", "Kim")[lead // 30]}
        log_all([Entry(kind=what, channel=by, occurred_at=moment(minute), **who) for what, by, minute in rows])


def test_every_cell_of_what_differs_is_the_length_of_its_list(workspace: Workspace, log_all: LogAll) -> None:
    replied_or_viewed(log_all)
    view = question(workspace, "funnel", {"step": ["kind=form_submitted", "kind=converted"]}, as_of=moment(20 * WEEK))
    answer = differences(view)
    table, here = differs_table(answer, view), viewpoint(workspace, view.columns, UTC, START)
    assert {each.trait.source.partition(".")[0] for each in answer.differences} == {"during", "entry"}
    for (row, column), leads in table.lists.items():
        assert table.frame[column].iloc[row] == len(resolve(leads, here).lead_ids)
    assert len(table.lists) == 4 * len(answer.differences)
    assert {(each.trait.is_done, each.comparison) for each in answer.differences} == {
        (True, PER_DAY),
        (False, AT_ENTRY),
    }
