"""Pages of archivists."""
