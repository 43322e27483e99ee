"""What the API of every room stands on: problems, cursors, schemas. Knows no domain."""
