"""Who may do what: roles, and the sessions of browsers."""
