"""What can be asked along with an analysis, such as its groups or its trend: further answers, by name."""
