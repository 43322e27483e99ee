"""What may be kept is told by the content; each refusal has its own code."""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from onevisit.kernel.errors import Invalid
from onevisit.vault.adapters.inspection import inspect
from onevisit.vault.rules import Inspected, MediaType
from tests.factories import files


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        inspect(content)
    assert refused.value.field == "file"
    return refused.value.code


def bomb_png(side: int = 30_000) -> bytes:
    """A tiny file that says it is a picture of 900 million pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def cyclic_pdf() -> bytes:
    """A PDF whose page tree contains itself."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    pages = writer.root_object.raw_get("/Pages")
    writer.get_object(pages)["/Kids"].append(pages)  # type: ignore[union-attr, index]
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def hand_written_pdf(*objects: str, trailer: str = "") -> bytes:
    """A PDF written by hand, with a right cross-reference table."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{text}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010d} 00000 n \n".encode())
    size = len(objects) + 1
    out.write(
        f"trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


CATALOG = "<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = "<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (files.pdf(), Inspected(MediaType.PDF, 1)),
        (files.pdf(100), Inspected(MediaType.PDF, 100)),
        (hand_written_pdf(CATALOG, ONE_PAGE, PAGE), Inspected(MediaType.PDF, 1)),
        (files.jpeg(), Inspected(MediaType.JPEG, 1)),
        (files.jpeg(4000, 3000), Inspected(MediaType.JPEG, 1)),
        (files.png(), Inspected(MediaType.PNG, 1)),
    ],
)
def test_ordinary_files_are_kept(content: bytes, expected: Inspected) -> None:
    assert inspect(content) == expected


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "vault.empty"),
        (lambda: b"MZ\x90\x00", "vault.unknown_type"),
        (lambda: b"<html><script>alert(1)</script>", "vault.unknown_type"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "vault.unknown_type"),
        (lambda: b"GIF89a" + b"\0" * 20, "vault.unknown_type"),
        (lambda: b"junk %PDF-1.7", "vault.unknown_type"),
        (files.heic, "vault.heic_not_read"),
        (lambda: b"PK\x03\x04word/document.xml", "vault.office_not_read"),
        (lambda: files.truncated_pdf(), "vault.broken_pdf"),
        (lambda: b"%PDF-1.7\n", "vault.broken_pdf"),
        (lambda: b"%PDF-1.7\n" + b"\0" * 5000, "vault.broken_pdf"),
        (cyclic_pdf, "vault.broken_pdf"),
        (files.protected_pdf, "vault.encrypted_pdf"),
        (lambda: files.protected_pdf(owner_only=True), "vault.encrypted_pdf"),
        (files.scripted_pdf, "vault.active_pdf"),
        (files.carrying_pdf, "vault.active_pdf"),
        (files.launching_pdf, "vault.active_pdf"),
        (lambda: files.pdf(101), "vault.too_many_pages"),
        (lambda: hand_written_pdf(CATALOG, "<</Type/Pages/Count 0/Kids[]>>"), "vault.no_pages"),
        (lambda: files.jpeg()[:-300], "vault.broken_image"),
        (lambda: files.png()[:-300], "vault.broken_image"),
        (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 100, "vault.broken_image"),
        (bomb_png, "vault.image_too_large"),
        (lambda: bomb_png(7000), "vault.image_too_large"),
    ],
)
def test_each_other_file_is_refused_in_its_own_words(make: Callable[[], bytes], code: str) -> None:
    assert refusal(make()) == code


@pytest.mark.parametrize(
    "action",
    [
        "<</S/JavaScript/JS(app.alert\\(1\\))>>",
        "<</S/Launch/F(cmd.exe)>>",
        "<</S/SubmitForm/F(http://x)>>",
        "<</S/GoTo/D[3 0 R/Fit]/Next<</S/JavaScript/JS(1)>>>>",
    ],
)
def test_what_acts_is_found_wherever_it_hides(action: str) -> None:
    direct = f"<</Type/Catalog/Pages 2 0 R/OpenAction{action}>>"
    assert refusal(hand_written_pdf(direct, ONE_PAGE, PAGE)) == "vault.active_pdf"
    on_page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/AA<</O{action}>>>>"
    assert refusal(hand_written_pdf(CATALOG, ONE_PAGE, on_page)) == "vault.active_pdf"
    assert refusal(hand_written_pdf(CATALOG, ONE_PAGE, PAGE, action)) == "vault.active_pdf"
    escaped = direct.replace("/JavaScript", "/J#61vaScript").replace("/Launch", "/L#61unch")
    escaped = escaped.replace("/SubmitForm", "/Submit#46orm")
    assert refusal(hand_written_pdf(escaped, ONE_PAGE, PAGE)) == "vault.active_pdf"


def test_a_link_to_a_page_is_harmless() -> None:
    catalog = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/GoTo/D[3 0 R/Fit]>>>>"
    assert inspect(hand_written_pdf(catalog, ONE_PAGE, PAGE)).pages == 1


def test_a_page_count_that_lies_is_not_believed() -> None:
    kids = " ".join(["3 0 R"])
    assert (
        inspect(hand_written_pdf(CATALOG, f"<</Type/Pages/Count 9999/Kids[{kids}]>>", PAGE)).pages
        == 1
    )


def test_a_picture_in_another_mode_is_read() -> None:
    buffer = io.BytesIO()
    Image.new("CMYK", (30, 30)).save(buffer, "JPEG")
    assert inspect(buffer.getvalue()).media_type is MediaType.JPEG


def test_deep_nesting_ends() -> None:
    deep = "[" * 3000 + "]" * 3000
    assert refusal(hand_written_pdf(CATALOG, ONE_PAGE, PAGE, deep)) == "vault.broken_pdf"


HEADS = st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])


@settings(max_examples=150, deadline=None)
@given(HEADS, st.binary(max_size=400))
def test_noise_is_refused_and_nothing_else_happens(head: bytes, noise: bytes) -> None:
    refusal(head + noise)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_damaged_file_is_kept_or_refused_and_nothing_else_happens(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([files.pdf(2), files.jpeg(), files.png()]))
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        inspect(bytes(content))
    except Invalid as refused:
        assert refused.code.startswith("vault.")


def test_names_inside_a_compressed_object_stream_are_found() -> None:
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch")})
    writer.root_object[NameObject("/Deep")] = ArrayObject([NumberObject(1), action])
    buffer = io.BytesIO()
    writer.write(buffer)
    assert refusal(buffer.getvalue()) == "vault.active_pdf"
