"""Stages at which owners and channels lose leads at known rates."""

from typing import Final

import numpy as np

from journey_core.bottlenecks.at_stage import StageStays
from journey_core.leads.stage_visits import Ending
from tests.builders import words

STAGES: Final = ("new", "contacted", "qualified", "proposal")
OWNERS: Final = tuple(f"owner {number}" for number in range(1, 7))
CHANNELS: Final = ("email", "web", "call", "display", "sms")
USUAL: Final = 0.25
WORDS: Final = words(owner=list(OWNERS))


def drawn_stages(rng: np.random.Generator, *, leads: int = 2000, rate: float = USUAL) -> list[StageStays]:
    """One sample: at every stage so many leads, of which each owner and each channel loses USUAL, the first owner
    `rate` at the last stage.
    """
    owners = np.array([WORDS.code("owner", name) for name in OWNERS])
    channels = np.array([WORDS.code("channel", name) for name in CHANNELS])
    found = []
    for stage in STAGES:
        owner = rng.choice(owners, leads)
        is_worse = (owner == owners[0]) & (stage == STAGES[-1])
        is_lost = rng.random(leads) < np.where(is_worse, rate, USUAL)
        ending = np.where(is_lost, Ending.LOST, Ending.ADVANCED).astype(np.uint8)
        found.append(
            StageStays(
                stage=stage,
                duration=np.arange(leads),
                ending=ending,
                is_latest=np.ones(leads, bool),
                owner=owner.astype(np.int32),
                channel=rng.choice(channels, leads).astype(np.uint8),
            )
        )
    return found
