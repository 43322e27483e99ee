"""Database history of the hall room."""
