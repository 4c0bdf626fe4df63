"""The parts of the screen Imports."""
