"""The ledger of one lead: for each of its conversions, who is credited with how much of it, and why."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from journey_core.answers import Row, frame_of, row_of, table
from journey_core.attribution.answer import attribute
from journey_core.attribution.channel_credit import BASELINE, NO_CHANNEL, row_name
from journey_core.attribution.compiled import ConversionShares
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.ranks import DIGITS
from journey_core.attribution.reasons import place_of, reason
from journey_core.attribution.results import AttributionResult
from journey_core.attribution.shapley import set_shares
from journey_core.attribution.touchpoints import Paths, converted_paths
from journey_core.attribution.wording import definition
from journey_core.errors import UnknownName
from journey_core.log.arrays import Floats
from journey_core.log.journeys import Journeys
from journey_core.log.times import instant
from journey_core.wording import spoken_percent

if TYPE_CHECKING:
    import pandas as pd

Part = tuple[str, float, str]
"""Channel, share and reason."""

Split = Callable[[Paths, int], list[Part]]
"""The parts of the conversion that a path leads to, by its number among the paths."""

UNEXPLAINED: Final = "no touchpoint in the lookback"
RAISED: Final = "of the chance to convert that day comes with its touches"
ANYWAY: Final = "of the chance to convert that day was there anyway"
ALIKE: Final = "of all that the model shares out, the same part for every conversion"


@dataclass(frozen=True)
class Touch:
    """One touchpoint: when, through which channel, what kind, how long before the conversion; its weight, None for a
    model that does not tell touchpoints apart, its part of the value, and the reason in words.
    """

    at: datetime
    channel: str
    kind: str
    interaction_id: int
    before: timedelta
    weight: float | None
    value: float | None
    reason: str


@dataclass(frozen=True)
class Share:
    """One channel's part of a conversion: share of it, the same of its value, and the reason in words."""

    channel: str
    share: float
    value: float
    reason: str


@dataclass(frozen=True)
class ConversionLedger:
    """One conversion: its touchpoints in order of time, and its shares, the largest first, which add up to 1 (but for
    participation).
    """

    at: datetime
    interaction_id: int
    value: float
    touches: tuple[Touch, ...]
    shares: tuple[Share, ...]

    def touches_frame(self) -> "pd.DataFrame":
        """One row a touchpoint."""
        return frame_of(Touch, self.touches)

    def shares_frame(self) -> "pd.DataFrame":
        """One row a channel."""
        return frame_of(Share, self.shares)


@dataclass(frozen=True)
class Ledger:
    """The answer: the conversions that count for the lead, in order of time."""

    definition: str
    as_of: datetime
    model: str
    lead_id: int
    conversions: tuple[ConversionLedger, ...]

    def document(self) -> list[Row]:
        """Its conversions with their touchpoints and shares; when they converted also under the name it has in tables,
        where a touchpoint has a time of its own.
        """
        return [{"converted_at": each.at} | row_of(each) for each in self.conversions]

    def touches_frame(self) -> "pd.DataFrame":
        """One row a conversion and touchpoint."""
        rows = [{"converted_at": each.at} | row_of(touch) for each in self.conversions for touch in each.touches]
        return table(rows, names=("converted_at", *Touch.__dataclass_fields__))

    def shares_frame(self) -> "pd.DataFrame":
        """One row a conversion and channel."""
        rows = [{"converted_at": each.at} | row_of(share) for each in self.conversions for share in each.shares]
        return table(rows, names=("converted_at", *Share.__dataclass_fields__))


def ledger(
    journeys: Journeys, options: AttributionOptions, lead_id: int, *, answer: AttributionResult | None = None
) -> Ledger:
    """The credit behind one lead's conversions by the model of the options; over all leads it adds up to the answer.

    `answer`, to the same options, spares models that look at all paths another look. Raises UnknownName.
    """
    number = journeys.position(lead_id)
    if number is None:
        raise UnknownName("lead with the id", str(lead_id), ())
    paths = converted_paths(journeys, options.compiled().scope, number, number + 1)
    split = None if MODELS[options.model].weigh or not len(paths.lead) else _split(journeys, options, answer)
    return Ledger(
        definition=definition(options),
        as_of=options.as_of,
        model=options.model,
        lead_id=lead_id,
        conversions=tuple(_conversions(journeys, options, paths, split)),
    )


