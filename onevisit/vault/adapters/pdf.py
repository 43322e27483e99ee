"""PDF files of strangers: opened strictly, within limits, and searched for anything that acts."""

import io
import logging
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from onevisit.kernel.errors import DomainError
from onevisit.vault.errors import active_pdf, broken_pdf, encrypted_pdf, no_pages, too_many_pages
from onevisit.vault.rules import MAX_PAGES

MAX_OBJECTS = 50_000
MAX_DEPTH = 60

_ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound"}
    | {"/GoToE", "/RichMediaExecute"}
)
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA"})
_ACTIVE_SUBTYPES = frozenset({"/RichMedia", "/FileAttachment", "/Screen", "/3D", "/Movie"})

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of a file may quote the file


def inspect_pdf(content: bytes) -> int:
    """The number of pages. Raises Invalid `vault.broken_pdf`, `vault.encrypted_pdf`,
    `vault.active_pdf`, `vault.no_pages` or `vault.too_many_pages`.
    """
    try:
        reader = PdfReader(io.BytesIO(content), strict=True)
        if reader.is_encrypted:
            raise encrypted_pdf()
        pages = _count_pages(reader)
        for found in _objects(reader):
            if _acts(found):
                raise active_pdf()
    except DomainError:
        raise
    except FileNotDecryptedError:
        raise encrypted_pdf() from None
    except (Exception, RecursionError, MemoryError):
        # A reader of hostile files may fail in any way; each of them means the same here.
        raise broken_pdf() from None
    return pages


def _count_pages(reader: PdfReader) -> int:
    """Walks the page tree itself, each node once, so that a lying /Count or a cycle ends."""
    pages = 0
    seen: set[int] = set()
    waiting: list[PdfObject | None] = [reader.root_object.raw_get("/Pages")]
    while waiting:
        node = _once(waiting.pop(), seen)
        kids = node.get("/Kids")
        if isinstance(kids, ArrayObject):
            waiting.extend(kids)
        else:
            pages += 1
        if pages > MAX_PAGES:
            raise too_many_pages(MAX_PAGES)
    if not pages:
        raise no_pages()
    return pages


def _once(reference: PdfObject | None, seen: set[int]) -> DictionaryObject:
    """The node a reference leads to; nodes that come twice, or too many, break the file."""
    if isinstance(reference, IndirectObject):
        if reference.idnum in seen or len(seen) > MAX_OBJECTS:
            raise broken_pdf()
        seen.add(reference.idnum)
    node = reference.get_object() if reference is not None else None
    if not isinstance(node, DictionaryObject):
        raise broken_pdf()
    return node


def _objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, also of objects nothing refers to; content is not decoded."""
    numbers: set[tuple[int, int]] = {
        (number, generation) for generation, entries in reader.xref.items() for number in entries
    }
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MAX_OBJECTS:
        raise broken_pdf()
    yield reader.trailer
    for number, generation in sorted(numbers):
        if number == 0:
            continue
        yield from _dictionaries(IndirectObject(number, generation, reader).get_object(), 0)


def _dictionaries(value: PdfObject | None, depth: int) -> Iterator[DictionaryObject]:
    if depth > MAX_DEPTH:
        raise broken_pdf()
    if isinstance(value, DictionaryObject):
        yield value
        inner: list[PdfObject] = [value.raw_get(key) for key in value]
    elif isinstance(value, ArrayObject):
        inner = list(value)
    else:
        return
    for each in inner:
        if not isinstance(each, IndirectObject):
            yield from _dictionaries(each, depth + 1)


def _acts(found: DictionaryObject) -> bool:
    if not _ACTIVE_KEYS.isdisjoint(found.keys()):
        return True
    if found.get("/S") in _ACTIVE_ACTIONS or found.get("/Subtype") in _ACTIVE_SUBTYPES:
        return True
    return isinstance(found, StreamObject) and found.get("/Type") == "/EmbeddedFile"
