"""What lift says of worlds that its constants never saw, beside what is true of them.

`python -m tests.simulators.judged 20 usual works` prints the table for 20 samples of the worlds whose name has one of
the words in it, without words of all.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from journey_core.attribution.answer import attribute
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.results import AttributionResult
from journey_core.log.arrays import Flags, Floats
from journey_core.log.times import instant
from tests.simulators.hazards import DailyWorld
from tests.simulators.keenness import KEENNESS, keen_world
from tests.simulators.segments import SEGMENTS, segment_world
from tests.simulators.truth import DAY, START

END: Final = START + 90 * DAY
HEADING: Final = f"{'':44} true baseline     lift says      its interval   holds     share error"
SECOND: Final = f"{'':44}  day  window   mean (spread)   mean ends       it     day  window"


@dataclass(frozen=True)
class Named:
    """A world to draw samples of: make(seed, leads=...), and whether lift is known not to tell it."""

    make: Callable[..., DailyWorld]
    expected_to_fail: bool


FORMS: Final[dict[str, tuple[Callable[..., DailyWorld], dict]]] = {
    "segments": (segment_world, SEGMENTS),
    "keenness": (keen_world, KEENNESS),
}
WORLDS: Final = {
    f"{form}: {name}": Named(partial(make, setting=setting), setting.expected_to_fail)
    for form, (make, settings) in FORMS.items()
    for name, setting in settings.items()
}


@dataclass(frozen=True, eq=False)
class Judged:
    """One entry a sample: the true baseline of the day and of the window, the one that lift says with its interval, all
    as shares of the conversions; and the total variation of the shares of all channels and the baseline from both.
    """

    day: Floats
    window: Floats
    said: Floats
    low: Floats
    high: Floats
    error: Floats
    window_error: Floats

    @property
    def holds(self) -> Flags:
        """bool[samples]: the interval has the true baseline of the day in it."""
        return (self.low <= self.day) & (self.day <= self.high)


def judged(name: str, samples: int, *, leads: int = 8000, threads: int | None = None) -> Judged:
    """What lift says of so many samples of a world, by the public answer."""
    options = AttributionOptions(as_of=instant(END), model="lift")
    rows = []
    for seed in range(samples):
        world = WORLDS[name].make(1000 + seed, leads=leads)
        answer = attribute(world.journeys, options, threads=threads)
        rows.append(_compared(world, answer))
    return Judged(*np.array(rows).T)


def _compared(world: DailyWorld, answer: AttributionResult) -> tuple[float, ...]:
    if answer.baseline is None or answer.baseline_row is None or answer.baseline_row.interval is None:
        raise ValueError("lift has to say a baseline with an interval")
    said = {row.channel: row.share for row in answer.credit} | {"": answer.baseline / answer.conversions}
    errors = (
        sum(abs(true.get(key, 0) - said.get(key, 0)) for key in true | said) / 2
        for true in (world.day_true | {"": world.day_baseline}, world.true | {"": world.baseline})
    )
    low, high = (end / answer.conversions for end in answer.baseline_row.interval)
    return world.day_baseline, world.baseline, said[""], low, high, *errors


def table(found: dict[str, Judged]) -> str:
    """Every world in a line, those that lift is known not to tell marked by a star."""
    return "\n".join((HEADING, SECOND, *(line(name, each) for name, each in found.items())))


def line(name: str, found: Judged) -> str:
    """One line of the table."""
    day, window, said, low, high, error, other = (
        column.mean()
        for column in (found.day, found.window, found.said, found.low, found.high, found.error, found.window_error)
    )
    title, holds = name + " *" * WORLDS[name].expected_to_fail, f"{found.holds.sum()}/{len(found.holds)}"
    return (
        f"{title:44}  {day:.2f}  {window:.2f}   {said:.2f} ({found.said.std():.2f})     {low:.2f} to {high:.2f}   "
        f"{holds:>6}   {error:.2f}  {other:.2f}"
    )


def main(count: int, *words: str) -> None:
    """Writes the table, each line as soon as it is known."""
    sys.stdout.write(f"{HEADING}\n{SECOND}\n")
    for name in (name for name in WORLDS if not words or any(word in name for word in words)):
        sys.stdout.write(line(name, judged(name, count, threads=1)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
