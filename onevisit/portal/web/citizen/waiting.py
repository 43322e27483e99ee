"""What waits for the reader beside their own applications: a word others want, money due."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.accounts.rules import Actor, Held
from onevisit.cases import queries as cases
from onevisit.payments import queries as payments


@dataclass(frozen=True)
class Wait:
    """One line, and where it is answered."""

    text: str
    url: str


def waiting_for(actor: Actor, held: Held) -> Sequence[Wait]:
    """What to agree to first, then what to pay; none for staff and guests. `held` are the
    organisations they act for.
    """
    if actor.person_id is None:
        return ()
    found = []
    if asked := cases.unanswered(actor=actor, held=held):
        text = ngettext("有 %(n)s 件事等您同意", "有 %(n)s 件事等您同意", asked) % {"n": asked}
        found.append(Wait(text, reverse("cases:consents")))
    for order_id, name in payments.due_to(actor=actor, held=held):
        url = reverse("payments:order", args=[order_id])
        found.append(Wait(_("“%(name)s”等您缴费") % {"name": name}, url))
    return found
