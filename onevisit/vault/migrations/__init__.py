"""Database history of the vault."""
