"""Where rows are: workspaces, databases, tables, migrations, settings."""
