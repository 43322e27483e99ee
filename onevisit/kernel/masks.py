"""Personal data as pages and logs may show it."""

import re

_ID = re.compile(
    r"(?<!\d)(\d{4})(\d{2}[ -]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?)"
    r"(\d{3}[\dXx])(?!\d)"
)
_OLD_ID = re.compile(r"(?<!\d)(\d{4})(\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(\d{3})(?!\d)")
_PHONE = re.compile(r"(?<!\d)((?:\+?86[ -]?)?1[3-9]\d)(\d{4})(\d{4})(?!\d)")
_SPACED_PHONE = re.compile(
    r"(?<![0-9A-Za-z-])((?:\+?86[ -]?)?1[3-9]\d)([ -]\d{4}[ -])(\d{4})(?![0-9A-Za-z-])"
)

_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ＋－", "0123456789Xx+-")


def mask_id(number: str) -> str:
    """First four and last four: ``3399**********2048``; short ones vanish whole."""
    return _keep(number, 4, 4)


def mask_phone(number: str) -> str:
    """First three and last four: ``138****6621``."""
    return _keep(number, 3, 4)


def mask_name(name: str) -> str:
    """``陈*岚``; of two characters the first stays, of one none."""
    return _keep(name, 1, 1 if len(name) > 2 else 0)


def redact(text: str) -> str:
    """Free text with every resident ID and mobile number in it masked.

    Only digit runs of the right length and form are touched, so that timestamps, case numbers
    and credit codes stay readable. Full-width digits come out in half width.
    """
    text = text.translate(_HALF_WIDTH)
    text = _ID.sub(_hide_middle, text)
    text = _PHONE.sub(_hide_middle, text)
    return _SPACED_PHONE.sub(_hide_middle, text)


def redact_old(text: str) -> str:
    """The same of texts that may be from before 1999: ID numbers of fifteen digits are masked too,
    and with them a few other numbers of that length.
    """
    return _OLD_ID.sub(_hide_middle, redact(text))


def _keep(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden <= 0:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[len(text) - tail :]


def _hide_middle(found: re.Match[str]) -> str:
    return found[1] + "*" * len(found[2]) + found[3]
