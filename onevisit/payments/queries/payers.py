"""Who pays for whom: under an authority, or somebody the clerk named."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Deed, MandateLine
from onevisit.kernel.masks import mask_name
from onevisit.payments.models import Order, Payment


def paying_for(order: Order) -> tuple[MandateLine, ...]:
    """Who may pay it for the payer now under a mandate, helpers aside; one query."""
    found = (
        accounts.usable_for_organisation(order.organisation_id)
        if order.organisation_id
        else accounts.usable_from(order.person_id)
    )
    wanted = (order.application_id, order.offer_code, Deed.PAY)
    return tuple(each for each in found if each.agent_id and each.reaches(*wanted))


def paid_by(payments: Iterable[Payment], *, masked: bool = True) -> dict[UUID, str]:
    """Who brought the money of each in the payer's place, in words; none for the payer's own side.
    One query where somebody did under an authority.
    """
    rows = list(payments)
    said = accounts.said_under((p.authority_id for p in rows if p.authority_id), masked=masked)
    found = {p.id: said[p.authority_id] for p in rows if p.authority_id}
    named = {p.id: p.hand for p in rows if p.hand_sealed is not None}
    shown = {key: mask_name(name) if masked else name for key, name in named.items()}
    return found | {key: _("%(name)s（他人代缴）") % {"name": shown[key]} for key in shown}
