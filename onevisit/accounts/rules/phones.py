"""One-time codes sent to a phone: how long they are, how long they live, what they are for."""

import secrets
from datetime import timedelta
from enum import StrEnum

PHONE_CODE_DIGITS = 6
PHONE_CODE_MINUTES = 5
PHONE_CODE_LIFE = timedelta(minutes=PHONE_CODE_MINUTES)
PHONE_CODE_TRIES = 5
PROOF_LIFE = timedelta(minutes=15)
"""How long after the right code a new account may be opened with it."""


class CodeUse(StrEnum):
    """What a code is good for; one sent for one use proves nothing for another."""

    SIGN_IN = "sign_in"
    LINK = "link"  # the phone a registered person left at a window
    ENTRUST = "entrust"  # a person lets a helper act: the phone they left before


def fresh_code() -> str:
    """Six digits, each as likely as any other."""
    return f"{secrets.randbelow(10**PHONE_CODE_DIGITS):0{PHONE_CODE_DIGITS}d}"
