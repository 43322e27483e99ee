"""What may be kept and for whom, as pure data."""

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_PAGES = 100
MAX_PACKAGE = 1024 * MEGABYTE
"""Bytes of a package the house makes itself; what people send is much smaller."""


class OwnerKind(StrEnum):
    """Whose file it is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DEPARTMENT = "department"  # what the house made for it: an archived case


@dataclass(frozen=True, slots=True)
class Owner:
    """For whom a file is kept; the same content is kept once per owner."""

    kind: OwnerKind
    id: UUID


class MediaType(StrEnum):
    """What is kept; anything else is refused, and from people a ZIP too."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    ZIP = "application/zip"


MAX_MEGAPIXELS = {MediaType.JPEG: 80, MediaType.PNG: 40}
"""Millions of pixels; a PNG takes much more memory to open."""

SUFFIX = {
    MediaType.PDF: ".pdf",
    MediaType.JPEG: ".jpg",
    MediaType.PNG: ".png",
    MediaType.ZIP: ".zip",
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file turned out to be; `pages` is 1 for a picture."""

    media_type: MediaType
    pages: int


@dataclass(frozen=True, slots=True)
class StoredRef:
    """A kept file as other rooms know it; `created` False: the owner had kept the same content
    before.
    """

    id: UUID
    media_type: MediaType
    size: int
    pages: int
    name: str
    created: bool = False


@dataclass(frozen=True, slots=True)
class ObjectContent:
    """A kept file in clear, to be answered with `headers()` and never cached by others."""

    content: bytes
    media_type: MediaType
    safe_name: str

    def headers(self, *, inline: bool = False) -> dict[str, str]:
        """The headers that make an untrusted file harmless in a browser (RFC 6266, RFC 8187)."""
        how = "inline" if inline else "attachment"
        return {
            "Content-Type": self.media_type.value,
            "Content-Disposition": f"{how}; filename*=UTF-8''{_percent(self.safe_name)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
            "Cache-Control": "private, no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
        }


_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


def safe_name(name: str, media_type: MediaType) -> str:
    """A name without path, control or direction marks, at most 80 characters, with the true
    suffix.
    """
    stem = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" ._")
    stem = re.sub(r"\.(pdf|jpe?g|png|zip)$", "", stem, flags=re.IGNORECASE)[:80].strip(" ._")
    return (stem or "file") + SUFFIX[media_type]


def _percent(text: str) -> str:
    plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
    return "".join(chr(b) if chr(b) in plain else f"%{b:02X}" for b in text.encode())
