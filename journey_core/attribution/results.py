"""What an attribution answers: one row a channel, with how sure it is and the leads behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from journey_core.answers import Row, frame_of, row_of, rows_of
from journey_core.attribution.baseline_doubts import Doubts, doubts_told
from journey_core.attribution.channel_credit import BASELINE, Touched
from journey_core.attribution.compiled import ConversionShares
from journey_core.log.arrays import Ints
from journey_core.statistics.intervals import Interval

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Placebo:
    """Credit of a channel if channels made no difference: its mean over draws and the middle 95 % of them."""

    credit: float
    interval: Interval


@dataclass(frozen=True, kw_only=True)
class ChannelCredit:
    """One channel's row. Intervals are 95 % intervals over leads (`credit_intervals`), None without replicates; those
    of the baseline are the middle of its replicates.

    credit in conversions; value; share = credit / conversions; leads: converted leads with a touchpoint in the channel.
    rank: 1 for the most credited channel, None for a row that is not a channel; rank_interval: the middle 95 % of its
    ranks over the replicates; rank_stability: in which share of them it keeps its rank. indistinct: the channels
    from which it can't be told apart, all pairs looked at together (`ranks`).
    """

    channel: str
    credit: float
    interval: Interval | None
    value: float
    value_interval: Interval | None
    share: float
    leads: int
    rank: int | None = None
    rank_interval: tuple[int, int] | None = None
    rank_stability: float | None = None
    indistinct: tuple[str, ...] = ()
    placebo: Placebo | None = None


@dataclass(frozen=True, eq=False)
class AttributionResult:
    """The answer of one model, the most credited channel first, with the leads behind every row.

    baseline: conversions that would have happened anyway, None for a model that can't tell; baseline_row: the same with
    its intervals. Credit of the rows and the baseline add up to the conversions, but for participation.
    doubts: how far the baseline can be trusted, by a model that has one.
    shares: of single conversions, by a model that looks at all paths and yet tells them apart.
    """

    definition: str
    as_of: datetime
    model: str
    conversions: int
    converted_leads: int
    value: float
    baseline: float | None
    credit: tuple[ChannelCredit, ...]
    touched: Touched
    baseline_row: ChannelCredit | None = None
    doubts: Doubts | None = None
    shares: ConversionShares | None = None

    @property
    def confounded(self) -> tuple[str, ...]:
        """Channels whose credit is mixed up with intent, because the log or the workspace says that leads choose them;
        none by a model that can't tell.
        """
        return tuple(name for name in self.doubts.chosen if name not in self.doubts.named) if self.doubts else ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What has to be said beside the numbers, one sentence or two each."""
        return doubts_told(self.doubts, self.conversions) if self.doubts and self.conversions else ()

    @property
    def rows(self) -> tuple[ChannelCredit, ...]:
        """The rows that add up to the conversions: every channel, and last what would have converted anyway."""
        return (*self.credit, *([self.baseline_row] if self.baseline_row else []))

    def document(self) -> Row:
        """The answer as JSON says it."""
        names = ("definition", "as_of", "model", "conversions", "converted_leads", "value", "baseline")
        return {name: getattr(self, name) for name in names} | {
            "confounded": list(self.confounded),
            "doubts": row_of(self.doubts) if self.doubts else None,
            "remarks": list(self.remarks),
            "baseline_row": row_of(self.baseline_row) if self.baseline_row else None,
            "credit": rows_of(self.credit),
        }

    def frame(self) -> "pd.DataFrame":
        """One row a channel; the baseline last where the model has one."""
        return frame_of(ChannelCredit, self.rows)

    def leads(self, channel: str) -> Ints:
        """Ids of the converted leads with a touchpoint in this channel, ascending; as many as its row's `leads`."""
        return self.touched.lead_ids if channel == BASELINE else self.touched.leads(channel)

    def converted_lead_ids(self) -> Ints:
        """Ids of the leads that converted, ascending."""
        return self.touched.lead_ids
