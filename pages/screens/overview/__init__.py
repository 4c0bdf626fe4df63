"""The parts of the screen Overview."""
