"""Long work in a thread of its own: the page shows how far it has come, and can be left and come back to."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic
from typing import Generic, TypeVar

import streamlit as st

from db.store.workspaces import Workspace
from journey_core.wording import spoken_percent
from pages.kit.cached import cached

Result = TypeVar("Result")
Progress = Callable[[float], None]

PATIENCE = 0.4
"""Seconds that a start waits before it speaks of progress at all; small work is done by then."""

POLL_SECONDS = 0.5


@dataclass(eq=False)
class Job(Generic[Result]):
    """Work that runs once; `share` says how much of it is done, 0..1."""

    work: Callable[[Progress], Result]
    share: float = 0.0
    _results: list[Result] = field(default_factory=list)
    _errors: list[BaseException] = field(default_factory=list)

    def start(self) -> "Job[Result]":
        self._started = monotonic()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        self._thread.join(PATIENCE)
        return self

    @property
    def is_done(self) -> bool:
        return bool(self._results or self._errors)

    @property
    def seconds(self) -> float:
        """How long ago it began."""
        return monotonic() - self._started

    def outcome(self) -> Result:
        """The result of finished work; raises what the work raised."""
        self._thread.join()
        if self._errors:
            raise self._errors[0]
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self.work(self._progress))
        except BaseException as error:
            self._errors.append(error)

    def _progress(self, share: float) -> None:
        self.share = share


def later(
    workspace: Workspace, name: str, options: Hashable, compute: Callable[[], Result], doing: str
) -> Result | None:
    """`compute()` as `cached` remembers it, worked out once for all who ask; None until it is there, and the page says
    meanwhile how far it has come. Raises what it raised.
    """
    job = cached(workspace, name, options, lambda: Job(lambda _: compute()).start())
    if not job.is_done:
        watch(job, doing)
        return None
    return job.outcome()


@st.fragment(run_every=POLL_SECONDS)
def watch(job: Job[Result], doing: str) -> None:
    """How far the work has come, or how long it has taken so far; the page can be left, and shows it again later."""
    if job.is_done:
        st.rerun()
    so_far = spoken_percent(job.share, digits=0) if job.share else f"{job.seconds:.0f} s so far"
    st.progress(min(job.share, 1.0), f"{doing} … {so_far}. You can leave this page and come back.")
