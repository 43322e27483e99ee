"""Where encrypted files lie: one file per kind of storage, behind `Storage`."""

from typing import Protocol


class Storage(Protocol):
    """Keeps opaque blobs by path. A blob is written whole or not at all and never changed."""

    def write(self, path: str, blob: bytes) -> None:
        """Keep `blob` durably under `path`, replacing a blob kept there before. Raises OSError, and
        then nothing is left of it.
        """

    def read(self, path: str) -> bytes:
        """The blob. Raises FileNotFoundError."""

    def exists(self, path: str) -> bool:
        """Whether a blob is kept under `path`."""

    def remove(self, path: str) -> None:
        """Forget it; nothing happens where there is none."""

    def older_than(self, seconds: float) -> list[str]:
        """Paths of what was written longer ago than that, unfinished writes among them."""
