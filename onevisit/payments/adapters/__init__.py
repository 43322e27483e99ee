"""Outside systems of the payments room, each behind a Protocol."""
