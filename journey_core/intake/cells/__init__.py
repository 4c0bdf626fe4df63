"""From text to a value: instants, numbers, words, and text that is safe to keep."""
