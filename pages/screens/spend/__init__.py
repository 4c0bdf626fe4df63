"""The parts of the screen Spend."""
