"""A change from one period to the next in words, as far as the numbers behind it reach."""

from collections.abc import Callable
from math import isfinite

from journey_core.leads.momentum import Momentum
from journey_core.wording import plain_number, signed_percent

Spoken = Callable[[float], str]
"""How a total is written."""


def change_sentence(measure: Momentum, spoken: Spoken = plain_number) -> str:
    """“0 now, 3 before: a change between −100 % and +28 % fits.”"""
    totals = f"{spoken(measure.now)} now, {spoken(measure.before)} before"
    if measure.began is not None:
        return f"{totals}: the log begins on {measure.began:%Y-%m-%d}, too lately to compare."
    if measure.interval is None:
        return f"{totals}: nothing to compare." if measure.now >= 0 <= measure.before else f"{totals}."
    if measure.is_too_few:
        return f"{totals}: too few to say how it changed."
    low, high = measure.interval
    if not isfinite(high):
        return f"{totals}: a change of {signed_percent(low)} or more fits."
    return f"{totals}: a change between {signed_percent(low)} and {signed_percent(high)} fits."
