"""What administrators open."""
