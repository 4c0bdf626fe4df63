"""What sales managers and reps open."""
