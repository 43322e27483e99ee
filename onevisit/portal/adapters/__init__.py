"""Outside programs the pages use."""
