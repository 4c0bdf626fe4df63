"""What the workspace has set, for whatever an address leaves open."""

from datetime import date, datetime, timedelta
from typing import Final

from db.store.settings import Settings
from journey_core.calendar.parsing import duration_text, end_of
from journey_core.calendar.periods import PERIODS, period
from journey_core.parameters import Clock, Parameters, Query, first

PERIOD: Final = "period"
"""The parameter that names a period, such as the last quarter, as seen from the day of the question."""


def asked_instant(given: Query, usual: Settings, *, as_of: datetime) -> datetime:
    """The instant that an address looks from, `as_of` where it does not name one; raises BadInput."""
    said = first(given, "as_of")
    return end_of(said, usual.tz) if said else as_of


def clock_of(usual: Settings, as_of: datetime) -> Clock:
    """The workspace's clock at an instant, which definitions speak of in its zone."""
    return Clock(as_of.astimezone(usual.tz), usual.tz, usual.business_hours)


def usual_parameters(usual: Settings) -> Parameters:
    """What analyses ask unless something else is said; each reads the names that it knows."""
    return {
        "window": [duration_text(timedelta(days=usual.window_days))],
        "goal": [usual.goal],
        "threshold": [f"{usual.threshold:g}"],
        "lookback": [duration_text(timedelta(days=usual.lookback_days))],
        "half_life": [duration_text(timedelta(days=usual.half_life_days))],
        "weights": [str(usual.weights)],
        "opportunity": [usual.opportunity_stage],
        "touchpoints": list(usual.touchpoints),
        "inbound": list(usual.inbound_channels),
    }


def named_period(given: Query, clock: Clock) -> Parameters:
    """The parameters that say something, with the days of a named period as `since` and `until`."""
    said = {name: [value for value in values if value] for name, values in given.items()}
    name = first(given, PERIOD)
    if name in PERIODS:
        since, until = period(name, clock.as_of.astimezone(clock.zone).date())
        said |= {"since": _day(since), "until": _day(until)}
    return {name: values for name, values in said.items() if values}


def _day(day: date | None) -> list[str]:
    return [day.isoformat()] if day else []
