"""The log that everything is measured on: invented leads, the same for the same seed except for the day they end on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys, build
from journey_core.log.vocabulary import DIRECTIONS, Words

HEADER: Final = ("lead", "occurred_at", "channel", "kind", "direction", "value", "campaign")
ROWS_A_LEAD: Final = 10
SPAN: Final = timedelta(days=540)
MEAN_GAP: Final = timedelta(days=1, hours=12)
ZONE: Final = "+01:00"
CAMPAIGNS: Final = ("", *(f"campaign {number}" for number in range(1, 20)))

# kind, direction, how often, channels it comes through
KINDS: Final = (
    ("email_sent", "outbound", 0.22, ("email",)),
    ("email_opened", "inbound", 0.18, ("email",)),
    ("email_clicked", "inbound", 0.09, ("email",)),
    ("page_viewed", "inbound", 0.25, ("web", "paid_search", "organic_search", "display", "direct", "referral")),
    ("form_submitted", "inbound", 0.09, ("web", "paid_social")),
    ("call_attempted", "outbound", 0.05, ("call",)),
    ("call_connected", "outbound", 0.04, ("call",)),
    ("meeting_held", "", 0.04, ("meeting",)),
    ("converted", "", 0.04, ("",)),
)


@dataclass(frozen=True)
class Log:
    """One entry per row, sorted by lead and time, never two of a lead at one instant.

    lead: int64 · occurred_at: int64, milliseconds UTC · kind, channel, campaign: int64, places in KINDS, in the
    channels of the kind and in CAMPAIGNS · value: int64, 0 where there is none.
    """

    lead: Ints
    occurred_at: Ints
    kind: Ints
    channel: Ints
    campaign: Ints
    value: Ints


def invented(rows: int, *, seed: int, until: datetime) -> Log:
    """`rows` interactions of about a tenth as many leads, the newest before `until`."""
    rng = np.random.default_rng(seed)
    lead = np.sort(rng.choice(max(rows // ROWS_A_LEAD, 1), rows, p=_liveliness(rng, max(rows // ROWS_A_LEAD, 1))))
    kind = rng.choice(len(KINDS), rows, p=[share for _, _, share, _ in KINDS])
    is_won = np.array([name == "converted" for name, *_ in KINDS])[kind]
    breadth = np.array([len(channels) for *_, channels in KINDS])
    return Log(
        lead=lead,
        occurred_at=_times(rng, lead, int(until.timestamp()) * 1000),
        kind=kind,
        channel=rng.integers(0, breadth[kind]),
        campaign=np.where(rng.random(rows) < 0.3, rng.integers(0, len(CAMPAIGNS), rows), 0),
        value=np.where(is_won, rng.integers(1, 100, rows) * 50, 0),
    )


def write_csv(log: Log, path: Path) -> None:
    """The log as a file that somebody could upload: ISO times with an offset, words in full."""
    shown = log.occurred_at + int(timedelta(hours=1).total_seconds()) * 1000
    times = np.datetime_as_string(shown.astype("datetime64[ms]")).tolist()
    kinds = [f"{name},{direction}" for name, direction, *_ in KINDS]
    channels = [words for *_, words in KINDS]
    values = ["", *(f"{value}.00" for value in range(1, 5001))]
    columns = (log.lead.tolist(), times, log.kind.tolist(), log.channel.tolist(), log.value.tolist(), log.campaign)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADER) + "\n")
        file.writelines(
            f"lead-{lead:06},{time}{ZONE},{channels[kind][channel]},{kinds[kind]},{values[value]},{CAMPAIGNS[campaign]}\n"
            for lead, time, kind, channel, value, campaign in zip(*columns, strict=True)
        )


def columns(log: Log, *, merged: Mapping[str, str] = MappingProxyType({})) -> Journeys:
    """The log as journeys, without a store. `merged` counts some channels as others."""
    words = Words()
    names = [[merged.get(channel, channel) for channel in channels] for *_, channels in KINDS]
    starts = np.cumsum([0, *map(len, names)])[log.kind]
    codes = np.array([words.code("channel", name) if name else 0 for some in names for name in some])
    return build(
        leads=np.unique(log.lead),
        lead_id=log.lead,
        occurred_at=log.occurred_at * 1000,
        interaction_id=np.arange(1, len(log.lead) + 1),
        codes={
            "channel": codes[starts + log.channel],
            "kind": np.array([words.code("kind", name) for name, *_ in KINDS])[log.kind],
            "direction": np.array([DIRECTIONS.index(direction) for _, direction, *_ in KINDS])[log.kind],
            "value": log.value,
        },
        words=words,
    )


def end_of_log() -> datetime:
    """Last midnight, so that pages that look from now see a log that is alive."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _liveliness(rng: np.random.Generator, leads: int) -> NDArray[np.float64]:
    """float64[leads], adds up to 1: a few leads are busy and most are not."""
    weights = rng.gamma(1.5, size=leads) + 0.1
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _times(rng: np.random.Generator, lead: Ints, until: int) -> Ints:
    """int64[rows] milliseconds: ascending within a lead by at least one, the last of each lead before `until`."""
    gaps = rng.exponential(MEAN_GAP.total_seconds() * 1000, len(lead)).astype(np.int64) + 1
    walked = np.cumsum(gaps)
    is_last = np.append(lead[1:] != lead[:-1], True)
    number = np.cumsum(np.append(0, is_last[:-1]))
    ends = until - 1 - rng.integers(0, int(SPAN.total_seconds()) * 1000, int(is_last.sum()))
    times: Ints = walked - walked[is_last][number] + ends[number]
    return times
