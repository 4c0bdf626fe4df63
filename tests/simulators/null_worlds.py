"""Worlds in which nothing differs: whatever an analysis finds in one is false. And the same with one effect planted.

Leads move through the stages, are won or lost, and are touched; who owns a lead, where it came from, and through which
channel and campaign it is touched change nothing of what becomes of it. Hazards are constant over a day of a lead's own
clock and act in continuous time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import numpy as np

from journey_core.log.arrays import Flags, Floats, Ints
from journey_core.log.journeys import Journeys, build
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import BUILT_IN, CONVERTED, LOST, LOST_STAGE, WON, KindCode, Words

START: Final = datetime(2024, 1, 1, tzinfo=UTC)
DAYS: Final = 90
"""How long a lead lives at most."""

COMING: Final = 150
"""Over how many days leads come in, up to AS_OF: of the last two months all weeks are alike."""

AS_OF: Final = START + timedelta(days=COMING)
DAY: Final = 86_400_000_000
OWNERS, CAMPAIGNS = ("Ada", "Ben", "Cleo", "Dan", "Eve"), ("spring", "summer", "fair", "partner")
STAGES: Final = (1, 2, 3, 4)
"""The codes of new, contacted, qualified, proposal."""

WORDS: Final = Words(
    {name: ("", *words) for name, words in BUILT_IN.items()} | {"owner": ("", *OWNERS), "campaign": ("", *CAMPAIGNS)}
)


class Touch(NamedTuple):
    """A sort of touch: its channel, kind and direction, and how many of them an open lead has a day."""

    channel: str
    kind: str
    direction: int
    a_day: float


TOUCHES: Final = (
    Touch("email", "email_sent", 2, 0.09),
    Touch("email", "email_opened", 1, 0.05),
    Touch("call", "call_connected", 2, 0.05),
    Touch("sms", "sms_sent", 2, 0.03),
    Touch("web", "page_viewed", 1, 0.08),
    Touch("meeting", "meeting_held", 2, 0.02),
)
FIRST_CHANNELS: Final = ("web", "paid_search", "referral", "event")

_A_DAY: Final = np.array([touch.a_day for touch in TOUCHES])
_A_DAY_ALIKE: Final = np.array([0.03, 0.03, 0.06, 0.06, 0.06, 0.06])
"""The two sorts of e-mail together as many as any other."""
_KIND: Final = np.array([WORDS.code("kind", touch.kind) for touch in TOUCHES])
_CHANNEL: Final = np.array([WORDS.code("channel", touch.channel) for touch in TOUCHES])
_DIRECTION: Final = np.array([touch.direction for touch in TOUCHES])
_CALL: Final = 2

NOTHING, OPEN = -1, -1
ADVANCED, WAS_WON, WAS_LOST = range(3)
HAZARDS: Final = np.array([[0.07, 0.001, 0.012], [0.07, 0.002, 0.012], [0.07, 0.006, 0.012], [0.0, 0.045, 0.016]])
"""By stage: the chances a day to go on, to be won, to be lost."""


@dataclass(frozen=True)
class NullWorld:
    """What may deceive in a world. goes_on: touches go on after a loss · hides_losses: nobody records them ·
    has_late_calls: calls come in the last two stages only · is_lively: some leads are touched more and decide faster ·
    are_alike: leads come in by each channel that touches them, and each touches them as often.
    """

    goes_on: bool = False
    hides_losses: bool = False
    has_late_calls: bool = False
    is_lively: bool = False
    are_alike: bool = False


WORLDS: Final = {
    "touches end with the loss": NullWorld(),
    "touches go on": NullWorld(goes_on=True),
    "losses are not recorded": NullWorld(hides_losses=True),
    "calls come late": NullWorld(has_late_calls=True),
    "lively leads": NullWorld(is_lively=True),
}
ALIKE: Final = {"channels alike": NullWorld(are_alike=True)}
"""Where no channel can earn more than another."""


@dataclass(frozen=True)
class Planted:
    """The one effect: from a lead's first touch by the channel on, its chance to be won is `ratio` times as high."""

    channel: str
    ratio: float


class Rows(NamedTuple):
    """Rows of the log: lead: int64 · at: float64, days since START · the codes of kind, channel, stage, campaign and
    direction.
    """

    lead: Ints
    at: Floats
    kind: Ints
    channel: Ints
    stage: Ints
    campaign: Ints
    direction: Ints


def null_world(world: NullWorld, *, seed: int, leads: int, planted: Planted | None = None) -> Journeys:
    """The journeys of a world as they are known at AS_OF; the same seed, the same world."""
    rng = np.random.default_rng(seed)
    entered = rng.uniform(0, COMING, leads)
    pace = np.exp(rng.normal(0, 0.7, leads)) if world.is_lively else np.ones(leads)
    stage, fate = np.zeros(leads, np.int64), np.full(leads, OPEN)
    effect_from = np.full(leads, np.inf)
    rows = [_entries(rng, world, entered)]
    for day in range(DAYS):
        touches = _touches(rng, world, entered + day, pace, stage, fate)
        effect_from = np.minimum(effect_from, _first(touches, entered, planted))
        ratio = planted.ratio if planted else 1.0
        now, moment = _events(rng, pace, stage, fate == OPEN, effect_from - day, ratio)
        is_last = (now > ADVANCED) & ~(world.goes_on & (now == WAS_LOST))
        ends = np.where(is_last, entered + day + moment, np.inf)
        rows += [_some(touches, touches.at < ends[touches.lead]), _outcomes(world, now, entered + day + moment, stage)]
        stage[now == ADVANCED] += 1
        fate = np.where(now > ADVANCED, now, fate)
    return _journeys(rng, Rows(*map(np.concatenate, zip(*rows, strict=True))), leads)


