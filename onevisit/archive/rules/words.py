"""What people write: one line, not empty, not too long. Pure."""

from onevisit.archive import errors

LONGEST = 300


def one_line(text: str, field: str, *, most: int = LONGEST) -> str:
    """In its one form. Raises Invalid `archive.text_needed`, `archive.text_too_long`."""
    whole = " ".join(text.split())
    if not whole:
        raise errors.text_needed(field)
    if len(whole) > most:
        raise errors.text_too_long(field, most)
    return whole
