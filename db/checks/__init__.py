"""Everything that is stored, derived anew from the log and compared."""
