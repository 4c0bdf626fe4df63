"""Lists of leads: every number opens exactly the leads it counts, and an address says which."""
