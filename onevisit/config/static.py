"""Static files with hashed names, collected when they changed."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

_STAMP = ".collected"


class HashedOnceCollected(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names after collection; plain names before it, so that nothing need be prepared."""

    def stored_name(self, name: str) -> str:
        """The hashed name, or the plain one while there is no manifest."""
        if not self.hashed_files:
            return name
        stored: str = super().stored_name(name)
        return stored


def collect_if_changed(root: Path) -> bool:
    """Run collectstatic into ``root`` unless nothing changed since; True if it ran."""
    fingerprint = _fingerprint()
    stamp = root / _STAMP
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
