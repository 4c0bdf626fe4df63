"""Out again as files: interactions, leads, journeys."""
