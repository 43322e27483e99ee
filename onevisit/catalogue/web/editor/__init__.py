"""Pages on which catalogue officers make and change items."""
