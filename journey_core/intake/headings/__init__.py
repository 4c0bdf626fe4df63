"""What columns and their words are called in other systems and languages: tables, and how they are compared."""
