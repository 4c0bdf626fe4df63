"""Next steps through any history: done leaves, undo brings back, and nobody ever has two open ones with a lead."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.kept.tasks import Task, add_task, finish_task, reopen_task, tasks
from db.log.record import Entry, record
from db.log.undo import retract
from db.store.workspaces import Workspace
from journey_core.errors import Refused
from tests.proofs import cases

numbers = count()

acts = st.lists(
    st.sampled_from([
        ("add", "Sam"), ("add", "Sam"), ("add", "Kim"), ("done", 0), ("done", 1), ("undo", 0), ("undo", 1),
        ("log", None), ("log", None), ("retract", None), ("retract", None),
    ]),
    min_size=40, max_size=60,
)  # fmt: skip


class Plain:
    """The steps of one lead in plain Python: whose each is, whether it is open, and which call did it."""

    def __init__(self) -> None:
        self.owner: list[str] = []
        self.is_open: list[bool] = []
        self.did: dict[int, int] = {}

    def has_open(self, owner: str) -> bool:
        return any(still and whose == owner for whose, still in zip(self.owner, self.is_open, strict=True))

    def add(self, owner: str) -> bool:
        if self.has_open(owner):
            return False
        self.owner.append(owner)
        self.is_open.append(True)
        return True

    def done(self, step: int) -> bool:
        was_open, self.is_open[step] = self.is_open[step], False
        return was_open

    def undo(self, step: int) -> bool:
        if self.is_open[step] or self.has_open(self.owner[step]):
            return False
        self.is_open[step] = True
        self.did.pop(step, None)
        return True

    def log(self, call: int) -> None:
        for step, still in enumerate(self.is_open):
            if still:
                self.is_open[step], self.did[step] = False, call

    def retract(self, call: int) -> None:
        for step in [step for step, by in self.did.items() if by == call]:
            self.is_open[step] = not self.has_open(self.owner[step])
            del self.did[step]


def makes(change: Callable[[], Task]) -> Task | None:
    """What a change makes; None where it is refused."""
    try:
        return change()
    except Refused:
        return None


@settings(max_examples=cases(100), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts)
def test_steps_are_what_a_plain_list_of_them_says(workspace: Workspace, chosen: list[tuple[str, Any]]) -> None:
    key, plain, ids, calls = f"lead {next(numbers)}", Plain(), [], []
    lead = record(workspace, Entry(lead=key, kind="page_viewed", occurred_at=datetime.now(UTC))).lead_id
    for act, what in chosen:
        now = datetime.now(UTC)
        if act == "add":
            made = makes(partial(add_task, workspace, lead, "x", day=now.date(), owner=str(what)))
            assert (made is not None) == plain.add(str(what))
            ids += [made.step.task_id] if made else []
        elif act in {"done", "undo"} and (what or 0) < len(ids):
            changed = makes(partial(finish_task if act == "done" else reopen_task, workspace, ids[what]))
            assert (changed is not None) == getattr(plain, act)(what)
        elif act == "log":
            calls.append(record(workspace, Entry(lead=key, kind="call_connected", occurred_at=now)).interaction_id)
            plain.log(calls[-1])
        elif act == "retract" and calls:
            retract(workspace, calls[-1])
            plain.retract(calls.pop())
        still = [ids[step] for step, is_open in enumerate(plain.is_open) if is_open]
        listed = tasks(workspace, lead_id=lead)
        assert sorted(each.step.task_id for each in listed) == still
        assert len({each.step.owner for each in listed}) == len(listed)
