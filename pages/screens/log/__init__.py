"""The parts of the screen Log."""
