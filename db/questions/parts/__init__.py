"""What can be asked beside an analysis, such as its groups or its trend: further answers, by name."""
