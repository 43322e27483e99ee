"""Commands of the cases room."""
