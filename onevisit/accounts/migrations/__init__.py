"""Database history of the accounts room."""
