"""The parts of the screen Lead."""
