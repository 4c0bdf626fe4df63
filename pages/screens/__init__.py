"""A folder for each screen, with what only it uses; the report and the reconciliation use others' as well."""
