"""One page of an applicant's file as a picture, so that no viewer ever runs somebody's PDF.

Drawn by typst, which reads PDF in safe code. The file stays in memory: it is handed over as an
anonymous one, never under a name on a disk.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typst

from onevisit.vault.rules import MediaType, ObjectContent

WIDTH = 900
"""Pixels across; enough to read a scanned page."""

_SOURCE = """#set page(width: {width}pt, height: auto, margin: 0pt, fill: white)
#image("{name}", format: "pdf", page: {page}, width: 100%)"""


def page_picture(content: ObjectContent, page: int) -> ObjectContent | None:
    """Page `page` (from 1) as a PNG, of a picture the picture itself; None if it can't be drawn."""
    if content.media_type is not MediaType.PDF:
        return content if page == 1 else None
    with _unnamed(content.content) as file:
        source = _SOURCE.format(width=WIDTH, name=file.name, page=page).encode()
        try:
            drawn = typst.compile(  # type: ignore[call-overload]  # its stub wants one type of both
                source, root=file.parent, format="png", ppi=72
            )
        except typst.TypstError:
            return None
    return ObjectContent(drawn, MediaType.PNG, f"{page}.png")


@contextmanager
def _unnamed(content: bytes) -> Iterator[Path]:
    """A path at which the content can be read while the block runs."""
    if not hasattr(os, "memfd_create"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            path.write_bytes(content)
            yield path
        return
    descriptor = os.memfd_create("page")
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        yield Path(f"/proc/self/fd/{descriptor}")
    finally:
        os.close(descriptor)
