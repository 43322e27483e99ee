"""Where the provider keeps its books."""

from pathlib import Path


def books_in(var: Path, database: str) -> Path:
    """Beside the database they belong to: another database, other books."""
    return var / f"payments-sandbox-{database}.sqlite3"
