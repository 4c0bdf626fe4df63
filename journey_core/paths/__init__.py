"""Paths: which steps follow each other in the journeys of leads, how many go which way, and who."""
