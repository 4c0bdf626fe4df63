"""Long work in a thread of its own: the page shows how far it is, and can be left and come back to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from typing import Generic, TypeVar

Result = TypeVar("Result")
Progress = Callable[[float], None]

PATIENCE = 0.4
"""Seconds that a start waits before it speaks of progress at all; small work is done by then."""


@dataclass(eq=False)
class Job(Generic[Result]):
    """Work that runs once; `share` says how much of it is done, 0..1."""

    work: Callable[[Progress], Result]
    share: float = 0.0
    _results: list[Result] = field(default_factory=list)
    _errors: list[BaseException] = field(default_factory=list)

    def start(self) -> "Job[Result]":
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        self._thread.join(PATIENCE)
        return self

    @property
    def is_done(self) -> bool:
        return bool(self._results or self._errors)

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
