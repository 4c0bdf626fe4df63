"""A funnel and an attribution of one period as one address says them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.attribution.parameters import PARAMETERS as OF_ATTRIBUTION
from journey_core.attribution.parameters import attribution_options, attribution_parameters
from journey_core.attribution.parameters import check_said as of_attribution
from journey_core.funnel.parameters import PARAMETERS as OF_FUNNEL
from journey_core.funnel.parameters import funnel_options, funnel_parameters
from journey_core.parameters import Clock, Parameters, Query, first
from journey_core.reconcile.options import ReconcileOptions

RECONCILED: Final = "markov"
"""The model that a reconciliation adds up, besides the rules, where its address names none."""

# The funnel has an order of its own, so the chain is called by its name.
PARAMETERS: Final = tuple(
    {
        each.name: replace(each, flag="", is_required=False)
        for each in (*OF_FUNNEL, *OF_ATTRIBUTION)
        if each.name != "placebo"
    }.values()
)


def reconcile_options(given: Query, clock: Clock) -> ReconcileOptions:
    """Both of an address; raises BadInput or UnknownName for anything that can't be read."""
    return ReconcileOptions(
        funnel=funnel_options(given, clock),
        attribution=attribution_options(given, clock),
    )


def reconcile_parameters(options: ReconcileOptions, zone: ZoneInfo) -> Parameters:
    """A funnel and an attribution of one period as one address says them; `as_of` stands beside it."""
    return funnel_parameters(options.funnel, zone) | attribution_parameters(options.attribution, zone)


def check_said(given: Query, named: Callable[[str], str]) -> None:
    """Raises BadInput for a chain of a model that has none; `named` says how people write a parameter."""
    chain = {name: given[name] for name in ("chain",) if name in given}
    model = {"model": [first(given, "model", RECONCILED)]}
    of_attribution(model | chain, named)
