"""Bottlenecks in one sentence, and times at a stage in words."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.wording import asked_period, rough_duration, spoken_moment

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def definition(options: BottleneckOptions) -> str:
    """What the numbers mean, and where they are known to come out low."""
    counted = f" in working hours ({options.hours.spoken()}, {options.zone.key})" if options.hours else ""
    period = asked_period(options)
    return (
        f"Each lead's latest stay at each stage{', begun' if period else ''}{period}; drop-off: the share lost of "
        f"those that left; bottleneck: a stage where its lower 95 % bound (Wilson) is over "
        f"{options.threshold * 100:g} %; time at a stage{counted} by Kaplan-Meier over all stays, open ones censored; "
        f"as of {spoken_moment(options.as_of)}. Recoverable: how many more would have converted, had all complete "
        "weeks lost as few as the best quarter of them, luck taken off; smooth differences between weeks come out low."
    )


def rough_stay(span: timedelta, options: BottleneckOptions) -> str:
    """A time at a stage in words: “3 d 4 h”; of working time only the hours, “26 h”, since a day of it is not a day."""
    return f"{span / _HOUR:,.0f} h" if options.hours else rough_duration(span)


def stay_unit(quartiles: Sequence[timedelta | None], options: BottleneckOptions) -> tuple[str, timedelta]:
    """The unit for the times of a stage with these quartiles, and its length; working time has only hours."""
    if options.hours:
        return "working hours", _HOUR
    return ("days", _DAY) if (quartiles[1] or quartiles[0] or _DAY) >= 2 * _DAY else ("hours", _HOUR)
