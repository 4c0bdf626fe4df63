"""The log of interactions: in by file, form or terminal, out by undo, and what is derived as it changes."""
