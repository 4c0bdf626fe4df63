"""Along with bottlenecks: their groups."""

from typing import Any, Final

from db.questions.ask import Asked
from db.questions.parts.kinds import Part
from journey_core.answers import Row
from journey_core.bottlenecks.breakdown import Breakdown, breakdown
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.results import Bottlenecks
from journey_core.bottlenecks.stays import BREAKDOWNS
from journey_core.parameters import Parameter, first

AskedBottlenecks = Asked[BottleneckOptions, Bottlenecks]


def groups(asked: AskedBottlenecks) -> Breakdown:
    """Every stage by owner or channel, as the address says."""
    return groups_by(asked, first(asked.given, "breakdown"))


def groups_by(asked: AskedBottlenecks, by: str) -> Breakdown:
    """Every stage by owner or channel; raises UnknownName."""
    return asked.remembered("breakdown", by, lambda: breakdown(asked.answer, by))


def _into_stages(document: Row, name: str, told: Any) -> None:
    """Puts the groups of each stage into its row."""
    for stage in document["stages"]:
        stage[name] = told[stage["stage"]]


PARTS: Final = (Part("breakdown", (Parameter("breakdown", " | ".join(BREAKDOWNS)),), groups, put=_into_stages),)
