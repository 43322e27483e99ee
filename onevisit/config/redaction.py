"""Personal numbers and tokens never reach a log: masked in every record and in every traceback."""

import logging
import re

# 18 characters of a resident ID (GB 11643) and 11 digits of a mainland mobile number, not as part
# of a longer run of digits (31-digit item codes and 20-digit case numbers stay readable).
_RESIDENT_ID = re.compile(r"(?<![0-9])([0-9]{4})[0-9]{10}([0-9]{3}[0-9Xx])(?![0-9])")
_MOBILE = re.compile(r"(?<![0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9])")

# A token for programs; its prefix says which one it is and stays.
_TOKEN = re.compile(r"(ovt_[0-9a-z]{8}_)[A-Za-z0-9_-]{43}")


def redact(text: str) -> str:
    """The text with resident IDs as ``3302**********1234`` and mobiles as ``138****1234``; of a
    token only its prefix is left.
    """
    text = _TOKEN.sub(r"\1***", text)
    return _MOBILE.sub(r"\1****\2", _RESIDENT_ID.sub(r"\1**********\2", text))


class RedactionFilter(logging.Filter):
    """Replaces message and arguments by the finished, masked message; lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask in place, so that every later handler sees the masked record too."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            message = f"{record.msg} {record.args}"
        record.msg = redact(message)
        record.args = ()
        return True


class RedactingFormatter(logging.Formatter):
    """Masks what the filter cannot see: tracebacks and stack texts."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line, masked."""
        return redact(super().format(record))
