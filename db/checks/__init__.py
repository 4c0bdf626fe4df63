"""Everything derived anew from the log and compared."""
