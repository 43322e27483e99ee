"""A folder of this machine (or a network file system mounted here)."""

import os
import time
from pathlib import Path

from onevisit.kernel.ids import new_id

UNFINISHED = ".part"


class FolderStorage:
    """Blobs as files below `root`, readable by this user only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, blob: bytes) -> None:
        """Written beside, flushed to the disk, then renamed into place with the folder flushed."""
        target = self._at(path)
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = target.with_name(f"{target.name}.{new_id().hex}{UNFINISHED}")
        try:
            _write(beside, blob)
            beside.replace(target)
        except OSError:  # what is half-written would take the last room
            beside.unlink(missing_ok=True)
            raise
        _flush_folder(target.parent)

    def read(self, path: str) -> bytes:
        """The blob. Raises FileNotFoundError."""
        return self._at(path).read_bytes()

    def exists(self, path: str) -> bool:
        """Whether a blob is kept under `path`."""
        return self._at(path).is_file()

    def remove(self, path: str) -> None:
        """Forget it; nothing happens where there is none."""
        self._at(path).unlink(missing_ok=True)

    def older_than(self, seconds: float) -> list[str]:
        """By the time of last writing."""
        if not self.root.is_dir():
            return []
        limit = time.time() - seconds
        found = (each for each in self.root.rglob("*") if each.is_file())
        return sorted(
            str(each.relative_to(self.root)) for each in found if each.stat().st_mtime < limit
        )

    def _at(self, path: str) -> Path:
        target = (self.root / path).resolve()
        if not target.is_relative_to(self.root.resolve()):
            raise ValueError("a path leads out of the vault")
        return target


def _write(path: Path, blob: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(blob)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
