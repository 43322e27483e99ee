"""Commands of the reporting room."""
