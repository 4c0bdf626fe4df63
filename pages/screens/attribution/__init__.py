"""The parts of the screen Attribution."""
