"""What the packages' process tells the process that asks it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeVar

Answer = TypeVar("Answer")
Credit = dict[str, float]


@dataclass
class Said:
    """What a package answered: the seconds of all its calls, and the credit by channel of every model."""

    seconds: float = 0.0
    credit: dict[str, Credit] = field(default_factory=dict)

    def ask(self, call: Callable[[], Answer]) -> Answer:
        """What the call returns; the time it takes is added up."""
        started = perf_counter()
        answer = call()
        self.seconds += perf_counter() - started
        return answer
