"""Database history of the oversight room: indexes only, it owns no rows."""
