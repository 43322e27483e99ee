"""Reading packed files that somebody sent."""

import lzma
import zipfile
import zlib
from typing import Final

BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,  # a byte of what is packed has changed
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,  # a password, or a way of packing nobody uses
    ValueError,
    LookupError,
    OverflowError,
)
"""Whatever `zipfile` says of a file that is none, is cut off, changed, locked or packed oddly."""
