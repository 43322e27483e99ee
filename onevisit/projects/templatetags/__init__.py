"""Tags of the payments room."""
