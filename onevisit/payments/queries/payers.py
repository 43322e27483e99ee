"""Who pays for whom: under an authority, or somebody the clerk named."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Deed, MandateLine
from onevisit.kernel.masks import mask_name
from onevisit.payments.models import Order, Payment, Refund
from onevisit.payments.rules.payers import Receives


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


def given_to(refund: Refund, *, masked: bool = True) -> str:
    """Into whose hand cash went back, in words; "" for what went back otherwise."""
    if refund.given_to_sealed is None:
        return ""
    kept = refund.given_to
    facts = {
        "name": mask_name(kept["name"]) if masked else kept["name"],
        "number": kept["number"],
        "mandate": kept.get("mandate", ""),
        "relation": kept.get("relation", ""),
    }
    return _given_words(Receives(kept["kind"])) % facts


def _given_words(kind: Receives) -> str:
    return {
        Receives.PAYER: _("%(name)s（缴款人本人，%(number)s）"),
        Receives.AGENT: _("%(name)s（代理人，%(number)s，委托书编号 %(mandate)s）"),
        Receives.GUARDIAN: _("%(name)s（监护人，%(number)s，监护登记编号 %(mandate)s）"),
        Receives.BROUGHT: _("%(name)s（当时代缴的人，缴款人的%(relation)s，%(number)s）"),
    }[kind]
