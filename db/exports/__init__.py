"""Interactions, leads and journeys, out again as files."""
