"""What the packages' process tells the one that asks it."""

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
        """What the call returns; its time counts."""
        started = perf_counter()
        answer = call()
        self.seconds += perf_counter() - started
        return answer
