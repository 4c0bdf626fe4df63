"""What is true of a single lead: where it stands and stood, its score, its groups, its timeline."""
