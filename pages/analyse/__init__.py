"""What analysts open."""
