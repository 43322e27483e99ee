"""Refusals of the vault: each says what is wrong with a file in its own words."""

from datetime import date

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def no_such_object() -> NotFound:
    """No such file, or it is gone."""
    return NotFound("vault.no_such_object")


def empty() -> Invalid:
    """The file has no content."""
    return Invalid("vault.empty", field="file")


def too_large(limit_mb: int) -> Invalid:
    """The file is larger than `limit_mb` megabytes."""
    return Invalid("vault.too_large", field="file", limit_mb=limit_mb)


def unknown_type() -> Invalid:
    """By its content it is neither PDF, JPEG nor PNG, whatever its name says."""
    return Invalid("vault.unknown_type", field="file")


def heic_not_read() -> Invalid:
    """A HEIC photograph of a phone, which departments cannot open."""
    return Invalid("vault.heic_not_read", field="file")


def office_not_read() -> Invalid:
    """An office document (Word, Excel, WPS); to be saved as PDF first."""
    return Invalid("vault.office_not_read", field="file")


def broken_pdf() -> Invalid:
    """The PDF cannot be opened whole."""
    return Invalid("vault.broken_pdf", field="file")


def encrypted_pdf() -> Invalid:
    """The PDF is protected by a password or by restrictions."""
    return Invalid("vault.encrypted_pdf", field="file")


def active_pdf() -> Invalid:
    """The PDF holds a program, an attached file or an action that starts something."""
    return Invalid("vault.active_pdf", field="file")


def no_pages() -> Invalid:
    """The PDF has no page."""
    return Invalid("vault.no_pages", field="file")


def too_many_pages(limit: int) -> Invalid:
    """The PDF has more than `limit` pages."""
    return Invalid("vault.too_many_pages", field="file", limit=limit)


def broken_image() -> Invalid:
    """The picture cannot be decoded to its end."""
    return Invalid("vault.broken_image", field="file")


def image_too_large(limit_megapixels: int) -> Invalid:
    """The picture has more than so many million pixels."""
    return Invalid("vault.image_too_large", field="file", limit_megapixels=limit_megapixels)


def damaged() -> Conflict:
    """The kept file is gone or was changed outside of the system."""
    return Conflict("vault.damaged")


def destroyed(on: date) -> Conflict:
    """The file was destroyed by schedule: neither key nor content is left."""
    return Conflict("vault.destroyed", on=on)


def no_room() -> Conflict:
    """The disk is full, or more than this process may write: nothing was kept."""
    return Conflict("vault.no_room")
