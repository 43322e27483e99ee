"""A sealed way on: the answers of a visitor in the QR code on their own printed list.

The address holds nothing but a sealed blob (AES-GCM), good for a week, and opening it changes
nothing: the person says themselves whether to take the answers over (docs/adr).
"""

import base64
import binascii

from django.http import HttpRequest
from django.urls import reverse

from onevisit.guidance.errors import way_on_ended
from onevisit.guidance.rules import carrying
from onevisit.guidance.rules.carrying import Carried
from onevisit.guidance.rules.situation import Answers
from onevisit.guidance.web.things import Thing
from onevisit.kernel import clock, crypto

_BOUND_TO = "guidance.carried"
MOST_CHARACTERS = 900
"""Of a longer token no code is made: it could not be read off paper."""


def token_for(code: str, answers: Answers) -> str:
    """A token for the answers to the offer `code`; empty where they are too many for a code."""
    folded = carrying.fold(Carried(code, answers, clock.now() + carrying.GOOD_FOR))
    sealed = crypto.seal(folded, bound_to=_BOUND_TO)
    token = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    return token if len(token) <= MOST_CHARACTERS else ""


def way_on(request: HttpRequest, about: Thing, answers: Answers) -> str:
    """The address that leads on with these answers; empty where there are none or too many."""
    token = token_for(about.offer.code, answers) if answers else ""
    if not token:
        return ""
    return request.build_absolute_uri(reverse("guidance:carry_on", args=[token]))


def carried_in(token: str) -> Carried:
    """What a token carries. Raises NotFound `guidance.way_on_ended` for one that is too old or
    was not made here.
    """
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        found = carrying.unfold(crypto.unseal(sealed, bound_to=_BOUND_TO))
    except (binascii.Error, ValueError, crypto.SealBroken):
        raise way_on_ended() from None
    if found.until < clock.now():
        raise way_on_ended()
    return found
