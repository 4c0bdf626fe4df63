"""The log as sorted columns: words, predicates, and what keeps columns up to date."""
