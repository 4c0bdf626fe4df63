"""Questions with the workspace's own defaults, and the leads behind every number."""
