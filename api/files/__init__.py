"""Pictures that are drawn for export."""
