"""Every stage by owner or by channel."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from journey_core.answers import Row, table
from journey_core.bottlenecks.groups import LEAST_LEFT, StageGroup, breakdown_of, stage_groups
from journey_core.bottlenecks.results import Bottlenecks
from journey_core.bottlenecks.rows import COUNTS, USUAL

if TYPE_CHECKING:
    import pandas as pd

_SAID: Final = {
    "owner": "the owner that a lead's interactions named last by the end of its stay",
    "channel": "the channel of a lead's first touchpoint",
}


@dataclass(frozen=True, eq=False)
class Breakdown:
    """The groups at every stage, by the stage's name, the largest first."""

    definition: str
    as_of: datetime
    by: str
    stages: dict[str, tuple[StageGroup, ...]]

    def document(self) -> Row:
        """The answer as JSON says it: the groups by stage."""
        return {stage: self._rows(stage) for stage in self.stages}

    def frame(self) -> "pd.DataFrame":
        """One row a stage and group."""
        return table([row for stage in self.stages for row in self._rows(stage)], names=("stage", *self._names))

    def stage_frame(self, stage: str) -> "pd.DataFrame":
        """One row a group of one stage."""
        return table([each.row() for each in self.stages[stage]], names=self._names)

    def _rows(self, stage: str) -> list[Row]:
        return [{"stage": stage} | each.row() for each in self.stages[stage]]

    @property
    def _names(self) -> tuple[str, ...]:
        return self.by, *COUNTS, *USUAL, "odds_ratio", "q", "differs"


def breakdown(answer: Bottlenecks, by: str) -> Breakdown:
    """The stages of an answer by one of BREAKDOWNS; raises UnknownName."""
    groups = stage_groups(answer.stays, answer.words, breakdown_of(by))
    said = (
        f"{answer.definition} By {_SAID[by]}; groups of {LEAST_LEFT} or more that left are compared with all others, "
        "owners and channels of all stages as one family of comparisons."
    )
    return Breakdown(said, answer.as_of, by, dict(zip([each.stage for each in answer.stages], groups, strict=True)))
