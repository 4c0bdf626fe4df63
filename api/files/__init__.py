"""Pictures that are drawn to be taken away."""
