"""Pages of the payments room."""
