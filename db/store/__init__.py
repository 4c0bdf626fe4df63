"""Where rows are kept: workspaces, databases, tables, migrations, settings."""
