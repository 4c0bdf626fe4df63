"""The log as column files: read, kept, followed."""
