"""What brings data in: uploads, imports, spend."""
