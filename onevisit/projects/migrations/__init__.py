"""Database history of the projects room."""