def _split(journeys: Journeys, options: AttributionOptions, answer: AttributionResult | None) -> Split:
    """How a model that looks at all paths splits a conversion."""
    if options.model == "shapley_exact_set":
        return _split_by_set(journeys, options)
    answer = answer or attribute(journeys, replace(options, replicates=0, placebo=0))
    return _split_by_conversion(journeys, answer.shares) if answer.shares else _split_like_all(answer)


def _split_by_set(journeys: Journeys, options: AttributionOptions) -> Split:
    shares_of, why = set_shares(journeys, options.compiled()), "Shapley value in the set of channels of this journey"

    def split(paths: Paths, path: int) -> list[Part]:
        met = paths.channel[paths.offsets[path] : paths.offsets[path + 1]].astype(np.int64)
        shares = shares_of(np.bitwise_or.reduce(np.int64(1) << met)) if len(met) else {}
        return [(row_name(journeys.words.lists["channel"], code), share, why) for code, share in shares.items()]

    return split


def _split_by_conversion(journeys: Journeys, shares: ConversionShares) -> Split:
    def split(paths: Paths, path: int) -> list[Part]:
        row = int(paths.conversion[path])
        by_code = shares.of(int(journeys.lead_id[paths.lead[path]]), int(journeys.interaction_id[row]))
        rest = 1 - sum(by_code.values())
        named = [(row_name(journeys.words.lists["channel"], code), share) for code, share in by_code.items()]
        parts = [(channel, share, f"{spoken_percent(share)} {RAISED}") for channel, share in named]
        return [*parts, (BASELINE, rest, f"{spoken_percent(rest)} {ANYWAY}")]

    return split


def _split_like_all(answer: AttributionResult) -> Split:
    """Every conversion that has a touchpoint alike."""
    rows = [(row.channel, row.credit) for row in answer.credit if row.channel != NO_CHANNEL]
    total = sum(credit for _, credit in rows) or 1.0
    parts = [(channel, credit / total, f"{spoken_percent(credit / total)} {ALIKE}") for channel, credit in rows]
    return lambda paths, path: parts if paths.length[path] else []


def _conversions(
    journeys: Journeys, options: AttributionOptions, paths: Paths, split: Split | None
) -> Iterator[ConversionLedger]:
    weigh = MODELS[options.model].weigh
    weights = weigh(paths, options.compiled()) if weigh else None
    for path, row in enumerate(paths.conversion.tolist()):
        touches = tuple(_touches(journeys, options, paths, path, weights))
        yield ConversionLedger(
            at=instant(int(journeys.occurred_at[row])),
            interaction_id=int(journeys.interaction_id[row]),
            value=float(paths.value[path]),
            touches=touches,
            shares=_shares(split(paths, path) if split else _parts_by_touch(touches), float(paths.value[path])),
        )


def _touches(
    journeys: Journeys, options: AttributionOptions, paths: Paths, path: int, weights: Floats | None
) -> Iterator[Touch]:
    for i in range(int(paths.offsets[path]), int(paths.offsets[path + 1])):
        row, weight = int(paths.row[i]), None if weights is None else float(weights[i])
        yield Touch(
            at=instant(int(journeys.occurred_at[row])),
            channel=row_name(journeys.words.lists["channel"], int(paths.channel[i])),
            kind=journeys.words.word("kind", int(journeys.kind[row])),
            interaction_id=int(journeys.interaction_id[row]),
            before=timedelta(microseconds=int(paths.age[i])),
            weight=weight,
            value=None if weight is None else weight * float(paths.value[path]),
            reason=reason(options, place_of(paths, path, i)),
        )


def _shares(parts: Sequence[Part], value: float) -> tuple[Share, ...]:
    """The largest first, then by name."""
    if not parts:
        return (Share(NO_CHANNEL, 1.0, value, UNEXPLAINED),)
    shares = [Share(channel, share, share * value, why) for channel, share, why in parts]
    return tuple(sorted(shares, key=lambda each: (-round(each.share, DIGITS), each.channel)))


def _parts_by_touch(touches: Sequence[Touch]) -> list[Part]:
    parts = []
    for channel in dict.fromkeys(touch.channel for touch in touches):
        own = [touch.weight or 0.0 for touch in touches if touch.channel == channel]
        parts.append((channel, sum(own), f"{len(own)} of {len(touches)} touchpoints"))
    return parts
