"""The answer: all bridges, and the leads behind any of their lines."""

from journey_core.attribution.results import AttributionResult
from journey_core.errors import UnknownName
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.reconcile.bridges import BRIDGES
from journey_core.reconcile.facts import ANY_RULE, facts_of
from journey_core.reconcile.options import ReconcileOptions
from journey_core.reconcile.results import CreditTotal, Reconciliation
from journey_core.reconcile.summary import LeadSummary, ReconcileSummary, lead_summary, summary_of
from journey_core.reconcile.wording import definition


def reconcile(
    journeys: Journeys, options: ReconcileOptions, known: LeadSummary | None = None, *, threads: int | None = None
) -> Reconciliation:
    """All bridges of a funnel and an attribution, and what their models credit. Raises UnknownName.

    known: what `lead_summary` says of the same funnel and goal; worked out if it is not given.
    """
    leads = known or lead_summary(journeys, options, threads=threads)
    summary = summary_of(journeys, options, options.models, leads, threads=threads)
    return finish(summary, options, threads=threads)


def finish(summary: ReconcileSummary, options: ReconcileOptions, *, threads: int | None = None) -> Reconciliation:
    """The answer that a summary of all leads gives, in whatever order they were added."""
    facts = facts_of(summary, options, options.models, threads=threads)
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
    models = (ANY_RULE,)
    facts = facts_of(summary_of(journeys, options, models, lead_summary(journeys, options)), options, models)
    found = {line.name: (each.title, line) for each in BRIDGES for line in each.lines(facts)}
    if name not in found:
        raise UnknownName("line of a bridge", name, found)
    title, line = found[name]
    return title, line.title, facts.lead_id[line.leads]


def _credit_total(result: AttributionResult) -> CreditTotal:
    credit = sum(row.credit for row in result.credit) + (result.baseline or 0.0)
    is_shared_out = result.model != "participation"
    # Sums of thirds leave a last digit; a billionth of a conversion is not a residue.
    residue = round(result.conversions - credit, 9) + 0.0 if is_shared_out else None
    return CreditTotal(result.model, credit, residue)
