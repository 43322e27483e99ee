"""Check codes 校验码: what stands beside a number on paper, so that nobody can guess a pair."""

import hmac
import secrets

CHECK_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 O 1 I, which people mistake for each other when they read a code aloud."""

_LENGTH = 12
_LONGEST = 60


def new_code() -> str:
    """A fresh code: 60 bits nobody can guess."""
    return "".join(secrets.choice(CHECK_ALPHABET) for _ in range(_LENGTH))


def grouped(code: str) -> str:
    """In groups of four: `7KQM-2D9F-XW3A`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def code_read(text: str) -> str:
    """A code without its groups; "" for what cannot be one."""
    code = "".join(text.split()).replace("-", "").upper()[:_LONGEST]
    return code if code and set(code) <= set(CHECK_ALPHABET) else ""


def same_code(one: str, other: str) -> bool:
    """Whether they are equal, in a time that does not tell where they differ."""
    return bool(one) and hmac.compare_digest(one.encode(), other.encode())
