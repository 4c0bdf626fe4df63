"""The parts of the screen Funnel."""
