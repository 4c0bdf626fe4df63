"""What is true of single leads: where they stand and stood, their score, groups and timeline."""
