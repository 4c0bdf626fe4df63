"""Many leads whose touches and conversions are known: samples of them have credit whose truth is that of all."""

from functools import cache
from typing import Final

import numpy as np

from journey_core.log.journeys import Journeys, build
from journey_core.log.times import microseconds
from tests.builders import EPOCH, MINUTE, words

LEADS: Final = 20_000
CHANNELS: Final = ("email", "web", "call", "display", "sms")
_OFTEN: Final = (0.4, 0.3, 0.18, 0.09, 0.03)
_LONGEST: Final = 5
_WORDS: Final = words()


@cache
def population() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Channel codes int64[leads, 5], 0 after the last touchpoint; who converted, more of those who had a call; and the
    values of their conversions, of which few make most.
    """
    rng = np.random.default_rng(5)
    codes = np.array([_WORDS.code("channel", channel) for channel in CHANNELS])
    touched = codes[rng.choice(len(codes), (LEADS, _LONGEST), p=_OFTEN)]
    touched[np.arange(_LONGEST) >= rng.integers(1, _LONGEST + 1, LEADS)[:, None]] = 0
    called = (touched == codes[2]).any(axis=1)
    converted = rng.random(LEADS) < np.where(called, 0.3, 0.1)
    return touched, converted, np.exp(rng.standard_normal(LEADS)).round(2)


def log_of(leads: np.ndarray, ids: np.ndarray) -> Journeys:
    """These leads of the population under these ids: touchpoints a minute apart, the conversion after them."""
    touched, converted, value = (each[leads] for each in population())
    lead, minute = np.nonzero(touched)
    won = np.flatnonzero(converted)
    at_minute = np.concatenate((minute, np.full(len(won), 9)))
    viewed, won_kind = _WORDS.code("kind", "page_viewed"), _WORDS.code("kind", "converted")
    return build(
        leads=np.sort(ids),
        lead_id=ids[np.concatenate((lead, won))],
        occurred_at=microseconds(EPOCH) + at_minute * MINUTE,
        interaction_id=np.arange(len(at_minute)),
        codes={
            "channel": np.concatenate((touched[lead, minute], np.zeros(len(won)))),
            "kind": np.repeat((viewed, won_kind), (len(lead), len(won))),
            "value": np.concatenate((np.zeros(len(lead)), value[won])),
        },
        words=_WORDS,
    )


def everyone() -> Journeys:
    """The log of all of them."""
    return log_of(np.arange(LEADS), np.arange(LEADS))


def sample(rng: np.random.Generator, leads: int) -> Journeys:
    """The log of so many of them, drawn with replacement."""
    return log_of(rng.integers(0, LEADS, leads), rng.integers(0, 2**62, leads))
