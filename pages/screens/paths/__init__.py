"""The parts of the screen Paths."""
