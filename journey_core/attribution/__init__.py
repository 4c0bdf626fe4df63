"""Attribution: which channels earn the conversions."""
