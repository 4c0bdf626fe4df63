"""Who the leads are: cards, rows for pages, people, attributes."""
