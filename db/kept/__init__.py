"""What people keep beside the log: saved views, spend."""
