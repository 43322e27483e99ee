"""Database history of the ratings room."""
