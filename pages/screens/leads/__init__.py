"""The parts of the screen Leads."""
