"""Lift, the data-driven model: lead-days, what it is fitted on, half-lives, credit, replicates."""
