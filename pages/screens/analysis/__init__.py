"""The screen of an analysis that has none of its own."""
