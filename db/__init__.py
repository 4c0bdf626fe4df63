"""Persistence: one directory of workspaces, and each workspace's log with what is derived from it."""
