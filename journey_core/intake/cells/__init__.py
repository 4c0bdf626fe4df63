"""From text to values: instants, numbers, words, and text that is safe to keep."""
