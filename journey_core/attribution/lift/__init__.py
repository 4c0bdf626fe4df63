"""Lift, the data-driven model: lead-days, their columns, two fits and their mixture, credit, replicates, doubts."""
