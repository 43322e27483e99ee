"""What a package is: files, a manifest over them, and a zip whose bytes follow from both. Pure."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onevisit.archive.rules.verify import MANIFEST, SIGNATURE
from onevisit.kernel.canonical import canonical_json

FORMAT = "onevisit-archive-1"
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip knows: when it was packed is no part of what was packed."""
_UNFIT = re.compile(r"[^0-9A-Za-z\u3400-\u9fff._-]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """One file as a manifest lists it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package holds; `before` is the root of the package that it supplements, "" for a first
    one.
    """

    number: str
    supplement: int
    before: str
    files: tuple[Listed, ...]

    def content(self) -> bytes:
        """As it stands in the package."""
        told: dict[str, Any] = {
            "format": FORMAT,
            "number": self.number,
            "supplement": self.supplement,
            "before": self.before,
            "files": [
                {"path": each.path, "size": each.size, "sha256": each.sha256} for each in self.files
            ],
        }
        return canonical_json(told)

    @property
    def root(self) -> str:
        """SHA-256 of the manifest: what is signed."""
        return hashlib.sha256(self.content()).hexdigest()


def listed(files: Mapping[str, bytes]) -> tuple[Listed, ...]:
    """The files as a manifest lists them, by path."""
    return tuple(
        Listed(path, len(content), hashlib.sha256(content).hexdigest())
        for path, content in sorted(files.items())
    )


def new_files(
    files: Mapping[str, bytes], earlier: Iterable[Listed], *, apart: frozenset[str] = frozenset()
) -> dict[str, bytes]:
    """What no earlier package holds under that path with that content; `apart`: paths that are
    written anew into each package and make nothing new by themselves.
    """
    known = {(each.path, each.sha256) for each in earlier}
    fresh = {
        path: content
        for path, content in files.items()
        if path not in apart and (path, hashlib.sha256(content).hexdigest()) not in known
    }
    if fresh:
        fresh.update({path: files[path] for path in sorted(apart) if path in files})
    return fresh


def zipped(files: Mapping[str, bytes], manifest: Manifest, signature: bytes) -> bytes:
    """The package. Files are stored as they are: what a PDF or a picture is does not shrink, and no
    version of a library has a say in the bytes.
    """
    held = io.BytesIO()
    everything = {**files, MANIFEST: manifest.content(), SIGNATURE: signature}
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as package:
        for path, content in sorted(everything.items()):
            package.writestr(entry(path), content)
    return held.getvalue()


def entry(path: str) -> zipfile.ZipInfo:
    """A file of a zip without anything that depends on when and where it is written."""
    found = zipfile.ZipInfo(path, _BEGINNING)
    found.create_system, found.external_attr = 3, 0o644 << 16
    return found


def signature_of(root: str, public: bytes, signed: bytes) -> bytes:
    """What stands beside a manifest."""
    told: dict[str, Any] = {
        "algorithm": "Ed25519",
        "key": public.hex(),
        "root": root,
        "signature": signed.hex(),
    }
    return canonical_json(told)


def fit(name: str) -> str:
    """A name that every file system takes."""
    return _UNFIT.sub("_", name).strip("._") or "file"
