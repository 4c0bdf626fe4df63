"""What a part of an analysis is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from db.questions.ask import Asked
from journey_core.answers import Answer, Row
from journey_core.parameters import Parameter, Query

YES: Final = "yes"
"""What an address says for a part that needs nothing more."""


def beside(document: Row, name: str, told: Any) -> None:
    """Puts what a part says into the analysis's document, under the part's name."""
    document[name] = told


@dataclass(frozen=True)
class Part:
    """A further answer to a question.

    name: its name in the document. parameters: what an address can say about it; it is asked for where one of them is
    given, or always. make: the answer. put: where its document goes in that of the analysis.
    """

    name: str
    parameters: tuple[Parameter, ...]
    make: Callable[[Asked[Any, Any]], Answer]
    is_always: bool = False
    put: Callable[[Row, str, Any], None] = beside

    def is_asked(self, given: Query) -> bool:
        return self.is_always or any(given.get(each.name) for each in self.parameters)
