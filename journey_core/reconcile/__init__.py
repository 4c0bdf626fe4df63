"""Reconcile: how the totals of journeys, funnel and attribution hang together, rule by rule, with nothing left over.

A bridge starts from a total, takes away what each rule excludes, and arrives at what an analysis counts. Start and
arrival are counted each by itself, so the residue is a check, not a definition.
"""
