"""What somebody uploaded: known by its content whatever it is called, and measured before it is
read.
"""

import re
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath
from typing import IO

from onevisit.catalogue.rules.exchange.files import MOST_FILES
from onevisit.kernel.errors import Invalid
from onevisit.kernel.zips import BROKEN

MOST_UPLOAD = 256 << 20
"""Bytes of an upload."""
MOST_UNPACKED = 2 << 30
"""Bytes of what is packed in it."""
_HEAD = 4_096
_LONGEST_NAME = 60
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "XLS",
    b"%PDF": "PDF",
    b"\x1f\x8b": "GZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class Content(StrEnum):
    """The forms that are read; the value is the ending of a file's name."""

    ARCHIVE = "zip"
    WORKBOOK = "xlsx"
    LINES = "jsonl"
    TABLE = "csv"


def measured(file: IO[bytes], size: int) -> Content:
    """What is in the file, which is left at its beginning.

    Raises Invalid `catalogue.upload_empty`, `catalogue.upload_too_big`, `catalogue.upload_kind`,
    `catalogue.archive_too_big`, `catalogue.unreadable_file`.
    """
    if size == 0:
        raise Invalid("catalogue.upload_empty", field="file")
    if size > MOST_UPLOAD:
        raise Invalid("catalogue.upload_too_big", field="file", most=MOST_UPLOAD >> 20)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_PACKED):
        return _packed(file)
    for mark, name in _OTHERS.items():
        if head.startswith(mark):
            raise Invalid("catalogue.upload_kind", field="file", found=name)
    if b"\0" in head:
        raise Invalid("catalogue.upload_kind", field="file", found="BIN")
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return Content.LINES if first == b"{" else Content.TABLE


def _packed(file: IO[bytes]) -> Content:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except BROKEN as error:
        raise Invalid("catalogue.unreadable_file", reason=type(error).__name__) from error
    file.seek(0)
    if len(entries) > MOST_FILES or sum(each.file_size for each in entries) > MOST_UNPACKED:
        raise Invalid("catalogue.archive_too_big", files=MOST_FILES, most=MOST_UNPACKED >> 20)
    if any(each.filename.lower() == "xl/workbook.xml" for each in entries):
        return Content.WORKBOOK
    return Content.ARCHIVE


def plain_name(name: str, content: Content) -> str:
    """A name for the file that leads nowhere; it still names its table, and ends in what it is."""
    stem = PurePosixPath(name.replace("\\", "/").replace("\0", "")).stem
    plain = re.sub(r"[^\w.-]", "_", stem).strip(".")[:_LONGEST_NAME]
    return f"{plain or 'upload'}.{content.value}"
