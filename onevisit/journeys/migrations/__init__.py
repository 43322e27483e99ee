"""Database history of the journeys room."""
