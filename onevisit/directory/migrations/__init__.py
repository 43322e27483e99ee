"""Database history of the directory room."""
