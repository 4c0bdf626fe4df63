"""The parts of the screen Upload."""