def _entries(rng: np.random.Generator, world: NullWorld, entered: Floats) -> Rows:
    """The form by which each lead came in."""
    channels = sorted({touch.channel for touch in TOUCHES}) if world.are_alike else FIRST_CHANNELS
    codes = np.array([WORDS.code("channel", channel) for channel in channels])
    leads = len(entered)
    kind = np.full(leads, WORDS.code("kind", "form_submitted"))
    campaign = rng.integers(0, len(CAMPAIGNS) + 1, leads)
    channel = codes[rng.integers(0, len(codes), leads)]
    return Rows(np.arange(leads), entered, kind, channel, np.zeros(leads, np.int64), campaign, np.ones(leads, np.int64))


def _touches(rng: np.random.Generator, world: NullWorld, day: Floats, pace: Floats, stage: Ints, fate: Ints) -> Rows:
    """The touches of one day of each lead's clock."""
    is_touched = (fate == OPEN) | (world.goes_on & (fate == WAS_LOST))
    a_day = _A_DAY_ALIKE if world.are_alike else _A_DAY
    lead = np.repeat(np.arange(len(pace)), rng.poisson(a_day.sum() * pace * is_touched))
    sort = np.searchsorted(np.cumsum(a_day / a_day.sum()), rng.random(len(lead)))
    if world.has_late_calls:
        is_kept = (sort != _CALL) | (stage[lead] >= 2)
        lead, sort = lead[is_kept], sort[is_kept]
    campaign = rng.integers(0, len(CAMPAIGNS) + 1, len(lead))
    at = day[lead] + rng.random(len(lead))
    return Rows(lead, at, _KIND[sort], _CHANNEL[sort], np.zeros(len(lead), np.int64), campaign, _DIRECTION[sort])


def _first(touches: Rows, entered: Floats, planted: Planted | None) -> Floats:
    """Days from entering to each lead's first touch of the planted channel among these; infinite without one."""
    first = np.full(len(entered), np.inf)
    if planted:
        own = touches.channel == WORDS.code("channel", planted.channel)
        lead = touches.lead[own]
        np.minimum.at(first, lead, touches.at[own] - entered[lead])
    return first


def _events(
    rng: np.random.Generator, pace: Floats, stage: Ints, is_open: Flags, effect_from: Floats, ratio: float
) -> tuple[Ints, Floats]:
    """What happens to each lead in one day, NOTHING to most, and when in it, 0 to 1. effect_from: the moment of the day
    from which on its chance to be won is `ratio` times as high.
    """
    hazard = HAZARDS[stage] * pace[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        due = rng.exponential(size=hazard.shape) / hazard
    won, start = due[:, WAS_WON], np.maximum(effect_from, 0)
    with np.errstate(invalid="ignore"):
        due[:, WAS_WON] = np.where(won > start, start + (won - start) / ratio, won)
    now, moment = due.argmin(axis=1), due.min(axis=1)
    return np.where(is_open & (moment < 1), now, NOTHING), np.where(moment < 1, moment, 1.0)


def _some(rows: Rows, chosen: Flags) -> Rows:
    return Rows(*(column[chosen] for column in rows))


def _outcomes(world: NullWorld, now: Ints, at: Floats, stage: Ints) -> Rows:
    """Moves, conversions and losses of one day."""
    lead = np.flatnonzero((now != NOTHING) & ~(world.hides_losses & (now == WAS_LOST)))
    which, nothing = now[lead], np.zeros(len(lead), np.int64)
    kind = np.array([int(KindCode.STAGE_CHANGED), CONVERTED, LOST])[which]
    to = np.where(which == ADVANCED, np.array([*STAGES, 0])[stage[lead] + 1], np.array([0, WON, LOST_STAGE])[which])
    return Rows(lead, at[lead], kind, nothing, to, nothing, nothing)


def _journeys(rng: np.random.Generator, rows: Rows, leads: int) -> Journeys:
    known = _some(rows, rows.at < (AS_OF - START).days)
    count = len(known.lead)
    codes = {name: getattr(known, name) for name in ("kind", "channel", "stage", "campaign", "direction")}
    owner = 1 + rng.integers(0, len(OWNERS), leads)
    value = np.where(known.kind == CONVERTED, np.round(rng.lognormal(7, 0.8, count)), 0.0)
    return build(
        leads=np.arange(1, leads + 1),
        lead_id=known.lead + 1,
        occurred_at=microseconds(START) + (known.at * DAY).astype(np.int64),
        interaction_id=np.arange(1, count + 1),
        codes=codes | {"owner": owner[known.lead], "value": value},
        words=WORDS,
    )
