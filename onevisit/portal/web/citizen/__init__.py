"""Pages of the portal for citizens and businesses."""
