"""Files for tests: harmless ones and hostile ones, as bytes."""

import io
import random

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def pdf(pages: int = 1, *, title: str = "") -> bytes:
    """A PDF of blank pages; `title` makes its content differ."""
    return _written(_writer(pages, title))


def protected_pdf(password: str = "secret", *, owner_only: bool = False) -> bytes:
    """A PDF under a password, or (owner only) one that merely restricts printing."""
    writer = _writer(1, "")
    user = "" if owner_only else password
    writer.encrypt(user, password, algorithm="AES-256")
    return _written(writer)


def scripted_pdf() -> bytes:
    """A PDF that runs JavaScript when opened."""
    writer = _writer(1, "")
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('hello');"),
        }
    )
    return _written(writer)


def carrying_pdf() -> bytes:
    """A PDF with another file inside."""
    writer = _writer(1, "")
    writer.add_attachment("inside.exe", b"MZ")
    return _written(writer)


def launching_pdf() -> bytes:
    """A PDF that starts a program when opened."""
    writer = _writer(1, "")
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    )
    writer.root_object[NameObject("/OpenAction")] = action
    return _written(writer)


def truncated_pdf() -> bytes:
    """A PDF whose end is missing."""
    whole = pdf(3)
    return whole[: len(whole) * 2 // 3]


def jpeg(width: int = 64, height: int = 48, *, seed: int = 1) -> bytes:
    """A photograph of noise; the seed makes its content differ."""
    return _picture("JPEG", width, height, seed)


def png(width: int = 64, height: int = 48, *, seed: int = 1) -> bytes:
    """A picture of noise; the seed makes its content differ."""
    return _picture("PNG", width, height, seed)


def heic() -> bytes:
    """The beginning of a HEIC photograph."""
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64


def _writer(pages: int, title: str) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if title:
        writer.add_metadata({"/Title": title})
    return writer


def _written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    writer.close()
    return buffer.getvalue()


def _picture(kind: str, width: int, height: int, seed: int) -> bytes:
    noise = random.Random(seed).randbytes(width * height * 3)
    buffer = io.BytesIO()
    Image.frombytes("RGB", (width, height), noise).save(buffer, kind)
    return buffer.getvalue()
