"""Database history of the audit room."""
