"""Batches of the archive of the system before."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

from onevisit.archive.rules.taking import HEAD, LIST


def _zip(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, held in files.items():
            packed.writestr(zipfile.ZipInfo(name), held)
    return content.getvalue()


SHEET = _zip({"申请表.txt": "甲".encode()})
"""The file of one piece."""

_DIGEST = hashlib.sha256(SHEET).hexdigest()
LISTED = [("甲-7", "有文件的", "market", "2015-03-09", "10年", "", _DIGEST, "甲.zip")]


def packed(lines: Sequence[Sequence[str]], files: Mapping[str, bytes] | None = None) -> bytes:
    """A ZIP of the list and the files; of `LISTED` with the one it names."""
    table = "\n".join(",".join(each) for each in (HEAD, *lines))
    named = {"甲.zip": SHEET} if lines is LISTED else {}
    return _zip({f"{LIST}.csv": table.encode(), **named, **(files or {})})
