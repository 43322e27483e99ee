"""What a file really is: recognised by its first bytes, then opened to the end."""

import hashlib
import io
from collections import OrderedDict

from PIL import Image, UnidentifiedImageError

from onevisit.vault.errors import (
    broken_image,
    empty,
    heic_not_read,
    image_too_large,
    office_not_read,
    unknown_type,
)
from onevisit.vault.rules import MAX_MEGAPIXELS, Inspected, MediaType

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


_REMEMBERED = 256
_known: OrderedDict[bytes, Inspected] = OrderedDict()
"""What was found in the latest files, by digest: a paper is often handed in for several things."""


def inspect(content: bytes) -> Inspected:
    """Type and pages of a file that may be kept; Invalid `vault.…` says why another may not."""
    digest = hashlib.sha256(content).digest()
    found = _known.get(digest)
    if found is None:
        found = _known[digest] = _looked_into(content)
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return found


def _looked_into(content: bytes) -> Inspected:
    if not content:
        raise empty()
    if content.startswith(b"%PDF-"):
        # Its reader is slow to import, and most commands never look into a PDF.
        from onevisit.vault.adapters.pdf import inspect_pdf

        return Inspected(MediaType.PDF, inspect_pdf(content))
    if content.startswith(b"\xff\xd8\xff"):
        return _picture(content, MediaType.JPEG)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(content, MediaType.PNG)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise heic_not_read()
    if content.startswith(_OFFICE):
        raise office_not_read()
    raise unknown_type()


def _picture(content: bytes, media_type: MediaType) -> Inspected:
    """Decoded to the last row; a large JPEG at reduced size, which still reads every byte of it."""
    limit = MAX_MEGAPIXELS[media_type]
    try:
        with Image.open(io.BytesIO(content), formats=[media_type.name]) as picture:
            width, height = picture.size
            if width * height > limit * 1_000_000:
                raise image_too_large(limit)
            picture.draft("L", (512, 512))
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise image_too_large(limit) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise broken_image() from None
    return Inspected(media_type, 1)
