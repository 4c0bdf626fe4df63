"""What sessions of browsers have on their screens, kept for export."""
