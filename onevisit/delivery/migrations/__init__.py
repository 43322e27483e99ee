"""Database history of the cases room."""
