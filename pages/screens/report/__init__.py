"""The parts of the screen Report."""
