"""Questions of an address in full: what it leaves open is what the workspace has set."""

from datetime import date, datetime, timedelta
from typing import Final

from db.store.settings import Settings
from journey_core.attribution.options import AttributionOptions
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.calendar.parsing import duration_text, end_of
from journey_core.calendar.periods import PERIODS, period
from journey_core.funnel.options import FunnelOptions
from journey_core.parameters import (
    Query,
    attribution_options,
    bottleneck_options,
    first,
    funnel_options,
    path_options,
    reconcile_options,
)
from journey_core.paths.options import PathOptions
from journey_core.reconcile.results import ReconcileOptions

PERIOD: Final = "period"
"""The parameter that names a period, such as the last quarter, as seen from the day that is looked from."""


RECONCILED: Final = "markov"
"""The model that a reconciliation adds up, besides the rules, where its address names none."""


def asked_instant(given: Query, usual: Settings, *, as_of: datetime) -> datetime:
    """The instant that an address looks from, `as_of` where it names none; raises BadInput."""
    said = first(given, "as_of")
    return end_of(said, usual.tz) if said else as_of


def asked_funnel(given: Query, usual: Settings, *, as_of: datetime) -> FunnelOptions:
    """The funnel that its page shows at an address; raises BadInput for anything that can't be read."""
    window = {"window": [duration_text(timedelta(days=usual.window_days))]}
    return funnel_options(window | _with_period(given, usual, as_of), zone=usual.tz, as_of=as_of)


def asked_attribution(given: Query, usual: Settings, *, as_of: datetime) -> AttributionOptions:
    """The attribution that its page shows at an address; raises BadInput or UnknownName."""
    said = usual_attribution(usual) | _with_period(given, usual, as_of)
    return attribution_options(said, zone=usual.tz, as_of=as_of)


def asked_paths(given: Query, usual: Settings, *, as_of: datetime) -> PathOptions:
    """The journey map that its page shows at an address; raises BadInput or UnknownName."""
    return path_options({"goal": [usual.goal]} | _with_period(given, usual, as_of), zone=usual.tz, as_of=as_of)


def asked_bottlenecks(given: Query, usual: Settings, *, as_of: datetime) -> BottleneckOptions:
    """The bottlenecks that their page shows at an address; raises BadInput or UnknownName."""
    usually = {"goal": [usual.goal], "threshold": [f"{usual.threshold:g}"]}
    said = usually | _with_period(given, usual, as_of)
    return bottleneck_options(said, zone=usual.tz, as_of=as_of, hours=usual.business_hours)


def asked_reconcile(given: Query, usual: Settings, *, as_of: datetime) -> ReconcileOptions:
    """The reconciliation that its page shows at an address; raises BadInput or UnknownName."""
    usually = {"model": [RECONCILED], "window": [duration_text(timedelta(days=usual.window_days))]}
    said = usually | usual_attribution(usual) | _with_period(given, usual, as_of)
    return reconcile_options(said, zone=usual.tz, as_of=as_of)


def usual_attribution(usual: Settings) -> dict[str, list[str]]:
    """What an attribution asks when nothing else is said, as parameters of an address."""
    return {
        "goal": [usual.goal],
        "lookback": [duration_text(timedelta(days=usual.lookback_days))],
        "half_life": [duration_text(timedelta(days=usual.half_life_days))],
        "weights": [str(usual.weights)],
        "opportunity": [usual.opportunity_stage],
        "touchpoints": list(usual.touchpoints),
    }


def _with_period(given: Query, usual: Settings, as_of: datetime) -> dict[str, list[str]]:
    """The parameters that say something, with the days of a named period as `since` and `until`."""
    said = {name: [value for value in values if value] for name, values in given.items()}
    name = first(given, PERIOD)
    if name in PERIODS:
        since, until = period(name, as_of.astimezone(usual.tz).date())
        said |= {"since": _day(since), "until": _day(until)}
    return {name: values for name, values in said.items() if values}


def _day(day: date | None) -> list[str]:
    return [day.isoformat()] if day else []
