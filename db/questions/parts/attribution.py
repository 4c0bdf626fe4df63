"""Along with an attribution: what channels cost, other models, the order of the chain, what is behind one lead."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from db.kept.spend import attributed_spend
from db.leads.cards import find_lead
from db.questions.ask import Asked
from db.questions.parts.kinds import YES, Part
from db.store.workspaces import Workspace
from journey_core.answers import Row, frame_of, row_of, rows_of, table
from journey_core.attribution.answer import attribute_all
from journey_core.attribution.ledger import Ledger, ledger
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.results import AttributionResult
from journey_core.attribution.spend import ChannelCost, channel_costs
from journey_core.attribution.suggested_order import OrderSuggestion, suggested_order
from journey_core.errors import BadInput, UnknownName
from journey_core.parameters import Parameter, first

if TYPE_CHECKING:
    import pandas as pd

AskedAttribution = Asked[AttributionOptions, AttributionResult]


@dataclass(frozen=True)
class Costs:
    """What channels cost in the period, pro rata by day; `rows` has every channel, even one that cost nothing."""

    definition: str
    as_of: datetime
    rows: tuple[ChannelCost, ...]

    @property
    def paid(self) -> tuple[ChannelCost, ...]:
        """The channels that cost something."""
        return tuple(each for each in self.rows if each.spent)

    def document(self) -> list[Row]:
        """One row per channel that cost something."""
        return rows_of(self.paid)

    def frame(self) -> "pd.DataFrame":
        """The same as a table."""
        return frame_of(ChannelCost, self.paid)


@dataclass(frozen=True, eq=False)
class Models:
    """The answers of several models by name, the one that was asked for first."""

    definition: str
    as_of: datetime
    answers: Mapping[str, AttributionResult]

    def document(self) -> list[Row]:
        """The document of each model."""
        return [answer.document() for answer in self.answers.values()]

    def frame(self) -> "pd.DataFrame":
        """One row per model and channel."""
        rows = [{"model": name} | row_of(row) for name, answer in self.answers.items() for row in answer.rows]
        return table(rows, names=("model", "channel", "credit"))


@dataclass(frozen=True)
class Order:
    """The order of the chain that predicts best; None where no journey has touchpoints."""

    definition: str
    as_of: datetime
    suggestion: OrderSuggestion | None

    def document(self) -> Row | None:
        """The suggestion as a row."""
        return row_of(self.suggestion) if self.suggestion else None

    def frame(self) -> "pd.DataFrame":
        """The suggestion as a row of a table."""
        return frame_of(OrderSuggestion, [self.suggestion] if self.suggestion else [])


@dataclass(frozen=True)
class Behind:
    """What is behind each conversion of one lead."""

    definition: str
    as_of: datetime
    lead: str
    ledger: Ledger

    def document(self) -> Row:
        """Its conversions with their touchpoints and shares."""
        return {"lead": self.lead, "conversions": self.ledger.document()}

    def frame(self) -> "pd.DataFrame":
        """One row per conversion and touchpoint."""
        return self.ledger.touches_frame()


def costs(asked: AskedAttribution) -> Costs:
    """What channels cost."""
    return costs_of(asked.workspace, asked.answer, asked.options, asked.zone)


def costs_of(workspace: Workspace, answer: AttributionResult, options: AttributionOptions, zone: ZoneInfo) -> Costs:
    """The same for an answer at hand."""
    spend = attributed_spend(workspace, options, zone)
    return Costs(answer.definition, answer.as_of, channel_costs(answer, spend))


def with_costs(answer: AttributionResult, costs: Costs) -> "pd.DataFrame":
    """The answer's frame with what each channel cost beside it, and at the end the channels that cost something but got
    no credit; the frame alone where nothing cost anything.
    """
    frame, paid = answer.frame(), costs.frame()
    if not costs.paid:
        return frame
    channels = dict.fromkeys([*frame["channel"], *paid["channel"]])
    beside = frame.merge(paid, on="channel", how="outer").set_index("channel").loc[list(channels)].reset_index()
    return beside.fillna({"credit": 0.0, "share": 0.0, "leads": 0}).astype({"leads": "int64"})


def models(asked: AskedAttribution) -> Models:
    """The model asked for and those compared with it; raises BadInput for a model that is named twice, UnknownName."""
    names = [asked.options.model]
    for each in asked.given.get("compare", ()):
        if each in names:
            raise BadInput(f"The model {each} is asked for already; name another one to compare.")
        if each not in MODELS:
            raise UnknownName("attribution model", each, MODELS)
        names.append(each)
    others = attribute_all(asked.columns, replace(asked.options, placebo=0), models=names[1:])
    return Models(asked.answer.definition, asked.answer.as_of, {names[0]: asked.answer} | others)


def order(asked: AskedAttribution) -> Order:
    """The order of the chain that predicts best."""
    found = suggested_order(asked.columns, asked.options)
    return Order(found.definition if found else asked.answer.definition, asked.answer.as_of, found)


def behind(asked: AskedAttribution) -> Behind:
    """What is behind each conversion of the lead that `ledger` names."""
    lead = find_lead(asked.workspace, first(asked.given, "ledger"))
    found = ledger(asked.columns, asked.options, lead.lead_id, answer=asked.answer)
    return Behind(asked.answer.definition, asked.answer.as_of, lead.key, found)


PARTS: Final = (
    Part("costs", (), costs, is_always=True),
    Part(
        "compared", (Parameter("compare", "Adds another model for comparison; may be repeated.", is_many=True),), models
    ),
    Part("suggested_order", (Parameter("suggest_order", "Adds the order that predicts best.", switch=YES),), order),
    Part("ledger", (Parameter("ledger", "Adds what is behind each conversion of this lead."),), behind),
)
