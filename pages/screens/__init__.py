"""A folder a screen, with what only it uses; the report and the reconciliation use others' as well."""
