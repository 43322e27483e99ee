"""Outside systems of the delivery room, each behind a Protocol."""
