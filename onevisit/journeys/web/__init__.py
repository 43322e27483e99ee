"""The page that says how often one must come, and why."""
