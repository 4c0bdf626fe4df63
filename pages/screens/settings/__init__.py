"""The parts of the screen Settings."""
