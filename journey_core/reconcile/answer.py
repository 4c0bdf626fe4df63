"""The answer: all bridges, and the leads behind any of their lines."""

from journey_core.attribution.models import MODELS
from journey_core.attribution.results import AttributionResult
from journey_core.errors import UnknownName
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.reconcile.bridges import BRIDGES
from journey_core.reconcile.facts import ANY_RULE, LeadFacts, facts_of
from journey_core.reconcile.results import CreditTotal, ReconcileOptions, Reconciliation
from journey_core.wording import asked_period, spoken_moment


def reconcile(journeys: Journeys, options: ReconcileOptions, known: LeadFacts | None = None) -> Reconciliation:
    """All bridges of a funnel and an attribution, and what their models credit. Raises UnknownName.

    known: what `lead_facts` says of the same funnel and goal; worked out if it is not given.
    """
    facts = facts_of(journeys, options, _cheap_models(options), known)
    return Reconciliation(
        definition=definition(options),
        as_of=options.attribution.as_of,
        bridges=tuple(each.bridge(facts) for each in BRIDGES),
        credits=tuple(_credit_total(each) for each in facts.credit.values()),
    )


def line_leads(journeys: Journeys, options: ReconcileOptions, name: str) -> tuple[str, str, Ints]:
    """Title of the bridge, title of one of its lines, and the ids of the leads behind it, ascending; raises
    UnknownName.
    """
    facts = facts_of(journeys, options, (ANY_RULE,))
    found = {line.name: (each.title, line) for each in BRIDGES for line in each.lines(facts)}
    if name not in found:
        raise UnknownName("line of a bridge", name, found)
    title, line = found[name]
    return title, line.title, journeys.lead_id[line.leads]


def definition(options: ReconcileOptions) -> str:
    """What the bridges say, in one sentence."""
    asked, steps = options.attribution, ", then ".join(step.sentence() for step in options.funnel.steps)
    return (
        f"All leads and all conversions ({asked.goal.sentence()}) of the log, less what each rule leaves out, are what "
        f"journeys, the funnel ({steps}) and attribution count{asked_period(asked)}; as of "
        f"{spoken_moment(asked.as_of)}."
    )


def _cheap_models(options: ReconcileOptions) -> tuple[str, ...]:
    """Every model that shares out each conversion by itself, and the one that was asked for."""
    return tuple(name for name, model in MODELS.items() if model.weigh or name == options.attribution.model)


def _credit_total(result: AttributionResult) -> CreditTotal:
    credit = sum(row.credit for row in result.credit) + (result.baseline or 0.0)
    is_shared_out = result.model != "participation"
    # Sums of thirds leave a last digit; a billionth of a conversion is none.
    residue = round(result.conversions - credit, 9) + 0.0 if is_shared_out else None
    return CreditTotal(result.model, credit, residue)
