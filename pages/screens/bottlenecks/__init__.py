"""The parts of the screen Bottlenecks."""
