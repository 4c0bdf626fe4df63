"""A toy analysis, to see that a folder and a line are enough: what became of the leads of each channel."""
