"""From rows of text to interactions: mapping, keys, ids, and reading in a process of its own."""
