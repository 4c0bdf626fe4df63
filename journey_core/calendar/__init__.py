"""Days, weeks, periods and working hours, and how people write them."""
