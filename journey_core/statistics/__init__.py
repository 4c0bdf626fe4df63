"""Estimators that know nothing of leads: intervals, survival, regression, medians, families of tests."""
