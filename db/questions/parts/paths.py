"""Along with a journey map: what is left of it when ways that few leads go are hidden."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from db.questions.ask import Asked
from db.questions.parts.kinds import Part
from journey_core.answers import Row, rows_of
from journey_core.parameters import Parameter, share
from journey_core.paths.leads import leads_hidden
from journey_core.paths.options import USUAL_SHARE, PathOptions
from journey_core.paths.results import PathsResult

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Shown:
    """The ways that at least `min_share` of the leads go, and how many leads go a hidden one."""

    result: PathsResult
    min_share: float
    hidden_leads: int

    @property
    def definition(self) -> str:
        return self.result.definition

    @property
    def as_of(self) -> datetime:
        return self.result.as_of

    @property
    def visible(self) -> PathsResult:
        """The map without what is hidden."""
        return self.result.visible(self.min_share)

    def document(self) -> Row:
        """The ways shown, and what is hidden."""
        shown = self.visible
        hidden = {
            "min_share": self.min_share,
            "edges": len(self.result.edges) - len(shown.edges),
            "leads": self.hidden_leads,
        }
        return {"edges": rows_of(shown.edges), "hidden": hidden, "flow": rows_of(shown.flow)}

    def frame(self) -> "pd.DataFrame":
        """One row per edge that is shown."""
        return self.visible.frame()


def shown(asked: Asked[PathOptions, PathsResult]) -> Shown:
    """The map of the ways that have at least the share asked for."""
    least = share(asked.given, "min_share", USUAL_SHARE)
    hidden = leads_hidden(asked.columns, asked.options, asked.answer, least)
    return Shown(asked.answer, least, len(hidden))


def _instead(document: Row, _: str, told: Any) -> None:
    """Puts what is shown in place of everything."""
    document |= told


PARTS: Final = (
    Part(
        "shown",
        (Parameter("min_share", f"Hides ways that a smaller share of leads goes: {USUAL_SHARE}.", kind=float),),
        shown,
        is_always=True,
        put=_instead,
    ),
)
