"""What can go wrong, in words for the person at the terminal."""


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL cannot be found, made, started or stopped; the text says why."""
