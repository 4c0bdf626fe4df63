"""Reconcile: how the totals of journeys, funnel and attribution hang together, rule by rule, with nothing left over.

A bridge starts from a total, takes away what each rule excludes, and arrives at what an analysis counts. Start and
arrival are counted each by itself, so the residue is a check, not a definition.
"""

from journey_core.reconcile.answer import definition, line_leads, reconcile
from journey_core.reconcile.facts import LeadFacts, lead_facts
from journey_core.reconcile.results import Bridge, CreditTotal, Line, ReconcileOptions, Reconciliation

__all__ = [
    "Bridge",
    "CreditTotal",
    "LeadFacts",
    "Line",
    "ReconcileOptions",
    "Reconciliation",
    "definition",
    "lead_facts",
    "line_leads",
    "reconcile",
]
