"""From bytes to rows of text: what kind of file it is, its sheets and records, and rows that can't be split."""
